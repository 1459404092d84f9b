"""A second start speaks to the window that is open."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from momviewer.ui.instance import Instance, hand_over, server_name
from momviewer.ui.main_window import MainWindow
from tests.ui.conftest import WAIT


def test_a_target_is_handed_over(qtbot: QtBot, tmp_path: Path) -> None:
    name = server_name(tmp_path)
    assert not hand_over(name, "15.1")
    instance = Instance(name)
    with qtbot.waitSignal(instance.asked, timeout=WAIT) as asked:
        assert hand_over(name, "Example\u00a015.1")
    assert asked.args == ["Example\u00a015.1"]
    instance.close()
    assert not hand_over(name, "15.1")


def test_a_name_left_by_a_killed_window_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    name = server_name(tmp_path)
    Instance(name)  # its socket stays until it is collected, as a killed window's does
    second = Instance(name)
    with qtbot.waitSignal(second.asked, timeout=WAIT):
        assert hand_over(name, "")
    second.close()


def test_other_data_is_another_window(tmp_path: Path) -> None:
    assert server_name(tmp_path / "a") != server_name(tmp_path / "b")


@pytest.mark.qt_log_ignore("does not support raise")  # nor is there anything to raise it above
def test_the_window_shows_what_it_is_handed(window: MainWindow) -> None:
    window.show_target("2.1")
    assert window.reader.address
    assert window.reader.address.anchor == "dock.example"
    window.show_target("")
    assert window.reader.address.anchor == "dock.example"
