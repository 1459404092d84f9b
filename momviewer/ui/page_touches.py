"""What no style sheet says of a page: images no wider than what holds them."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QImage,
    QTextCursor,
    QTextDocument,
    QTextTable,
)

from momviewer.ui.page_text import blocks_of, fragments_of

OBJECT = "\ufffc"
"""Stands in a document's text where an image is."""


def fit_images(document: QTextDocument, load: Callable[[QUrl], QImage]) -> None:
    """Make each image of a document that was laid out as wide as it is, but not beyond the column's edge.

    One that is to be narrower gets its width behind its name, for `load` to make it so.
    """
    layout = document.documentLayout()
    layout.documentSize()  # has Qt lay out what it has put off
    edge = document.pageSize().width() - document.rootFrame().frameFormat().rightMargin()
    cursor = QTextCursor(document)
    fitted = []
    for block in blocks_of(document):
        if OBJECT not in block.text():
            continue
        cursor.setPosition(block.position())
        table: QTextTable | None = cursor.currentTable()
        padding = table.cellAt(cursor).format().toTableCellFormat().rightPadding() if table is not None else 0
        indent = block.layout().boundingRect().left()
        left = layout.blockBoundingRect(block).left() + indent
        for fragment in fragments_of(block):
            form = fragment.charFormat().toImageFormat()
            if not form.isValid():
                continue
            whole = form.name().partition("#")[0]
            room = max(1, int(edge - padding - left))
            fits = load(QUrl(whole)).deviceIndependentSize().width() <= room
            name = whole if fits else f"{whole}#{room}"
            if name != form.name():
                form.setName(name)
                fitted.append((fragment.position(), form))
    cursor.beginEditBlock()
    for position, form in fitted:
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)
    cursor.endEditBlock()
