"""A real HTTP proxy on loopback: forwards http, tunnels https, and may want a login."""

import base64
import socket
import threading


class Proxy:
    """A real HTTP proxy on loopback, which leads every name to one server."""

    def __init__(self, port, *, login="", tunnel=b"HTTP/1.1 200 Connected\r\nVia: x\r\n\r\n"):
        self.heads, self._to, self._login, self._tunnel = [], port, login, tunnel
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def lines(self):
        return [head.split(b"\r\n")[0].decode() for head in self.heads]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _serve(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer):
        head = b""
        while b"\r\n\r\n" not in head:
            head += peer.recv(9999)
        self.heads.append(head)
        wanted = base64.b64encode(self._login.encode())
        if self._login and b"Proxy-Authorization: Basic " + wanted not in head:
            peer.sendall(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
            return peer.close()
        with socket.create_connection(("127.0.0.1", self._to)) as host:
            if head.startswith(b"CONNECT"):
                peer.sendall(self._tunnel)
            else:
                method, address, rest = head.split(b" ", 2)
                path = b"/" + address.split(b"/", 3)[3]
                host.sendall(b" ".join([method, path, rest]))
            back = threading.Thread(target=pass_on, args=(host, peer), daemon=True)
            back.start()
            pass_on(peer, host)
            back.join(5)
        return peer.close()


def pass_on(giver, taker):
    try:
        while data := giver.recv(65536):
            taker.sendall(data)
        taker.shutdown(socket.SHUT_WR)
    except OSError:
        pass
