"""What Qt's documents are walked and measured by: their blocks, parts and tables, and UTF-16 units."""

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFragment, QTextTable


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    """Yield the blocks of a document."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def fragments_of(block: QTextBlock) -> Iterator[QTextFragment]:
    """Yield the parts of a block that look alike."""
    fragments = block.begin()
    while not fragments.atEnd():
        yield fragments.fragment()
        fragments += 1


def utf16_length(text: str) -> int:
    """Return how many positions of a document a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def table_of(block: QTextBlock) -> QTextTable | None:
    """Return the innermost table that a block stands in, or None."""
    return QTextCursor(block).currentTable()
