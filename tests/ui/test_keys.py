"""How many keys the ten most usual jobs take: pressed here, counted, and told in docs/keys.md."""

import re
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.ui.window.main_window import MainWindow
from tests.conftest import ROOT
from tests.ui.conftest import WAIT, Opener

TABLE = re.compile(r"^\| ([^|]+) \| (\d+) \|", re.MULTILINE)
DOCUMENT = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
TOLD = {job: int(keys) for job, keys in TABLE.findall(DOCUMENT)}
CODE = 'mooring "quay-1" {\n\tropes = 2\n}'


class Reader:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Press keys, each counted."""
        for key in keys:
            self._qtbot.keySequence(self._where(), key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Type a text, which counts for nothing, and wait for its answer."""
        with self._qtbot.waitSignal(self.window.search_controller.settled, timeout=WAIT):
            self._qtbot.keyClicks(self._where(), text)

    def settled(self) -> AbstractContextManager[object]:
        """Wait for an answer to what is pressed inside."""
        signal: AbstractContextManager[object] = self._qtbot.waitSignal(
            self.window.search_controller.settled, timeout=WAIT
        )
        return signal

    def _where(self) -> QWidget:
        return self.window.focusWidget()

    @property
    def place(self) -> str:
        """Return the page and anchor that is read."""
        assert self.window.reader.address
        return self.window.reader.address.relative()


@pytest.fixture
def reader(window: MainWindow, qtbot: QtBot) -> Reader:
    window.reader.open(Address("preface"))
    window.page.setFocus()
    return Reader(window, qtbot)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_what_an_option_means(reader: Reader) -> None:
    reader.press("/")
    reader.type("undock")
    reader.press("Return")
    assert reader.place == "commands.undock"
    assert reader.keys == TOLD["what an option means"]


def test_an_example_by_its_number_and_its_copy(reader: Reader) -> None:
    reader.press("/")
    reader.type("1.1")
    reader.press("Return")
    assert reader.place == "ropes#ropes.two"
    assert reader.keys == TOLD["an example by its number"]
    reader.press("Return")
    assert copied() == CODE
    assert reader.keys - 2 == TOLD["copy it"]


def test_a_copy_with_an_address_of_ones_own(reader: Reader) -> None:
    window = reader.window
    window.reader.open(Address("ropes"))
    page = window.reader.page
    assert page
    held = replace(page.snippets[0], text='host "mx1.example.com"', number="")
    window.reader._page = replace(page, snippets=(held,))
    own = {"mx1.example.com": "mx1.harbour.example"}
    window.reading.snippets.values = {window.reader.manual_id: own}
    reader.press("Ctrl+Shift+I")
    assert copied() == 'host "mx1.harbour.example"'
    assert reader.keys == TOLD["copy it with one's own address"]


def test_all_examples_that_use_an_option(reader: Reader) -> None:
    reader.press("/")
    reader.type("ropes")
    with reader.settled():
        reader.press("Alt+2")
    assert [row.label for row in reader.window.results.rows] == [
        "Example 1.1 Two Ropes",
        "Example 2.1 Docking",
    ]
    assert reader.keys == TOLD["all examples that use an option"]


def test_back_to_where_one_was(reader: Reader) -> None:
    window = reader.window
    scrolled = window.page.scroll_position()
    window.reader.open(Address("ropes"))
    reader.press("Alt+Left")
    assert (reader.place, window.page.scroll_position()) == ("preface", scrolled)
    assert reader.keys == TOLD["back to where one was"]


def test_two_examples_are_compared(reader: Reader) -> None:
    reader.press("/")
    reader.type("1.1")
    reader.press("Return", "Ctrl+T")
    reader.type("2.1")
    reader.press("Return")
    assert reader.place == "commands.dock#dock.example"
    reader.press("Ctrl+Tab")
    assert reader.place == "ropes#ropes.two"
    assert reader.keys == TOLD["compare two examples"]


def test_reading_on(reader: Reader) -> None:
    reader.window.reader.open(Address("moorings"))
    reader.press("Space")
    assert reader.place == "ropes"
    assert reader.keys == TOLD["read on by keyboard"]


@pytest.mark.usefixtures("library")
def test_from_the_prompt(open_window: Opener) -> None:
    window = open_window("1.1")
    assert window.reader.address
    assert window.reader.address.anchor == "ropes.two"
    assert TOLD["from the prompt"] == 1


def test_a_link_from_a_ticket(reader: Reader, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("momviewer://momentum-4-examples/ropes#ropes.two")
    reader.press("/")
    with qtbot.waitSignal(reader.window.search_controller.settled, timeout=WAIT):
        reader.press("Ctrl+V")
    reader.press("Return")
    assert reader.place == "ropes#ropes.two"
    assert reader.keys == TOLD["a link from a ticket"]


def test_the_table_has_ten_jobs() -> None:
    assert len(TOLD) == 10
