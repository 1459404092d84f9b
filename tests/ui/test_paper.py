"""Pages on paper: what is drawn, where it goes, and that it can be stopped."""

import gc
import re
import shutil
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QFileDialog, QProgressDialog
from pytestqt.qtbot import QtBot

from index_builder.render.render import snippet_html
from momviewer.errors import CancelledError, LibraryError
from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.manual.bundle import Bundle
from momviewer.manual.checked.damage import damaged
from momviewer.manual.links import Address
from momviewer.manual.model import Snippet
from momviewer.ui.base.documents import blocks_of
from momviewer.ui.reading import printing
from momviewer.ui.reading.paper import BUTTONS, Leaf, Paper, PrintProgress
from momviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import DOCUMENTS, WAIT, show

SHEET = QSizeF(600, 800)


def drawn(paper: Paper) -> tuple[list[QImage], list[PrintProgress]]:
    sheets: list[QImage] = []
    image = QImage(SHEET.toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)

    def next_sheet() -> None:
        sheets.append(image.copy())
        image.fill(Qt.GlobalColor.white)

    steps = list(paper.draw(painter, SHEET, next_sheet))
    painter.end()
    return [*sheets, image], steps


def leaf(title: str, lines: int) -> Leaf:
    return Leaf(title, f"<h1>{title}</h1>" + "<p>A line of text.</p>" * lines)


