"""The gate: one request at a time and a pause between two, for everyone who shares a host."""

from __future__ import annotations

import threading

import pytest

from contracts.reasons import Reason
from sources.http.fetcher import never
from sources.polite.gate import LocalHostGate

HOST, OTHER = "http://a.example:80", "http://b.example:80"


def test_the_first_turn_comes_at_once_and_the_next_after_the_pause(newsroom):
    time = newsroom.time
    with newsroom.gate.turn(HOST, 2.0, 30.0, never) as turn:
        assert turn.granted
        time.now += 5  # the request itself
    with newsroom.gate.turn(HOST, 2.0, 30.0, never):
        assert time.now == pytest.approx(1007)
    with newsroom.gate.turn(OTHER, 2.0, 30.0, never):
        assert time.now == pytest.approx(1007)


def test_a_host_is_never_asked_twice_at_the_same_time():
    gate = LocalHostGate()
    inside: list[int] = []
    most: list[int] = []
    guard = threading.Lock()

    def source() -> None:
        for _ in range(20):
            with gate.turn(HOST, 0.0, 30.0, never):
                with guard:
                    inside.append(1)
                    most.append(len(inside))
                with guard:
                    inside.pop()

    threads = [threading.Thread(target=source) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 160
    assert max(most) == 1


def test_other_hosts_do_not_wait_for_a_busy_one():
    gate = LocalHostGate()
    with gate.turn(HOST, 9.0, 30.0, never), gate.turn(OTHER, 9.0, 30.0, never) as turn:
        assert turn.granted


def test_who_waits_behind_another_gives_up_when_the_run_is_stopped():
    gate = LocalHostGate()
    answers: list[Reason | None] = []

    def second() -> None:
        with gate.turn(HOST, 0.0, 30.0, lambda: True) as turn:
            answers.append(turn.reason)

    with gate.turn(HOST, 0.0, 30.0, never):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(5)
    assert answers == [Reason.INTERRUPTED]


def test_a_host_that_asked_for_time_gets_it_within_patience_and_is_refused_beyond(newsroom):
    newsroom.gate.hold_back(HOST, 20)
    with newsroom.gate.turn(HOST, 2.0, 30.0, never) as turn:
        assert turn.granted
        assert newsroom.time.now == pytest.approx(1020)
    newsroom.gate.hold_back(HOST, 31)
    with newsroom.gate.turn(HOST, 2.0, 30.0, never) as turn:
        assert turn.reason is Reason.HOST_BACKING_OFF
    assert newsroom.time.now == pytest.approx(1020)


def test_a_stop_ends_the_waiting_within_a_fraction_of_a_second(newsroom):
    time = newsroom.time
    newsroom.gate.hold_back(HOST, 29)
    with newsroom.gate.turn(HOST, 2.0, 30.0, lambda: time.now > 1003) as turn:
        assert turn.reason is Reason.INTERRUPTED
    assert time.now < 1003.5


def test_a_turn_that_ends_in_an_error_is_given_back(newsroom):
    with pytest.raises(RuntimeError), newsroom.gate.turn(HOST, 2.0, 30.0, never):
        raise RuntimeError
    with newsroom.gate.turn(HOST, 2.0, 30.0, never) as turn:
        assert turn.granted
