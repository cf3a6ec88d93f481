"""Receivers of messages on loopback: a program that takes JSON, and a mail server.

Each keeps what it has accepted, and can be told to refuse, to answer too late, or to hang.
"""

import json
import socketserver
import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TAKE, REFUSE, LATE = "take", "refuse", "late"
"""What becomes of a message: LATE is taken, and the answer comes when nobody waits for it."""


def always() -> str:
    return TAKE


class Hook:
    """An HTTP server that takes JSON by POST; `fate` decides about each message."""

    def __init__(self, fate: Callable[[], str] = always, *, late: float = 1.0, answer=None):
        self.got: list[dict] = []
        self.heads: list[tuple[str, dict[str, str]]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                chosen = fate()
                if chosen != REFUSE:
                    hook.got.append(json.loads(body))
                    hook.heads.append((self.path, dict(self.headers)))
                if chosen == LATE:
                    time.sleep(late)
                status, headers, said = answer or (200, {}, b"ok")
                self.send_response(503 if chosen == REFUSE else status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # a sender that was killed is no news
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True, args=(0.02,)).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class MailServer:
    """A mail server that takes mails; `refuse` maps a command's beginning to an answer.

    With `login`, it asks for that (as AUTH PLAIN sends it).
    """

    def __init__(self, refuse: dict[str, str] | None = None, *, login: str | None = None):
        self.got = []
        self.commands: list[str] = []
        self.refuse = refuse or {}
        self.login = login
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
        self._server.daemon_threads = True
        self._server.peer = self
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True, args=(0.02,)).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def reply(self, line: str) -> str:
        """The answer to a command, one or more lines."""
        word = line.split(" ", maxsplit=1)[0].upper()
        refused = (no for begin, no in self.refuse.items() if line.upper().startswith(begin))
        replies = {
            "EHLO": "250-kit\r\n250 AUTH PLAIN" if self.login else "250 kit",
            "AUTH": "235 welcome" if line == f"AUTH PLAIN {self.login}" else "535 no",
            "DATA": "354 go on",
            "QUIT": "221 bye",
        }
        return next(refused, replies.get(word, "250 ok"))


class _Session(socketserver.StreamRequestHandler):
    """One connection to a mail server."""

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        peer = self.server.peer
        self.say("220 kit ready")
        for raw in self.rfile:
            line = raw.decode("utf-8", "replace").strip()
            peer.commands.append(line)
            reply = peer.reply(line)
            self.say(reply)
            if reply.startswith("354"):
                peer.got.append(message_from_bytes(self.data(), policy=policy.default))
                self.say("250 taken")
            if reply.startswith("221"):
                return

    def data(self):
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.removeprefix(b".") if raw.startswith(b"..") else raw)
        return b"".join(lines)
