"""The workers' parent: forkserver passes over a module that cannot be imported without a word, so it is imported here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import signal, sys
import flows.worker_parent
from transforms.rules import load_rules
assert load_rules.cache_info().currsize == 1
assert {"trafilatura", "py3langid"} <= set(sys.modules)
assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
"""


def test_it_has_loaded_what_workers_need_and_is_quiet() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
