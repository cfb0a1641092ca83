// An unmodified socket.io-client on a leash: takes a line of JSON for each thing to do and prints
// one for each thing that happens. The test on the other end of the pipe decides what is right.
const { createHash, createHmac, pbkdf2Sync } = require('node:crypto');
const { createInterface } = require('node:readline');
const { io } = require('socket.io-client');

const say = (happened) => process.stdout.write(`${JSON.stringify(happened)}\n`);
let socket;

const verbs = {
  connect({ url, transports, headers, auth, reconnection }) {
    socket = io(url, { transports, extraHeaders: headers, auth, reconnection, reconnectionDelay: 50, forceNew: true });
    socket.on('connect', () => say({ on: 'connect', id: socket.id }));
    socket.on('connect_error', (error) => say({ on: 'connect_error', message: error.message }));
    socket.on('disconnect', (reason) => say({ on: 'disconnect', reason }));
    socket.onAny((name, message) => say({ on: name, message }));
  },
  emit({ args, ack }) {
    if (ack) {
      socket.emit(...args, (answer) => say({ on: 'ack', message: answer }));
    } else {
      socket.emit(...args);
    }
  },
  // As the reference tells it: ask for a challenge, answer with what the PIN and it make.
  elevate({ pin }) {
    socket.emit('challenge', null, (asked) => {
      if (!asked.ok) return say({ on: 'ack', message: asked });
      const { challenge, salt, iterations } = asked;
      const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
      const clientKey = hmac(pbkdf2Sync(pin, Buffer.from(salt, 'hex'), iterations, 32, 'sha256'), 'Client Key');
      const storedKey = createHash('sha256').update(clientKey).digest();
      const mask = hmac(storedKey, `daybook elevate 1,${challenge}`);
      const proof = Buffer.from(clientKey.map((byte, place) => byte ^ mask[place])).toString('hex');
      socket.emit('elevate', { challenge, proof }, (answer) => say({ on: 'ack', message: { ...answer, challenge, proof } }));
    });
  },
  disconnect() {
    socket.disconnect();
  },
};

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { verb, ...rest } = JSON.parse(line);
  verbs[verb](rest);
});
lines.on('close', () => process.exit());
