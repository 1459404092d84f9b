"""Makes the copy of a selection: plain text that pastes cleanly, and rich text beside it."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor, QTextDocument, QTextDocumentFragment

from momviewer.ui.base.documents import table_of
from momviewer.ui.page.page_text import UNSEEN, plain_text
from momviewer.ui.page.snippet_frames import SnippetFrames


def selection_text(selection: QTextCursor, snippets: SnippetFrames) -> str:
    """Return a selection as plain text: code line by line, cells of a table with tabs between."""
    document, heads = selection.document(), snippets.heads()
    code = [snippets.code_of(name) for name in snippets]
    table = table_of(selection.block())
    if table is None or not selection.hasComplexSelection():
        return plain_text(document, selection.selectionStart(), selection.selectionEnd(), heads, code)
    row, rows, column, columns = _selected_cells(selection)
    lines = []
    for at in range(row, row + rows):
        cells = [table.cellAt(at, place) for place in range(column, column + columns)]
        texts = [
            plain_text(document, cell.firstPosition(), cell.lastPosition(), heads, code) for cell in cells
        ]
        lines.append("\t".join(texts))
    return "\n".join(lines).strip("\n\t")


def selection_data(
    selection: QTextCursor, snippets: SnippetFrames, light_document: Callable[[], QTextDocument]
) -> QMimeData:
    """Return a selection as plain and as rich text.

    The rich text is taken from a `light_document` of the same page, since it is pasted onto white.
    """
    data = QMimeData()
    data.setText(selection_text(selection, snippets))
    document = light_document()
    copy = QTextCursor(document)
    copy.setPosition(selection.anchor())
    copy.setPosition(selection.position(), QTextCursor.MoveMode.KeepAnchor)
    for start, end in reversed(snippets.words()):
        word = QTextCursor(document)
        word.setPosition(start)
        word.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        word.removeSelectedText()
    data.setHtml(UNSEEN.sub("", QTextDocumentFragment(copy).toHtml()))
    return data


def _selected_cells(selection: QTextCursor) -> tuple[int, int, int, int]:
    """Return (first row, rows, first column, columns) of the selected cells."""
    found: object = selection.selectedTableCells()
    assert isinstance(found, tuple)  # noqa: S101 - PySide returns what C++ writes through pointers
    return found
