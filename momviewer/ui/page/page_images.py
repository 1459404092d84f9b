"""The images of a page: a manual's own, no wider than the column, and the marks of notes and warnings."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPainter,
    QPen,
    QTextCursor,
    QTextDocument,
    QTextTable,
)

from momviewer.ui.base.documents import blocks_of, fragments_of
from momviewer.ui.base.icons import drawn
from momviewer.ui.base.theme import Theme

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


MARK_SCHEME = "mark"
MARK_SIZE, LINK_MARK_SIZE = 16, 10
"""Device-independent pixels at 100 % zoom: beside the title of a box, behind a link into the web."""
MISSING_SIZE = (360, 56)
FORMATS = frozenset({"png", "jpeg", "gif", "webp", "bmp", "ico", "svg"})
MAX_PIXELS = 40_000_000
"""Of an image that is decoded: a large screen has a fifth of that."""


class PageImages:
    """Loads images for a column `width` device-independent pixels wide on a screen of density `ratio`.

    `folder` is the manual's folder of images, or None for a page of the program's own; nothing outside it
    is ever read. Marks follow the `zoom` of the text, in per cent.
    """

    def __init__(self, folder: Path | None, theme: Theme, width: int, ratio: float, zoom: int = 100) -> None:
        self._folder, self._theme, self._width, self._ratio = folder, theme, width, ratio
        self._zoom = zoom
        self._loaded: dict[str, QImage] = {}

    def load(self, url: QUrl) -> QImage:
        """Return the image that a page shows for `url`: as sharp as the screen is, or a place-holder."""
        name = url.toString()  # Qt asks again whenever it lays out or paints
        if name not in self._loaded:
            self._loaded[name] = self._load(url)
        return self._loaded[name]

    def _load(self, url: QUrl) -> QImage:
        if url.scheme() == MARK_SCHEME:
            return self._mark(url.path())
        image = self.original(url.path())
        if image is None:
            return self._place_holder(url.path().rpartition("/")[2])
        width = int(url.fragment() or self._width)  # what has less room than the column says how much
        if image.width() > width:
            pixels = min(image.width(), round(width * self._ratio))
            image = image.scaledToWidth(pixels, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(pixels / width)
        return image

    def original(self, path: str) -> QImage | None:
        """Return an image in its own size by its name on the page, or None where it is missing."""
        if self._folder is None or not path.startswith("images/"):
            return None
        file = (self._folder / path.removeprefix("images/")).resolve()
        if not file.is_relative_to(self._folder.resolve()):
            return None
        reader = QImageReader(str(file))
        reader.setDecideFormatFromContent(True)
        size = reader.size()
        if bytes(reader.format().data()).decode() not in FORMATS or not size.isValid():
            return None
        if size.width() * size.height() > MAX_PIXELS:
            return None  # a few bytes can claim a size that no memory holds
        image = reader.read()
        return None if image.isNull() else image

    def _mark(self, name: str) -> QImage:
        colour = {
            "tip": self._theme.required,
            "caution": self._theme.excluded,
            "warning": self._theme.warning,
        }
        size = (LINK_MARK_SIZE if name == "web" else MARK_SIZE) * self._zoom / 100
        return drawn(f"mark-{name}", colour.get(name, self._theme.accent), size, self._ratio)

    def _place_holder(self, name: str) -> QImage:
        """Return a picture that says which one is missing."""
        width, height = MISSING_SIZE
        image = QImage(
            round(width * self._ratio), round(height * self._ratio), QImage.Format.Format_ARGB32_Premultiplied
        )
        image.setDevicePixelRatio(self._ratio)
        image.fill(QColor(self._theme.code_ground))
        painter = QPainter(image)
        painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DashLine))
        painter.drawRect(QRectF(0.5, 0.5, width - 1, height - 1))
        text = f"This image is missing: {name}" if name else "An image is missing here"
        painter.drawText(
            QRectF(8, 0, width - 16, height), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text
        )
        painter.end()
        return image
