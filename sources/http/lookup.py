"""Names looked up within a limit of time.

The system's resolver cannot be stopped, so it is called in a thread of its own and left behind when the time is up: the
request ends in time, and the thread when the resolver does (glibc: 5 s for each try, by resolv.conf's servers, tries
and search list up to minutes). Threads left behind do not hold up the program's end, and there are at most so many of
them at a time."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading

from sources.http.addresses import Resolve
from sources.http.watchdog import TICK, Watch

_AT_ONCE = threading.BoundedSemaphore(128)

_Outcome = tuple[str, ...] | OSError | ValueError


def look_up(resolve: Resolve, host: str, port: int, watch: Watch, seconds: float) -> tuple[str, ...]:
    """The host's addresses. Raises socket.gaierror when it has none, TimeoutError after `seconds` or when the watch has
    fired. An address as it is written needs no look-up."""
    if _is_address(host):
        return (host,)
    answer: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
    limit = min(seconds, watch.remaining())
    if not _AT_ONCE.acquire(timeout=limit):
        raise TimeoutError("too many look-ups of names are under way")
    try:
        threading.Thread(target=_work, args=(resolve, host, port, answer), name="name-lookup", daemon=True).start()
    except RuntimeError as error:  # no more threads to be had
        _AT_ONCE.release()
        raise TimeoutError(str(error)) from error
    outcome = _wait(answer, watch, limit)
    if isinstance(outcome, ValueError):  # a name that cannot even be asked for
        raise socket.gaierror(str(outcome)) from outcome
    if isinstance(outcome, OSError):
        raise outcome
    return outcome


def _work(resolve: Resolve, host: str, port: int, answer: queue.SimpleQueue[_Outcome]) -> None:
    try:
        answer.put(resolve(host, port))
    except (OSError, ValueError) as error:
        answer.put(error)
    finally:
        _AT_ONCE.release()


def _wait(answer: queue.SimpleQueue[_Outcome], watch: Watch, seconds: float) -> _Outcome:
    left = seconds
    while not watch.fired and left > 0:
        try:
            return answer.get(timeout=min(TICK, left))
        except queue.Empty:
            left -= TICK
    raise TimeoutError("its name was not looked up in time")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
