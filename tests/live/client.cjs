// An unmodified socket.io-client on a leash: takes a line of JSON for each thing to do and prints
// one for each thing that happens. The test on the other end of the pipe decides what is right.
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
