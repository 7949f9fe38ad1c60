"""The gate: one request at a time and a pause between two, for everyone who shares a host."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from contracts.reasons import Reason
from sources.http.fetcher import never
from sources.polite.gate import LocalHostGate, Turn
from sources.polite.memory import FileMemory, HostRecord, RunMemory

HOST, OTHER = "http://a.example:80", "http://b.example:80"


def test_the_first_turn_comes_at_once_and_the_next_after_the_pause(newsroom):
    clock = newsroom.time
    with newsroom.gate.turn(HOST, 2.0, 30.0, never) as turn:
        assert turn.granted
        clock.now += 5  # the request itself
    with newsroom.gate.turn(HOST, 2.0, 30.0, never):
        assert clock.now == pytest.approx(1007)
    with newsroom.gate.turn(OTHER, 2.0, 30.0, never):
        assert clock.now == pytest.approx(1007)


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
    clock = newsroom.time
    newsroom.gate.hold_back(HOST, 29)
    with newsroom.gate.turn(HOST, 2.0, 30.0, lambda: clock.now > 1003) as turn:
        assert turn.reason is Reason.INTERRUPTED
    assert clock.now < 1003.5


def test_a_turn_that_ends_in_an_error_is_given_back(newsroom):
    with pytest.raises(RuntimeError), newsroom.gate.turn(HOST, 2.0, 30.0, never):
        raise RuntimeError
    with newsroom.gate.turn(HOST, 2.0, 30.0, never) as turn:
        assert turn.granted


@pytest.fixture
def run(newsroom):
    """A gate of a run of its own, over a memory that outlives it."""
    memory = RunMemory()
    return lambda: LocalHostGate(newsroom.time.monotonic, newsroom.time.sleep, memory=memory, clock=newsroom.clock)


def answer_of(gate, host=HOST, patience=30.0) -> Turn:
    with gate.turn(host, 0.0, patience, never) as turn:
        return turn


def fail(gate, times=5, host=HOST):
    """So many failures in a row; what was said of the last."""
    said = None
    for _ in range(times):
        answer_of(gate, host)
        said = gate.strained(host)
    return said


def test_who_waits_first_is_served_first_and_who_comes_back_queues_again():
    gate, order, waiting = LocalHostGate(), [], threading.Event()

    def source(name):
        def stop():
            waiting.set()
            return False

        with gate.turn(HOST, 0.0, 30.0, stop):
            order.append(name)

    threads = [threading.Thread(target=source, args=(name,)) for name in ("one", "two")]
    with gate.turn(HOST, 0.0, 30.0, never):
        for thread in threads:
            waiting.clear()
            thread.start()
            assert waiting.wait(5)
    source("the first again")
    for thread in threads:
        thread.join(5)
    assert order == ["one", "two", "the first again"]


def test_many_threads_never_meet_at_a_host_and_never_come_closer_than_the_pause():
    """Real threads over a clock that only sleeping moves on, so that each pause is seen to its millisecond."""
    clock, guard, start = [1000.0], threading.Lock(), threading.Barrier(10)

    def sleep(seconds):
        with guard:
            clock[0] += seconds
        time.sleep(0)  # hands the interpreter to another thread

    gate = LocalHostGate(lambda: clock[0], sleep)
    inside: dict[str, int] = {}
    turns: dict[str, list[tuple[float, float]]] = {HOST: [], OTHER: []}
    most: list[int] = []

    def source():
        start.wait()
        for number in range(40):
            host = (HOST, OTHER)[number % 2]
            with gate.turn(host, 2.0, 30.0, never) as turn:
                assert turn.granted
                with guard:
                    inside[host] = inside.get(host, 0) + 1
                    most.append(inside[host])
                began = clock[0]
                sleep(0.01)
                turns[host].append((began, clock[0]))
                with guard:
                    inside[host] -= 1

    threads = [threading.Thread(target=source) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    for host in (HOST, OTHER):
        assert len(turns[host]) == 200
        gaps = [after[0] - before[1] for before, after in zip(turns[host], turns[host][1:], strict=False)]
        assert min(gaps) >= 2.0 - 1e-9


def test_a_wait_that_is_asked_for_while_another_sleeps_counts_for_him_too(newsroom):
    clock, gate = newsroom.time, newsroom.gate
    with gate.turn(HOST, 2.0, 30.0, never):
        pass
    asked = []

    def stop():
        if not asked:
            asked.append(gate.hold_back(HOST, 20))
        return False

    with gate.turn(HOST, 2.0, 30.0, stop) as turn:
        assert turn.granted
        assert clock.now == pytest.approx(1020)


def test_a_refusal_says_from_when_on_the_host_may_be_asked_again(run):
    gate = run()
    gate.hold_back(HOST, 3600)
    turn = answer_of(gate)
    assert turn.reason is Reason.HOST_BACKING_OFF
    assert turn.detail == f"{HOST} asked to be left alone until 2026-03-04 13:00:00 UTC"
    assert answer_of(gate, OTHER).granted


def test_a_wait_outlives_the_run(run, newsroom):
    run().hold_back(HOST, 3600)
    newsroom.later(minutes=10)
    turn = answer_of(run())
    assert turn.reason is Reason.HOST_BACKING_OFF
    assert "13:00:00" in turn.detail
    newsroom.later(minutes=50)
    assert answer_of(run()).granted


def test_what_is_left_of_a_wait_is_waited_for_where_patience_allows(run, newsroom):
    run().hold_back(HOST, 60)
    newsroom.later(seconds=40)
    assert answer_of(run()).granted
    assert sum(newsroom.time.slept) == pytest.approx(20)


def test_a_longer_wait_is_not_cut_short_by_a_shorter_one(run):
    gate = run()
    gate.hold_back(HOST, 3600)
    gate.hold_back(HOST, 5)
    assert "13:00:00" in answer_of(gate).detail
    assert "13:00:00" in answer_of(run()).detail


def test_ten_years_are_a_day(run, newsroom):
    run().hold_back(HOST, 315_360_000)
    newsroom.later(hours=23)
    assert not answer_of(run()).granted
    newsroom.later(hours=2)
    assert answer_of(run()).granted


def test_a_clock_that_was_set_wrong_blinds_nobody_for_longer_than_a_day(newsroom):
    memory, far = RunMemory(), newsroom.clock() + timedelta(days=4000)
    memory.update(HOST, lambda _: HostRecord(wait_until=far, failures=5, open_until=far, cooldown=1e9))
    gate = LocalHostGate(newsroom.time.monotonic, newsroom.time.sleep, memory=memory, clock=newsroom.clock)
    assert not answer_of(gate).granted
    newsroom.time.now += 86_401
    assert answer_of(gate).trial


def test_five_failures_in_a_row_open_the_breaker_and_the_fifth_says_so(run):
    gate = run()
    assert fail(gate, 4) is None
    assert answer_of(gate).granted
    assert gate.strained(HOST) == f"{HOST} failed 5 times in a row and is left alone until 2026-03-04 12:05:00 UTC"
    turn = answer_of(gate, patience=3600.0)
    assert turn.reason is Reason.HOST_BACKING_OFF
    assert "failed 5 times in a row" in turn.detail
    assert answer_of(gate, OTHER).granted


def test_an_answer_in_between_starts_the_count_again(run):
    gate = run()
    fail(gate, 4)
    gate.well(HOST)
    assert fail(gate, 4) is None
    assert answer_of(gate).granted


def test_after_the_cool_down_one_trial_decides(run, newsroom):
    gate = run()
    fail(gate)
    newsroom.later(minutes=6)
    newsroom.time.now += 360
    assert answer_of(gate).trial
    gate.well(HOST)
    assert answer_of(gate) == Turn()
    assert fail(gate, 4) is None


def test_each_trial_that_fails_doubles_the_cool_down_up_to_a_day(run, newsroom):
    gate, waits = run(), []
    fail(gate)
    for _ in range(11):
        began = newsroom.time.now
        while not answer_of(gate).granted:
            newsroom.time.now += 60
        waits.append(newsroom.time.now - began)
        assert gate.strained(HOST) is not None
    minutes = [round(wait / 60) for wait in waits]
    assert minutes == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


def test_while_the_trial_is_under_way_nobody_else_gets_a_turn(run, newsroom):
    gate = run()
    fail(gate)
    newsroom.time.now += 301
    answers: list[Turn] = []
    with gate.turn(HOST, 0.0, 30.0, never) as trial:
        assert trial.trial
        other = threading.Thread(target=lambda: answers.append(answer_of(gate)))
        other.start()
        gate.strained(HOST)
    other.join(5)
    assert [turn.reason for turn in answers] == [Reason.HOST_BACKING_OFF]


def test_the_breaker_outlives_the_run(run, newsroom):
    fail(run(), 3)
    assert fail(run(), 2) is not None
    newsroom.later(minutes=4)
    assert answer_of(run()).reason is Reason.HOST_BACKING_OFF
    newsroom.later(minutes=2)
    gate = run()
    assert answer_of(gate).trial
    assert "12:16:00" in str(gate.strained(HOST))  # ten minutes from now
    newsroom.later(minutes=9)
    assert answer_of(run()).reason is Reason.HOST_BACKING_OFF
    newsroom.later(minutes=2)
    gate = run()
    assert answer_of(gate).trial
    gate.well(HOST)
    assert answer_of(run()) == Turn()


def test_what_the_gate_remembers_is_in_the_workspace(tmp_path, newsroom):
    def gate():
        memory = FileMemory(tmp_path / "hosts", newsroom.clock)
        return LocalHostGate(newsroom.time.monotonic, newsroom.time.sleep, memory=memory, clock=newsroom.clock)

    gate().hold_back(HOST, 600)
    fail(gate(), 5, OTHER)
    assert "12:10:00" in answer_of(gate()).detail
    assert "failed 5 times" in answer_of(gate(), OTHER).detail
