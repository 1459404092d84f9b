"""A second start speaks to the window that is open."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from momviewer.errors import LibraryError, MomviewerError, NotFoundError, UsageError
from momviewer.open_window import hand_over, message, read_refusal
from momviewer.ui.window.instance import Instance, Request
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT, show


@pytest.fixture
def address() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as short:  # the name of a socket may not be as long as that of a test
        yield str(Path(short) / "window")


@pytest.fixture
def instance(address: str, qapp: QApplication) -> Iterator[Instance]:
    assert qapp is QApplication.instance()
    first = Instance(address)
    assert first.listen()
    yield first
    first.close()


class SecondStart:
    """Another start, which hands its target over and waits for the answer on a thread of its own."""

    def __init__(self, address: str, target: str) -> None:
        self.outcome: list[bool | MomviewerError] = []
        self._thread = threading.Thread(target=self._run, args=(address, target))
        self._thread.start()

    def _run(self, address: str, target: str) -> None:
        try:
            self.outcome.append(hand_over(address, target))
        except MomviewerError as error:
            self.outcome.append(error)

    def ended(self) -> bool:
        return not self._thread.is_alive()


def test_a_target_is_handed_over_and_answered_once_it_is_shown(
    qtbot: QtBot, instance: Instance, address: str
) -> None:
    asked: list[Request] = []
    instance.requested.connect(asked.append)
    second = SecondStart(address, "Example\u00a015.1")
    qtbot.waitUntil(lambda: bool(asked), timeout=WAIT)
    assert asked[0].target == "Example\u00a015.1"
    assert second.outcome == []
    asked[0].answer(None)
    qtbot.waitUntil(second.ended, timeout=WAIT)
    assert second.outcome == [True]
    instance.close()
    assert not hand_over(address, "15.1")


@pytest.mark.parametrize(
    "error", [NotFoundError("There is no “15.99”."), UsageError("No."), LibraryError("Damaged.")]
)
def test_why_a_target_is_not_shown_is_told_to_who_asked(
    qtbot: QtBot, instance: Instance, address: str, error: MomviewerError
) -> None:
    instance.requested.connect(lambda request: request.answer(error))
    second = SecondStart(address, "15.99")
    qtbot.waitUntil(second.ended, timeout=WAIT)
    (told,) = second.outcome
    assert isinstance(told, type(error))
    assert (str(told), told.exit_code) == (str(error), error.exit_code)


def test_who_does_not_wait_for_the_answer_is_forgotten(
    qtbot: QtBot, instance: Instance, address: str
) -> None:
    asked: list[Request] = []
    instance.requested.connect(asked.append)
    caller = QLocalSocket()
    caller.connectToServer(address)
    caller.write(message("15.1"))
    qtbot.waitUntil(lambda: bool(asked), timeout=WAIT)
    caller.abort()
    qtbot.waitUntil(lambda: not instance._sockets, timeout=WAIT)
    asked[0].answer(None)


def test_only_one_listens(instance: Instance, address: str) -> None:
    second = Instance(address)
    assert not second.listen()
    instance.close()
    assert second.listen()
    second.close()


def test_a_socket_that_a_killed_window_left_is_taken_over(instance: Instance, address: str) -> None:
    instance._lock.unlock()  # its owner is gone, its socket is not
    second = Instance(address)
    assert second.listen()
    second.close()


@pytest.mark.usefixtures("qapp")
def test_where_no_place_is_safe_the_window_opens_all_the_same() -> None:
    instance = Instance("")
    assert instance.listen()
    instance.close()


@pytest.mark.parametrize(
    "sent", [b"nonsense\n", b"x" * 40_000, b"{}\n", b"[" * 8_000 + b"]" * 8_000 + b"\n", b"\xff\n"]
)
def test_nonsense_is_refused_and_hung_up_on(
    qtbot: QtBot, instance: Instance, address: str, sent: bytes
) -> None:
    asked: list[Request] = []
    instance.requested.connect(asked.append)
    caller = QLocalSocket()
    with qtbot.waitSignal(caller.disconnected, timeout=WAIT):
        caller.connectToServer(address)
        caller.write(sent)
    refused = read_refusal(bytes(caller.readLine().data()))
    assert isinstance(refused, UsageError)
    assert "no message of momviewer's" in str(refused)
    assert asked == []


@pytest.mark.qt_log_ignore("does not support raise")  # nor is there anything to raise it above
def test_the_window_shows_what_it_is_handed(window: MainWindow, qtbot: QtBot) -> None:
    assert show(window, qtbot, "2.1") is None
    assert window.reader.address
    assert window.reader.address.anchor == "dock.example"
    assert show(window, qtbot, "") is None
    assert window.reader.address.anchor == "dock.example"


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_target_that_is_no_name_of_anything_is_refused(window: MainWindow, qtbot: QtBot) -> None:
    before = window.reader.address
    for target in ("x" * 300, "momviewer://m%00/p", "\ud800"):
        error = show(window, qtbot, target)
        assert isinstance(error, UsageError)
        assert window.status_strip.text == str(error)
    assert window.reader.address == before