def pages_of(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def test_buttons_are_not_printed() -> None:
    snippet = Snippet("snippet-1", "lua", "a = “b”")
    printed = BUTTONS.sub("", snippet_html(snippet, [], no_break_spaces=False))
    assert re.sub(r"<[^>]+>", "", printed) == "Luaa = “b”"
    assert (
        BUTTONS.sub("", '<p class="open"><a class="open" href="table:table-1">Open</a></p><p>x</p>')
        == "<p>x</p>"
    )


@pytest.mark.usefixtures("qapp")
def test_each_page_begins_on_a_sheet_of_its_own() -> None:
    paper = Paper("Harbour", [lambda: leaf("One", 60), lambda: leaf("Two", 1)], None)
    sheets, steps = drawn(paper)
    assert len(sheets) > 2
    assert [step.step for step in steps[:3]] == ["Laying out pages", "Laying out pages", "Printing sheets"]
    assert (steps[-1].done, steps[-1].total) == (len(sheets), len(sheets))
    half_empty = sheets[-1].copy(0, 400, 600, 300)  # the second page's single line leaves its sheet white
    assert all(half_empty.pixelColor(x, y) == Qt.GlobalColor.white for x in (10, 300) for y in (10, 200))


def test_a_page_is_saved_as_pdf(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = []

    def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "ropes"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    window.reader.open(Address("ropes"))
    window.reading.printing.save_page()
    assert offered == ["1.1-ropes.pdf"]
    assert window.page.notice == "Saved as ropes.pdf"
    assert pages_of(tmp_path / "ropes.pdf") == 1
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".pdf"] == ["ropes.pdf"]


def test_a_chapter_is_saved_with_all_its_pages(window: MainWindow, tmp_path: Path) -> None:
    outline = window.reader.outline
    assert outline
    window.reader.open(Address("commands.dock"))
    chapter = outline.chapter_of("commands.dock")
    assert [page.id for page in chapter] == ["commands", "commands.dock", "commands.undock"]
    assert outline.chapter_of("preface") == (outline.pages["preface"],)
    assert window.reading.printing.write_pdf(tmp_path / "chapter.pdf", chapter)
    assert pages_of(tmp_path / "chapter.pdf") == 3


@pytest.fixture
def second(library: Library, tmp_path: Path) -> str:
    """Return the id of another manual that the library holds."""
    return add_manual(library, shutil.copytree(DOCUMENTS, tmp_path / "second")).info.id


def test_a_chapter_is_printed_whole_while_a_second_start_opens_another_manual(
    window: MainWindow, second: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "SHOW_PROGRESS_AFTER_MS", 0)  # what else happens is let in
    outline = window.reader.outline
    assert outline
    pages = tuple(outline.pages.values())
    told: list[object] = []
    QTimer.singleShot(0, lambda: window.show_target(f"momviewer://{second}/moorings", told.append))
    assert window.reading.printing.write_pdf(tmp_path / "all.pdf", pages)
    qtbot.waitUntil(lambda: told == [None], timeout=WAIT)
    assert window.reader.address == Address("moorings", "", second)
    assert pages_of(tmp_path / "all.pdf") == len(pages)
    assert window.status_strip.isHidden()


def is_open(bundle: Bundle) -> bool:
    try:
        return bool(bundle.pages())
    except sqlite3.ProgrammingError:
        return False


def test_a_print_gives_its_manual_back(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Bundle] = []
    reopened = Bundle.reopened

    def noted(bundle: Bundle) -> Bundle:
        opened.append(reopened(bundle))
        return opened[-1]

    monkeypatch.setattr(Bundle, "reopened", noted)
    window.reader.open(Address("ropes"))
    page = window.reader.page
    assert page
    assert window.reading.printing.write_pdf(tmp_path / "ropes.pdf", (page.info,))
    window.reading.printing.print_page()
    assert [is_open(bundle) for bundle in opened] == [False, True]
    dialog = window.findChild(QPrintPreviewDialog)
    assert dialog
    with qtbot.waitSignal(dialog.finished):
        dialog.close()
    assert [is_open(bundle) for bundle in opened] == [False, False]


def test_the_preview_is_drawn_also_once_another_manual_is_open(
    window: MainWindow, second: str, qtbot: QtBot
) -> None:
    window.reader.open(Address("ropes"))
    window.reading.printing.print_page()
    dialog = window.findChild(QPrintPreviewDialog)
    assert dialog
    assert show(window, qtbot, f"momviewer://{second}/moorings") is None
    sheets = dialog.findChild(QPrintPreviewWidget)
    assert sheets
    with qtbot.waitSignal(dialog.paintRequested):
        sheets.updatePreview()
    assert sheets.pageCount() == 1
    assert window.status_strip.isHidden()
    with qtbot.waitSignal(dialog.finished):
        dialog.close()


def test_a_manual_that_turns_out_to_be_damaged_while_it_is_printed_is_said_and_built_again(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.reader.open(Address("ropes"))
    manual = window.reader.manual_at_hand
    assert manual

    def refuse(_bundle: Bundle, _page: str) -> None:
        raise damaged(manual.bundle.folder, "for a test")

    with monkeypatch.context() as patch, qtbot.waitSignal(window.build_queue.started):
        patch.setattr(Bundle, "page", refuse)
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "ropes.pdf"), ""))
        window.reading.printing.save_page()
    assert "is damaged (for a test)" in window.status_strip.text
    with qtbot.waitSignal(window.build_queue.rebuilt, timeout=WAIT):
        pass


def test_what_cannot_be_written_is_said(window: MainWindow, tmp_path: Path) -> None:
    page = window.reader.page
    assert page
    with pytest.raises(LibraryError, match=r"ropes\.pdf cannot be written"):
        window.reading.printing.write_pdf(tmp_path / "nowhere" / "ropes.pdf", (page.info,))


def test_saving_that_is_stopped_leaves_no_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "SHOW_PROGRESS_AFTER_MS", 0)
    outline = window.reader.outline
    assert outline

    def stop() -> None:
        dialog = window.findChild(QProgressDialog)
        assert dialog
        dialog.cancel()

    QTimer.singleShot(0, stop)
    pages = tuple(outline.pages.values()) * 3
    assert not window.reading.printing.write_pdf(tmp_path / "all.pdf", pages)
    assert [file.name for file in tmp_path.iterdir() if "all" in file.name] == []


def test_a_page_of_the_programs_own_is_not_printed(window: MainWindow) -> None:
    window.reader.show_html("<body><h1>Nothing</h1></body>")
    window.reading.printing.print_page()
    assert window.page.notice == "This page is not one of a manual's"


