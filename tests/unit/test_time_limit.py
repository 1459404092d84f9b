"""The time that one page may take: it ends what takes longer, and nothing that comes after."""

import signal
import threading
import time
from collections.abc import Iterator

import pytest

from index_builder.intake import time_limit
from index_builder.intake.time_limit import TimeLimitError, TimeLimits

LIMIT_S = 0.02


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> TimeLimits:
    monkeypatch.setattr(time_limit, "PAGE_TIMEOUT_S", LIMIT_S)
    return TimeLimits()


@pytest.fixture(autouse=True)
def _no_timer_left() -> Iterator[None]:
    """End a timer that a test found running, before it ends the tests."""
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def work(seconds: float) -> None:
    """Use up so much of the processor's time."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_what_takes_too_long_is_ended(limits: TimeLimits) -> None:
    with pytest.raises(TimeLimitError, match=f"longer than {LIMIT_S} seconds"), limits.page():
        work(2)


def test_what_is_inside_shares_the_time_of_what_is_around(limits: TimeLimits) -> None:
    def steps() -> None:
        for _step in range(100):
            with limits.page():
                work(LIMIT_S / 10)

    with pytest.raises(TimeLimitError), limits.page():
        steps()
    with limits.page():
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0


def test_a_page_that_was_in_time_leaves_no_timer_behind(limits: TimeLimits) -> None:
    with limits.page():
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_a_page_that_failed_leaves_no_timer_behind(limits: TimeLimits) -> None:
    with pytest.raises(ValueError, match="broken"), limits.page():
        raise ValueError("broken")
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_each_page_has_the_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "PAGE_TIMEOUT_S", 3 * LIMIT_S)
    for _page in range(4):
        with TimeLimits().page():
            assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 2 * LIMIT_S
            work(LIMIT_S)


def test_what_the_signal_meant_before_it_means_again(limits: TimeLimits) -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with limits.page():
        assert signal.getsignal(signal.SIGVTALRM) is not before
    assert signal.getsignal(signal.SIGVTALRM) is before


def test_waiting_is_not_counted(limits: TimeLimits) -> None:
    with limits.page():
        threading.Event().wait(2 * LIMIT_S)


def test_another_thread_has_no_limit_of_its_own(limits: TimeLimits) -> None:
    ended: list[str] = []

    def page() -> None:
        with limits.page():
            ended.append("no timer" if signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0 else "a timer")

    thread = threading.Thread(target=page)
    thread.start()
    thread.join()
    assert ended == ["no timer"]
