"""How the peer of `.venv-bench` tags the labelled sets: see `topic_peer.py`, which runs there."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.topic_sets import Labelled, LabelledSet, count_topics, total

PROJECT = Path(__file__).resolve().parents[1]


def peer_tags(sets: Sequence[LabelledSet], headlines: Sequence[Labelled],
              python: Path = PROJECT / ".venv-bench" / "bin" / "python") -> list[str]:  # fmt: skip
    """A line on each set: the peer's micro F1 and documents per second. The headlines are judged on the topics that the
    sets teach, since the peer knows no others. Empty where the peer is not installed."""
    if not python.exists():
        print("no .venv-bench: `make bench` installs scikit-learn", file=sys.stderr)
        return []
    taught = frozenset().union(*(each.judged for each in sets))
    asked = [(each.name, each.rows, each.judged) for each in sets] + [("modern headlines", tuple(headlines), taught)]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as rows:
        for name, labelled, judged in asked:
            for row in labelled:
                text = row.texts.body if row.texts.repeated_title else f"{row.texts.title or ''}. {row.texts.body}"
                teaches = [] if name == "modern headlines" else sorted(judged)
                rows.write(
                    json.dumps({"set": name, "text": text, "labels": sorted(row.labels), "judged": teaches}) + "\n"
                )
        rows.flush()
        program = [str(python), str(PROJECT / "benchmarks" / "topic_peer.py"), rows.name]
        printed = subprocess.run(program, check=True, capture_output=True, text=True).stdout.splitlines()
    peer, *answers = map(json.loads, printed)
    lines = [f"{peer['peer']}, scikit-learn {peer['version']}:"]
    for (name, labelled, judged), answer in zip(asked, answers, strict=True):
        found = [frozenset(topics) for topics in answer["topics"]]
        f1 = total(count_topics([row.labels for row in labelled], found, judged)).f1
        lines.append(f"  {name}: micro F1 {f1:.4f}, {len(labelled) / answer['seconds']:.0f} documents/s")
    return lines
