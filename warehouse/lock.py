"""One writer at a time: a lock that goes with its process, and a file that names the holder."""

from __future__ import annotations

import fcntl
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from core.clock import Clock, iso, utc_now
from core.errors import WorkspaceBusy
from core.files import disk_errors
from core.workspace import Workspace


@dataclass(frozen=True)
class Holder:
    """Who writes: process, machine, what for, and since when (RFC 3339, UTC)."""

    pid: int
    host: str
    verb: str
    since: str


@contextmanager
def writer_lock(workspace: Workspace, verb: str, clock: Clock = utc_now) -> Iterator[Holder]:
    """Holds the workspace for this process; creates the workspace's folder where there is none.

    Raises WorkspaceBusy, naming the holder, when another process has it (or this one, a second time), and
    WorkspaceError when the folder cannot be written. The lock is the kernel's (flock): it goes with its process however
    that ends, so a file that a dead process left behind is no obstacle and needs no repair."""
    with disk_errors(workspace.lock, "lock"):
        workspace.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(workspace.lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with disk_errors(workspace.lock, "lock"):
            _take(handle, workspace)
            holder = Holder(os.getpid(), platform.node(), verb, iso(clock()))
            _write(handle, json.dumps(asdict(holder)) + "\n")
        try:
            yield holder
        finally:
            # Emptied, not removed: a waiting process may have it open already, and would lock a file without a name.
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def lock_holder(workspace: Workspace) -> Holder | None:
    """Who holds the workspace now; None when nobody does. Takes nothing and waits for nothing."""
    try:
        handle = os.open(workspace.lock, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(workspace.lock)
    except OSError:
        return None
    finally:
        os.close(handle)
    return None


def _take(handle: int, workspace: Workspace) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _read(workspace.lock)
        who = (
            f"process {holder.pid} on {holder.host} (desk {holder.verb}, since {holder.since})"
            if holder
            else "another process that is just starting or ending"
        )
        raise WorkspaceBusy(
            f"the workspace {workspace.root} is held by {who}",
            "Wait until it is done, or stop that process. The published snapshot can be read all the while.",
        ) from None


def _write(handle: int, text: str) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, text.encode("utf-8"), 0)


def _read(path: Path) -> Holder | None:
    """The holder that the file names; None where it names none (yet)."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
