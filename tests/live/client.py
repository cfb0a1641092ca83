"""An unmodified python-socketio on a leash: takes a line of JSON for each thing to do and prints one
for each thing that happens. The test on the other end of the pipe decides what is right."""

import hashlib
import hmac
import json
import os
import sys

import socketio


def say(**happened):
    sys.stdout.write(json.dumps(happened) + "\n")
    sys.stdout.flush()


client = None


def connect(url, transports, headers, auth, reconnection):
    global client
    client = socketio.Client(reconnection=reconnection, reconnection_delay=0.05, reconnection_delay_max=0.1)
    client.on("connect", lambda: say(on="connect", id=client.sid))
    client.on("connect_error", lambda why=None: say(on="connect_error", message=(why or {}).get("message", "")
                                                    if isinstance(why, dict) else str(why)))
    client.on("disconnect", lambda reason=None: say(on="disconnect", reason=reason))
    client.on("*", lambda name, message=None: say(on=name, message=message))
    try:
        client.connect(url, headers=headers, auth=auth, transports=transports)
    except socketio.exceptions.ConnectionError:
        pass  # told by connect_error


def emit(args, ack):
    name, *body = args
    body = body[0] if body else None
    client.emit(name, body, callback=(lambda answer: say(on="ack", message=answer)) if ack else None)


def elevate(pin):
    """As the reference tells it: ask for a challenge, answer with what the PIN and it make."""

    def answer(asked):
        if not asked["ok"]:
            return say(on="ack", message=asked)
        challenge, salt = asked["challenge"], bytes.fromhex(asked["salt"])
        salted = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, asked["iterations"])
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        stored_key = hashlib.sha256(client_key).digest()
        mask = hmac.digest(stored_key, b"daybook elevate 1," + challenge.encode(), "sha256")
        proof = bytes(a ^ b for a, b in zip(client_key, mask)).hex()
        body = {"challenge": challenge, "proof": proof}
        return client.emit("elevate", body, callback=lambda told: say(on="ack", message={**told, **body}))

    client.emit("challenge", None, callback=answer)


def disconnect():
    client.disconnect()


VERBS = {"connect": connect, "emit": emit, "elevate": elevate, "disconnect": disconnect}

for line in sys.stdin:
    order = json.loads(line)
    VERBS[order.pop("verb")](**order)
# Threads of the client may still wait for the house; nobody waits for them.
os._exit(0)
