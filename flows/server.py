"""A Prefect server of one's own on loopback, for `desk serve`: the in-process server has no scheduler."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from core.errors import DeskError

_USUAL_PORT = 4200
_PATIENCE_SECONDS = 120  # the first start on a fresh home takes 20-40 s


@contextmanager
def local_server() -> Iterator[str]:
    """Starts a server as a child process and stops it at the end; gives its address and sets PREFECT_API_URL to it.
    Where PREFECT_API_URL names a server already, that one is used. Raises DeskError when it does not come up."""
    given = os.environ.get("PREFECT_API_URL")
    if given:
        yield given.removesuffix("/api")
        return
    address = f"http://127.0.0.1:{_port()}"
    host, port = "127.0.0.1", address.rpartition(":")[2]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", port]
    # A group of its own: Ctrl-C is for us to act on, and the server goes last.
    child = subprocess.Popen(
        command,
        env=os.environ | {"PREFECT_UI_API_URL": f"{address}/api"},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(child, address)
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        yield address
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def _port() -> int:
    """Prefect's usual port, where it is free; else any."""
    for wanted in (_USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise DeskError("no port is free on 127.0.0.1", "Close something that listens there.")


def _wait(child: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if child.poll() is not None:
            raise DeskError(
                f"the Prefect server ended at its start, with exit code {child.returncode}",
                "See what it says: PREFECT_HOME=… prefect server start",
            )
        try:
            with urlopen(f"{address}/api/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise DeskError(f"the Prefect server at {address} did not come up in {_PATIENCE_SECONDS} s", "Try again.")
