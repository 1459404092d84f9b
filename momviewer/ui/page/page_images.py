"""Loads the images of a page, no wider than their column, and the marks of boxes and links."""

import re
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, QUrl
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

FOLDER = "images/"
"""How the name of an image begins that is a manual's own."""
OBJECT = "\ufffc"
"""The character that a document has in the place of an image."""


def fit_images(document: QTextDocument, images: "PageImages") -> None:
    """Make each image of a document that was laid out as wide as it is, but not beyond the column's edge.

    An image that has less room gets its width behind its name, for `images` to load it so.
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
            if not form.isValid() or not form.name().startswith(FOLDER):
                continue
            whole = form.name().partition("#")[0]
            room = max(1, int(edge - padding - left))
            name = whole if images.size(QUrl(whole)).width() <= room else f"{whole}#{room}"
            if name != form.name():
                size = images.size(QUrl(name))
                form.setName(name)
                form.setWidth(size.width())
                form.setHeight(size.height())
                fitted.append((fragment.position(), form))
    cursor.beginEditBlock()
    for position, form in fitted:
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)
    cursor.endEditBlock()


MARK_SCHEME = "mark"
MARK_SIZE, LINK_MARK_SIZE = 16, 10
"""Pixels of a mark at 100 % zoom: beside a box's title, behind a link to the web."""
PLACEHOLDER_SIZE = (360, 56)
FORMATS = frozenset({"png", "jpeg", "gif", "webp", "bmp", "ico"})
"""What is decoded. SVG is not: a few bytes of it can draw for ever, so the builder has made PNG of it."""
MAX_PIXELS = 40_000_000
"""Of an image that is decoded at all: a large screen has a fifth of that."""
MAX_PIXELS_ON_PAGE = 16_000_000
"""Of an image that is decoded for a page, 64 MB and a quarter of a second; a larger one opens by itself."""
SCALED_WHILE_DECODED = "jpeg"
"""The format of which only the pixels that are shown are decoded."""
MAX_KEPT_BYTES = 64 << 20
"""Of the images of a page that are held decoded; which were not painted for longest are let go."""
BYTES_PER_PIXEL = 4
DENSITY = re.compile(r"@([2-9])x\.\w+$")
"""How the name of an image ends that has several pixels to one of the page."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """How an image is shown on a page: its size there, its pixels, and whether it is shown at all."""

    size: QSizeF
    pixels: QSize
    is_shown: bool


class PageImages:
    """Loads images for a column `width` device-independent pixels wide on a screen of density `ratio`.

    `folder` is the manual's folder of images, or None for a page of the program's own; nothing outside it
    is ever read. Marks follow the `zoom` of the text, in per cent. An image is decoded when it is painted,
    in the size that it is shown in; where it stands needs only the first bytes of its file.
    """

    def __init__(self, folder: Path | None, theme: Theme, width: int, ratio: float, zoom: int = 100) -> None:
        self._folder, self._theme, self._width, self._ratio = folder, theme, width, ratio
        self._zoom = zoom
        self._known: dict[str, tuple[QSize, str] | None] = {}
        """The pixels and the format of each image that was looked at."""
        self._marks: dict[str, QImage] = {}
        self._decoded: OrderedDict[str, QImage] = OrderedDict()
        self._bytes = 0

    def size(self, url: QUrl) -> QSizeF:
        """Return how large the image or the placeholder is that a page shows for `url`."""
        fitted = self._fitted(url)
        return fitted.size if fitted is not None and fitted.is_shown else QSizeF(*PLACEHOLDER_SIZE)

    def load(self, url: QUrl) -> QImage:
        """Return the image that a page shows for `url`: as sharp as the screen is, or a placeholder."""
        name = url.toString()  # Qt asks again whenever it paints
        if url.scheme() == MARK_SCHEME:
            if name not in self._marks:
                self._marks[name] = self._mark(url.path())
            return self._marks[name]
        if name in self._decoded:
            self._decoded.move_to_end(name)
        else:
            self._keep(name, self._load(url))
        return self._decoded[name]

    def let_go(self) -> None:
        """Forget the decoded images; those that are painted again are decoded again."""
        self._decoded.clear()
        self._bytes = 0

    def original(self, path: str) -> QImage | None:
        """Return an image in its own size by its name on the page, or None if it is missing."""
        reader = self._reader(path)
        image = reader.read() if reader is not None else None
        return None if image is None or image.isNull() else image

    def _load(self, url: QUrl) -> QImage:
        name = url.path().rpartition("/")[2]
        fitted, reader = self._fitted(url), self._reader(url.path())
        if fitted is None or reader is None:
            return self._placeholder(f"This image is missing: {name}" if name else "An image is missing here")
        if not fitted.is_shown:
            return self._placeholder(f"{name} is too large for a page. Open it here")
        if fitted.pixels != reader.size():
            reader.setScaledSize(fitted.pixels)
        image = reader.read()
        if image.isNull():
            return self._placeholder(f"This image is damaged: {name}")
        image.convertTo(QImage.Format.Format_ARGB32_Premultiplied)  # painted as it is, without a copy
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        painter.fillRect(image.rect(), QColor(self._theme.over_pictures))
        painter.end()
        image.setDevicePixelRatio(image.width() / fitted.size.width())
        return image

    def _fitted(self, url: QUrl) -> "_Fitted | None":
        """Return how an image is shown where `url` stands, or None where there is none to show."""
        path = url.path()
        if path not in self._known:
            reader = self._reader(path)
            self._known[path] = (reader.size(), _format(reader)) if reader is not None else None
        known = self._known[path]
        if known is None:
            return None
        whole, form = known
        density = DENSITY.search(path)
        natural = QSizeF(whole) / (int(density[1]) if density else 1)
        width = min(natural.width(), float(url.fragment() or self._width))  # what has less room says how much
        size = QSizeF(width, max(1.0, natural.height() * width / natural.width()))
        pixels = (size * self._ratio).toSize().expandedTo(QSize(1, 1))
        if pixels.width() >= whole.width():
            pixels = whole
        decoded = pixels if form == SCALED_WHILE_DECODED else whole
        return _Fitted(size, pixels, is_shown=decoded.width() * decoded.height() <= MAX_PIXELS_ON_PAGE)

    def _keep(self, name: str, image: QImage) -> None:
        self._decoded[name] = image
        self._bytes += image.width() * image.height() * BYTES_PER_PIXEL
        while self._bytes > MAX_KEPT_BYTES and len(self._decoded) > 1:
            _, gone = self._decoded.popitem(last=False)
            self._bytes -= gone.width() * gone.height() * BYTES_PER_PIXEL

    def _reader(self, path: str) -> QImageReader | None:
        """Return what decodes an image by its name on the page, or None where that must not or cannot be."""
        if self._folder is None or not path.startswith(FOLDER):
            return None
        file = (self._folder / path.removeprefix(FOLDER)).resolve()
        if not file.is_relative_to(self._folder.resolve()):
            return None
        reader = QImageReader(str(file))
        reader.setDecideFormatFromContent(True)
        if _format(reader) not in FORMATS:
            return None
        size = reader.size()
        # A few bytes can claim a size that no memory holds.
        return reader if 0 < size.width() * size.height() <= MAX_PIXELS else None

    def _mark(self, name: str) -> QImage:
        colour = {
            "tip": self._theme.required,
            "caution": self._theme.excluded,
            "warning": self._theme.warning,
        }
        size = (LINK_MARK_SIZE if name == "web" else MARK_SIZE) * self._zoom / 100
        return drawn(f"mark-{name}", colour.get(name, self._theme.accent), size, self._ratio)

    def _placeholder(self, text: str) -> QImage:
        """Return a picture of a sentence that stands where an image is not shown."""
        width, height = PLACEHOLDER_SIZE
        image = QImage(
            round(width * self._ratio), round(height * self._ratio), QImage.Format.Format_ARGB32_Premultiplied
        )
        image.setDevicePixelRatio(self._ratio)
        image.fill(QColor(self._theme.code_ground))
        painter = QPainter(image)
        painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DashLine))
        painter.drawRect(QRectF(0.5, 0.5, width - 1, height - 1))
        painter.drawText(
            QRectF(8, 0, width - 16, height), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text
        )
        painter.end()
        return image


def _format(reader: QImageReader) -> str:
    return bytes(reader.format().data()).decode()
