"""One writer at a time, across processes."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import WorkspaceBusy, WorkspaceError
from core.workspace import Workspace
from warehouse.lock import lock_holder, writer_lock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_ROOT = Path(__file__).resolve().parents[2]
_HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from core.workspace import Workspace
from warehouse.lock import writer_lock

with writer_lock(Workspace(Path(sys.argv[1])), "ingest", lambda: datetime(2026, 3, 2, 12, 0, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process_holding(workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(workspace.root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def test_a_second_process_is_told_who_holds_the_workspace_and_since_when(workspace):
    with another_process_holding(workspace) as other:
        with pytest.raises(WorkspaceBusy) as caught, writer_lock(workspace, "run", lambda: NOON):
            pass
        for part in (str(workspace.root), str(other.pid), platform.node(), "ingest", "2026-03-02T12:00:00.000000Z"):
            assert part in caught.value.message
        assert lock_holder(workspace).pid == other.pid
    with writer_lock(workspace, "run", lambda: NOON):
        assert lock_holder(workspace).verb == "run"


def test_what_a_killed_process_left_behind_is_no_obstacle(workspace):
    with another_process_holding(workspace) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert str(other.pid) in workspace.lock.read_text()
    assert lock_holder(workspace) is None
    with writer_lock(workspace, "run", lambda: NOON) as holder:
        assert holder.pid == os.getpid()


def test_the_same_process_cannot_hold_it_twice(workspace):
    with (
        writer_lock(workspace, "run", lambda: NOON),
        pytest.raises(WorkspaceBusy, match=f"process {os.getpid()} "),
        writer_lock(workspace, "process", lambda: NOON),
    ):
        pass


def test_a_failure_inside_gives_the_workspace_back(workspace):
    with pytest.raises(RuntimeError), writer_lock(workspace, "run", lambda: NOON):
        raise RuntimeError
    assert lock_holder(workspace) is None
    with writer_lock(workspace, "run", lambda: NOON):
        pass


def test_a_workspace_that_cannot_be_made_is_named_with_a_remedy(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with (
        pytest.raises(WorkspaceError, match=r"cannot lock .*file.*\n.*--workspace"),
        writer_lock(Workspace(tmp_path / "file" / "workspace"), "run", lambda: NOON),
    ):
        pass


def test_nobody_holds_a_workspace_that_does_not_exist(workspace):
    assert lock_holder(workspace) is None
    assert not workspace.root.exists()
