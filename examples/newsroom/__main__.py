"""`python -m examples.newsroom`: serves the newsroom and says where."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from examples.newsroom import build_newsroom, serve, write_sources
from examples.newsroom.model import EDITIONS

FIRST_PORT = 8750


def main() -> int:
    """Serves until Ctrl-C; the Enter key switches the edition."""
    parser = argparse.ArgumentParser(prog="python -m examples.newsroom", description=__doc__)
    parser.add_argument("--day", type=date.fromisoformat, default=datetime.now(UTC).date(), help="today's date")
    parser.add_argument("--seed", type=int, default=7, help="another seed gives other articles")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="first of ten ports; 0 takes free ones")
    parser.add_argument("--edition", choices=EDITIONS, default="morning")
    parser.add_argument("--sources", type=Path, help="folder to write the sources' YAML to")
    options = parser.parse_args()
    newsroom = build_newsroom(options.day, options.seed)
    ports = {site.name: options.port + i for i, site in enumerate(newsroom.sites)} if options.port else None
    try:
        with serve(newsroom, ports=ports) as running:
            running.set_edition(options.edition)
            for site in newsroom.sites:
                print(f"{site.outlet:42} {site.country}  {running.url(site.name, site.entry)}")
            if options.sources:
                print(f"sources: {', '.join(str(path) for path in write_sources(running, options.sources))}")
            print(f"\n{running.edition} edition. Enter: the other one. Ctrl-C: end.", flush=True)
            for _ in sys.stdin:
                running.set_edition("morning" if running.edition == "evening" else "evening")
                print(f"{running.edition} edition", flush=True)
    except KeyboardInterrupt:
        print()
    except OSError as error:
        print(f"cannot serve on ports {options.port} and up: {error.strerror}. Try --port 0.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
