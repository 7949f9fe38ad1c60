"""Servers on loopback that misbehave as they are told, path by path, and count what is asked of them and what they
send."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence

Talk = Callable[["Line"], None]  # what is said on a connection after a request; it ends there
Behaviour = bytes | Talk  # bytes: sent as they are, and the connection waits for the next request
Routes = Mapping[str, Behaviour | Sequence[Behaviour]]  # several: in turn, the last stays

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_RESET = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # SO_LINGER: on, for no time
_ENOUGH = 200_000_000  # bytes that one server sends at most, should nobody stop it


class Line:
    """A server's end of a connection."""

    def __init__(self, connection: socket.socket, server: BadServer) -> None:
        self.connection = connection
        self._server = server

    def send(self, data: bytes) -> None:
        """Sends all of it, or raises OSError when nobody takes it any more."""
        if self._server.ended.is_set() or self._server.sent > _ENOUGH:
            raise OSError("enough")
        self.connection.sendall(data)
        self._server.sent += len(data)

    def wait(self) -> None:
        """Says nothing until the other side hangs up."""
        self.connection.recv(1)

    def reset(self) -> None:
        """Ends the connection with a TCP reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


class BadServer:
    """One port. `requests`: the paths asked for, in order; `sent`: bytes. Unknown paths are 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.routes: Routes = {}
        self.requests: list[str] = []
        self.heads: list[bytes] = []
        self.sent = 0
        self.ended = threading.Event()
        self._turns: dict[str, int] = {}
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        # What lies in buffers was sent, but read by nobody: little, so that `sent` says what was read.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 32_768)
        self._connections: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Ends it, and the connections that are open."""
        self.ended.set()
        for each in (self._listener, *self._connections):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                connection.settimeout(5)
                self._connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), connection:
            if self._tls is None:
                return self._answer(connection)
            with self._tls.wrap_socket(connection, server_side=True) as secured:
                self._answer(secured)

    def _answer(self, connection: socket.socket) -> None:
        line = Line(connection, self)
        while (head := _head(connection)) is not None:
            path = head.split(b" ", 2)[1].decode("latin-1")
            self.heads.append(head)
            self.requests.append(path)
            behaviour = self._next(path)
            if not isinstance(behaviour, bytes):
                return behaviour(line)
            line.send(behaviour)

    def _next(self, path: str) -> Behaviour:
        behaviour = self.routes.get(path, self.routes.get("*", NOT_FOUND))
        if isinstance(behaviour, bytes) or callable(behaviour):
            return behaviour
        turn = self._turns.get(path, 0)
        self._turns[path] = turn + 1
        return behaviour[min(turn, len(behaviour) - 1)]


def _head(connection: socket.socket) -> bytes | None:
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(4096)
        if not part:
            return None
        head += part
    return head


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def head(*headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """The head of an answer that says nothing of its length."""
    return "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers)).encode() + b"\r\n\r\n"


def moved(target: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return answer(b"", f"Location: {target}", status=status)


def says(data: bytes) -> Talk:
    """Sends these bytes and hangs up."""
    return lambda line: line.send(data)


def silent(line: Line) -> None:
    """Takes the request and says nothing."""
    line.wait()


def drips(start: bytes) -> Talk:
    """Sends a beginning, then a byte every 20 ms for ever: never silent for as long as a read limit."""

    def talk(line: Line) -> None:
        line.send(start)
        while True:
            line.send(b"1")
            time.sleep(0.02)

    return talk


def floods(start: bytes, piece: bytes) -> Talk:
    """Sends a beginning, then the same piece without end."""

    def talk(line: Line) -> None:
        line.send(start)
        while True:
            line.send(piece)

    return talk


def resets(start: bytes) -> Talk:
    """Sends a beginning, then a TCP reset."""

    def talk(line: Line) -> None:
        line.send(start)
        line.reset()

    return talk
