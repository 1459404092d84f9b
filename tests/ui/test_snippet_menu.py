"""The menu of a snippet and the dialog that fills one in."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from momviewer.library.library import Library
from momviewer.manual.links import Address
from momviewer.manual.snippets.copying import PlacedSnippet
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_pointer import PointedAt
from momviewer.ui.snippets.editor_copies import EditorCopies
from momviewer.ui.snippets.fill_in_dialog import FillInDialog
from momviewer.ui.snippets.snippet_menu import Effects, SnippetMenu
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Opener

CODE = 'mooring "quay-1" {\n\tropes = 2\n}'
SNIPPET = PlacedSnippet(
    text='domain "example.com" {\n  # 🚢 mx1.example.com\n  host = "192.0.2.1"\n}',
    language="momentum",
    number="1.1",
    title="Two ropes",
    manual="harbour",
    manual_title="Harbour 2",
    page="ropes",
    anchor="ropes.two",
)


@dataclass
class Told:
    """What a menu did."""

    copied: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    editor_copies: EditorCopies = field(default_factory=lambda: EditorCopies(Path("nowhere")))

    def remember(self, values: Mapping[str, str]) -> None:
        self.values = dict(values)

    def effects(self) -> Effects:
        return Effects(
            copy=lambda text, name: self.copied.append((text, name)),
            report=self.said.append,
            trouble=self.trouble.append,
            values=lambda: self.values,
            remember=self.remember,
            editor_copies=self.editor_copies,
        )


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def menu(snippet: PlacedSnippet, told: Told, parent: QWidget) -> SnippetMenu:
    return SnippetMenu(snippet, told.effects(), LIGHT, parent)


def names(menu: SnippetMenu) -> list[str]:
    return [action.objectName() for action in menu.actions() if not action.isSeparator()]


def choose(menu: SnippetMenu, name: str) -> None:
    next(action for action in menu.actions() if action.objectName() == name).trigger()


def line_for(dialog: FillInDialog, found: str) -> QLineEdit:
    lines = dialog.findChildren(QLineEdit)
    return next(line for line in lines if line.accessibleName().endswith(f"instead of {found}"))


def test_a_menu_holds_what_makes_sense(told: Told, parent: QWidget) -> None:
    always = ["copy", "copyWithReference", "copyMarkdown", "copyLink", "saveAs", "openInEditor"]
    assert names(menu(replace(SNIPPET, text="a = 1"), told, parent)) == always
    assert "fillIn" in names(menu(SNIPPET, told, parent))
    console = replace(SNIPPET, text="shell> a –x\nb", language="console")
    assert {"copyCommands", "copyStraight"} <= set(names(menu(console, told, parent)))
    assert "copyCommands" not in names(menu(replace(console, text="config x"), told, parent))


def test_no_two_entries_have_one_letter(told: Told, parent: QWidget) -> None:
    everything = replace(SNIPPET, text="shell> ping example.com –c", language="console")
    entries = [action.text() for action in menu(everything, told, parent).actions() if action.text()]
    letters = [entry.lower().partition("&")[2][:1] for entry in entries]
    assert len(entries) == 9
    assert len(set(letters)) == len(letters)
    assert "" not in letters


def test_each_copy_says_what_it_is(told: Told, parent: QWidget) -> None:
    shown = menu(replace(SNIPPET, text="shell> a –x\nb", language="console"), told, parent)
    for name in (
        "copy",
        "copyWithReference",
        "copyMarkdown",
        "copyCommands",
        "copyStraight",
        "copyLink",
    ):
        choose(shown, name)
    assert told.copied == [
        ("shell> a –x\nb", "Example 1.1"),
        ("Harbour 2, Example 1.1: Two ropes\n\nshell> a –x\nb", "Example 1.1 with reference"),
        (
            "**Example 1.1: Two ropes**\n\n```console\nshell> a –x\nb\n```\n",
            "Example 1.1 as Markdown",
        ),
        ("a –x", "the commands of Example 1.1"),
        ("shell> a -x\nb", "Example 1.1 with straight quotes"),
        ("momviewer://harbour/ropes#ropes.two", "the link to Example 1.1"),
    ]


def test_code_that_looks_other_than_it_is_has_a_copy_without_what_is_hidden(
    told: Told, parent: QWidget
) -> None:
    shown = menu(replace(SNIPPET, text="a # \u202ekcab\u202c", language="console"), told, parent)
    entry = next(action for action in shown.actions() if action.objectName() == "copyStraight")
    assert entry.text() == "Copy without &hidden characters"
    assert "2 direction marks" in entry.toolTip()
    entry.trigger()
    assert told.copied == [("a # kcab", "Example 1.1 without hidden characters")]


def test_a_snippet_is_saved_under_its_name(
    told: Told, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = []

    def choose_file(_parent: object, _title: str, name: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose_file)
    choose(menu(SNIPPET, told, parent), "saveAs")
    assert offered == ["example-1.1-two-ropes.conf"]
    assert (tmp_path / offered[0]).read_bytes() == f"{SNIPPET.text}\n".encode()
    assert told.said == ["Saved as example-1.1-two-ropes.conf"]


def test_saving_that_fails_or_is_given_up_is_no_harm(
    told: Told, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([str(tmp_path / "no" / "folder.conf"), ""])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(answers), ""))
    shown = menu(SNIPPET, told, parent)
    choose(shown, "saveAs")
    choose(shown, "saveAs")
    assert told.said == []
    assert len(told.trouble) == 1
    assert "folder.conf cannot be written: No such file" in told.trouble[0]


@pytest.mark.parametrize("opens", [True, False])
def test_the_editor_gets_a_copy_that_nothing_runs(
    told: Told, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, opens: bool
) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return opens

    told.editor_copies = EditorCopies(tmp_path / "opened")
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    choose(menu(replace(SNIPPET, language="shell"), told, parent), "openInEditor")
    file = Path(opened[0].toLocalFile())
    assert file.name == "example-1.1-two-ropes.txt"
    assert file.read_text(encoding="utf-8") == f"{SNIPPET.text}\n"
    if sys.platform != "win32":
        assert file.parent.stat().st_mode & 0o077 == 0
    assert (told.said == ["Opened a copy, example-1.1-two-ropes.txt"]) is opens
    assert (len(told.trouble) == 1) is not opens
    told.editor_copies.clear()
    assert not (tmp_path / "opened").exists()


def test_copies_for_the_editor_go_with_the_window_and_after_a_kill_with_the_next(
    library: Library, open_window: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    left = library.paths.cache / "opened-in-editor" / "left-by-a-kill"
    left.mkdir(parents=True)
    window = open_window()
    qtbot.waitUntil(lambda: not left.exists())
    window.reader.open(Address("ropes"))
    shown = window.reading.snippets.show_menu(next(iter(window.page.snippets)), QPoint())
    assert shown
    choose(shown, "openInEditor")
    shown.close()
    assert len(list(left.parent.iterdir())) == 1
    window.close()
    assert not left.parent.exists()
    assert list(temporary.iterdir()) == []


def test_filling_in_copies_and_remembers(told: Told, parent: QWidget, qtbot: QtBot) -> None:
    told.values = {"192.0.2.1": "10.0.0.1", "elsewhere.org": "kept.org"}
    choose(menu(SNIPPET, told, parent), "fillIn")
    dialog = parent.findChild(FillInDialog)
    assert dialog
    assert line_for(dialog, "192.0.2.1").text() == "10.0.0.1"
    name = line_for(dialog, "example.com")
    qtbot.keyClicks(name, "corp.net")
    assert line_for(dialog, "mx1.example.com").placeholderText() == "mx1.corp.net"
    expected = SNIPPET.text.replace("example.com", "corp.net").replace("192.0.2.1", "10.0.0.1")
    assert dialog.preview == expected
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert told.copied == [(expected, "Example 1.1, filled in")]
    assert told.values == {
        "192.0.2.1": "10.0.0.1",
        "elsewhere.org": "kept.org",
        "example.com": "corp.net",
    }
    assert not dialog.isVisible()


def test_an_emptied_line_is_forgotten_and_cancel_changes_nothing(qtbot: QtBot) -> None:
    dialog = FillInDialog(SNIPPET, {"192.0.2.1": "10.0.0.1"}, LIGHT)
    qtbot.addWidget(dialog)
    kept: list[dict[str, str]] = []
    texts: list[str] = []
    dialog.remembered.connect(kept.append)
    dialog.copied.connect(texts.append)
    dialog.show()
    line_for(dialog, "192.0.2.1").clear()
    box = dialog.findChild(QDialogButtonBox)
    assert box
    box.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert (kept, texts) == ([], [])
    dialog.show()
    next(b for b in box.buttons() if b.text() == "&Copy").click()
    assert (kept, texts) == ([{}], [SNIPPET.text])


def test_the_preview_marks_what_changed(qtbot: QtBot) -> None:
    dialog = FillInDialog(SNIPPET, {}, LIGHT)
    qtbot.addWidget(dialog)
    preview = dialog.findChild(QPlainTextEdit)
    assert preview
    line_for(dialog, "192.0.2.1").setText("10.0.0.1")
    marks = [
        (selection.cursor.selectedText(), selection.format.background().color().name().upper())
        for selection in preview.extraSelections()
    ]
    assert marks == [
        ("example.com", LIGHT.accent_wash),
        ("mx1.example.com", LIGHT.accent_wash),
        ("10.0.0.1", LIGHT.hit),
    ]


def test_the_dialog_is_walked_by_key(qtbot: QtBot) -> None:
    dialog = FillInDialog(SNIPPET, {}, LIGHT)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    walked = []
    for _ in range(6):
        widget = QApplication.focusWidget()
        assert widget
        walked.append(widget.accessibleName() or type(widget).__name__)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert walked == [
        "Host or domain instead of example.com",
        "Host or domain instead of mx1.example.com",
        "IPv4 address instead of 192.0.2.1",
        "What will be copied",
        "QPushButton",
        "QPushButton",
    ]


# On the page


def asked_at(window: MainWindow, point: QPoint, reason: QContextMenuEvent.Reason) -> list[str]:
    page = window.page
    asked: list[str] = []
    page.snippet_menu_requested.connect(lambda snippet, _place: asked.append(snippet))
    event = QContextMenuEvent(reason, point, page.viewport().mapToGlobal(point))
    QApplication.sendEvent(page.viewport(), event)
    return asked


def place_of(window: MainWindow, text: str) -> QPoint:
    cursor = window.page.document().find(text)
    assert not cursor.isNull()
    return window.page.cursorRect(cursor).center()


MOUSE, KEY = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


@pytest.mark.parametrize("text", ["ropes = 2", "Copy"])
def test_a_snippet_is_asked_for_its_menu(window: MainWindow, text: str) -> None:
    window.reader.open(Address("ropes"))
    assert asked_at(window, place_of(window, text), MOUSE) == ["snippet-1"]


def test_the_key_for_menus_asks_for_the_snippet_at_hand(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    assert asked_at(window, QPoint(1, 1), KEY) == ["snippet-1"]


def test_prose_and_selected_text_have_a_menu_of_their_own(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    asked: list[PointedAt] = []
    window.page.menu_requested.disconnect()
    window.page.menu_requested.connect(lambda pointed, _place: asked.append(pointed))
    assert asked_at(window, QPoint(1, 1), MOUSE) == []
    cursor = window.page.document().find("ropes = 2")
    window.page.setTextCursor(QTextCursor(cursor))
    assert asked_at(window, window.page.cursorRect(cursor).center() - QPoint(9, 0), MOUSE) == []
    assert [pointed.selected for pointed in asked] == ["", "ropes = 2"]


def test_a_snippet_knows_where_it_is(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    found = window.reading.copies.snippet("snippet-1")
    assert found
    assert (found.text, found.number, found.page, found.anchor) == (CODE, "1.1", "ropes", "ropes.two")
    assert (found.manual, found.manual_title) == (window.reader.manual_id, "Harbour 2 Reference Manual")
    assert window.reading.copies.snippet("snippet-99") is None


def test_the_snippet_at_hand_is_copied_with_its_reference(window: MainWindow) -> None:
    window.reader.open(Address("ropes"))
    window.reading.copies.copy_with_reference()
    text = QGuiApplication.clipboard().text()
    first, _, rest = text.partition("\n")
    assert first.startswith("# Harbour 2 Reference Manual, Example 1.1: ")
    assert rest == CODE
    assert window.page.notice == "Copied Example 1.1 with reference, 4 lines"
    window.reader.open(Address("preface"))
    window.reading.copies.copy_with_reference()
    assert window.page.notice == "There is no snippet on this page"
