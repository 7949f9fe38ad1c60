"""The peer of benchmarks/stories.py, run by it with the Python of .venv-bench: datasketch's plain recipe for near
duplicates, MinHash and MinHashLSH, with all hits connected.

    .venv-bench/bin/python benchmarks/stories_datasketch.py ARTICLES.jsonl"""

from __future__ import annotations

import json
import re
import resource
import sys
import time

from datasketch import MinHash, MinHashLSH

_WORD = re.compile(r"\w+")
_PERMUTATIONS, _THRESHOLD, _SHINGLE = 128, 0.5, 5


def sketch(body: str) -> MinHash:
    """128 permutations over the word 5-shingles."""
    words = _WORD.findall(body.casefold())
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
    made = MinHash(num_perm=_PERMUTATIONS)
    made.update_batch([shingle.encode() for shingle in shingles])
    return made


def main() -> None:
    """Prints one line of JSON: seconds by stage, memory, the story of each article."""
    with open(sys.argv[1], encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle]
    begun, processor = time.perf_counter(), time.process_time()
    sketches = [sketch(row[3]) for row in rows]
    sketched = time.perf_counter()
    lsh, parent = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS), {row[0]: row[0] for row in rows}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    for row, made in zip(rows, sketches, strict=True):
        for hit in lsh.query(made):
            parent[root(hit)] = root(row[0])
        lsh.insert(row[0], made)
    ended = time.perf_counter()
    print(
        json.dumps(
            {
                "name": "datasketch",
                "seconds": {"signatures": sketched - begun, "stories": ended - sketched},
                "processor": time.process_time() - processor,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "stories": {name: root(name) for name in parent},
            }
        )
    )


if __name__ == "__main__":
    main()
