"""Ears for what must not be said: TCP and UDP ports of loopback that note all that arrives."""

import contextlib
import select
import socket
import threading


class Ears:
    """Two ports, `tcp` and `udp`; `heard` has whatever came to them while the block ran."""

    def __init__(self):
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self.tcp = self._tcp.getsockname()[1]
        self.udp = self._udp.getsockname()[1]
        self.heard = []
        self._ours, self._theirs = socket.socketpair()
        self._thread = threading.Thread(target=self._listen)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ours.close()
        self._thread.join()
        for end in (self._tcp, self._udp, self._theirs):
            end.close()

    def _listen(self):
        while True:
            ready, _, _ = select.select([self._tcp, self._udp, self._theirs], [], [])
            if self._udp in ready:
                self.heard.append(("udp", self._udp.recv(2048)))
            if self._tcp in ready:
                self.heard.append(("tcp", self._first_words()))
            if self._theirs in ready:
                return

    def _first_words(self):
        connection, _ = self._tcp.accept()
        with connection, contextlib.suppress(OSError):
            connection.settimeout(1)
            return connection.recv(2048)
        return b""
