"""A second start speaks to the window that is open."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from momviewer.open_window import hand_over
from momviewer.ui.window.instance import Instance
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import WAIT


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


def test_a_target_is_handed_over(qtbot: QtBot, instance: Instance, address: str) -> None:
    answers: list[bool] = []
    second = threading.Thread(target=lambda: answers.append(hand_over(address, "Example\u00a015.1")))
    with qtbot.waitSignal(instance.requested, timeout=WAIT) as asked:
        second.start()
    qtbot.waitUntil(lambda: not second.is_alive(), timeout=WAIT)
    assert answers == [True]
    assert asked.args == ["Example\u00a015.1"]
    instance.close()
    assert not hand_over(address, "15.1")


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


@pytest.mark.parametrize("sent", [b"nonsense\n", b"x" * 40_000, b"{}\n"])
def test_nonsense_is_hung_up_on(qtbot: QtBot, instance: Instance, address: str, sent: bytes) -> None:
    asked: list[str] = []
    instance.requested.connect(asked.append)
    caller = QLocalSocket()
    with qtbot.waitSignal(caller.disconnected, timeout=WAIT):
        caller.connectToServer(address)
        caller.write(sent)
    assert asked == []


@pytest.mark.qt_log_ignore("does not support raise")  # nor is there anything to raise it above
def test_the_window_shows_what_it_is_handed(window: MainWindow) -> None:
    window.show_target("2.1")
    assert window.reader.address
    assert window.reader.address.anchor == "dock.example"
    window.show_target("")
    assert window.reader.address.anchor == "dock.example"