def test_the_preview_shows_the_print(window: MainWindow, qtbot: QtBot) -> None:
    window.reader.open(Address("ropes"))
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    gc.collect()
    dialog = window.findChild(QPrintPreviewDialog)
    assert dialog
    sheets = dialog.findChild(QPrintPreviewWidget)
    assert sheets
    with qtbot.waitSignal(dialog.paintRequested):
        sheets.updatePreview()
    assert sheets.pageCount() == 1
    with qtbot.waitSignal(dialog.finished):
        dialog.close()


def test_the_window_starts_without_qts_part_for_printers() -> None:
    code = "import momviewer.ui.window.main_window, sys; sys.exit('PySide6.QtPrintSupport' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


CODE = Snippet("snippet-1", "lua", "\n".join(f"rope({number})" for number in range(12)))
SNIPPET = snippet_html(CODE, (), no_break_spaces=False)
CAPTION = '<p class="caption"><span class="label">Example 1.1</span> A rope</p>'


def texts_of_sheets(html: str) -> list[list[str]]:
    """Return the lines of text on each sheet that a page is printed on."""
    document = Paper("Harbour", [], None)._laid_out(Leaf("Page", html), QSizeF(600, 744))
    sheets: list[list[str]] = [[] for _ in range(document.pageCount())]
    for block in blocks_of(document):
        top = document.documentLayout().blockBoundingRect(block).top()
        if block.text():
            sheets[int((top + 1) // 744)].append(block.text())
    return sheets


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("lines", range(20, 36))
@pytest.mark.parametrize(
    "html",
    [
        f"{CAPTION}{SNIPPET}",
        f"<h2>Ropes</h2>{CAPTION}{SNIPPET}",
        SNIPPET,
        "<h2>Ropes</h2><h3>Wet ones</h3><p>They stretch.</p>",
        f"{CAPTION}<table class='grid'><tr><th>Rope</th></tr><tr><td>wet</td></tr></table>",
    ],
    ids=["caption", "heading and caption", "snippet", "headings", "table"],
)
def test_what_belongs_together_is_on_one_sheet(html: str, lines: int) -> None:
    sheets = texts_of_sheets("<p>A line.</p>" * lines + html + "<p>The end.</p>")
    for before, after in pairwise(sheets):
        ours = [text for text in before if text != "A line."]
        theirs = [text for text in after if text != "A line."]
        if ours and theirs and theirs[0] != "The end.":
            code = [text for text in ours if text.startswith("rope(")]
            assert len(code) >= 3, (ours, theirs)


@pytest.mark.usefixtures("qapp")
def test_a_snippet_longer_than_a_sheet_is_printed_all_the_same() -> None:
    long = Snippet("snippet-1", "lua", "\n".join(f"rope({number})" for number in range(200)))
    sheets = texts_of_sheets(CAPTION + snippet_html(long, (), no_break_spaces=False))
    assert sum(text.startswith("rope(") for sheet in sheets for text in sheet) >= 1
    assert sheets[0][0].startswith("Example 1.1")


def test_a_print_that_is_stopped_while_it_is_laid_out_prints_nothing(tmp_path: Path) -> None:
    writer = QPdfWriter(str(tmp_path / "rope.pdf"))
    work = Paper("Harbour", [lambda: leaf("One", 1), lambda: leaf("Two", 1)], None).print_on(writer)
    assert next(work).step == "Laying out pages"
    work.close()
    del writer
    assert not (tmp_path / "rope.pdf").exists() or not pages_of(tmp_path / "rope.pdf")


def test_a_preview_that_is_stopped_is_closed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_printing: object, _work: object, title: str) -> None:
        raise CancelledError(f"{title} was stopped.")

    window.reader.open(Address("ropes"))
    monkeypatch.setattr(printing.Printing, "_run", stop)
    window.reading.printing.print_page()
    dialog = window.findChild(QPrintPreviewDialog)
    assert dialog
    sheets = dialog.findChild(QPrintPreviewWidget)
    assert sheets
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        sheets.updatePreview()
    assert window.status_strip.isHidden()
