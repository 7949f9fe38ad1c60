"""The `desk` command: the verbs in their groups, and the one place where an error becomes words and an exit code."""

from __future__ import annotations

import os
import sys
import warnings

import typer

from cli import analyst, archive, files, operator, sources, steward, topics
from core import VERSION
from core.errors import DeskError

EXIT_CODES = {
    0: "done",
    1: "failed",
    2: "wrong usage",
    3: "the audit blocked the publish",
    130: "interrupted",
}

app = typer.Typer(
    name="desk",
    help="News pages in, a DuckDB warehouse of countries, topics and evidence out.",
    epilog="Exit codes: " + ", ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items()) + ".",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"desk {VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
    debug: bool = typer.Option(False, "--debug", help="Show tracebacks.", envvar="DESK_DEBUG"),
) -> None:
    if debug:
        os.environ["DESK_DEBUG"] = "1"


for group in (operator, sources, analyst, topics, files, steward, archive):
    group.register(app)


def main() -> None:
    """The entry point of the command."""
    if not sys.warnoptions and not _debugging():
        warnings.simplefilter("ignore")  # what libraries say to programmers is not for a user's terminal
    try:
        app()
    except DeskError as error:
        _say(error.message, error.remedy)
        _debug(error)
        sys.exit(error.exit_code)
    except Exception as error:
        _say(
            f"internal error: {type(error).__name__}: {error}",
            "This is a fault of the program, not of your data. `desk --debug …` shows where.",
        )
        _debug(error)
        sys.exit(1)


def _debugging() -> bool:
    return os.environ.get("DESK_DEBUG", "") not in ("", "0", "false")


def _say(message: str, remedy: str) -> None:
    colour = sys.stderr.isatty()
    typer.echo(f"{typer.style('error', fg='red', bold=True) if colour else 'error'}: {message}", err=True)
    if remedy:
        typer.echo(remedy, err=True)


def _debug(error: BaseException) -> None:
    if _debugging():
        import traceback

        traceback.print_exception(error)


if __name__ == "__main__":
    main()
