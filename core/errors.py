"""The errors a user can meet.

DeskError                 exit 1   something failed; the message names the thing and the remedy
├── UsageError            exit 2   what was asked for is wrong: an option, a YAML file, an unknown name
├── WorkspaceError        exit 1   the workspace cannot be used: no permission, full disk, a newer file
│   └── WorkspaceBusy     exit 1   another process holds the workspace
├── PipelineFault         exit 1   a fault of the program (a check that raised): never blamed on the data
└── PublishBlocked        exit 3   the audit failed; the last good snapshot stands
"""

from __future__ import annotations


class DeskError(Exception):
    """A failure with a message fit for a user: what went wrong, and in `remedy` what to do about it."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class UsageError(DeskError):
    """A wrong option, a wrong configuration file, an unknown source, article or run."""

    exit_code = 2


class WorkspaceError(DeskError):
    """The workspace cannot be read or written."""


class WorkspaceBusy(WorkspaceError):
    """Another process holds the writer's lock; the message names its pid, host and since when."""


class PipelineFault(DeskError):
    """The program itself failed at a check: an expectation that raised, a contract that does not hold."""


class PublishBlocked(DeskError):
    """The audit found critical failures; nothing was published."""

    exit_code = 3
