"""The document of a page: in the theme's colours, in a column of readable width, with images."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import QFont, QTextDocument, QTextOption

from momviewer.ui.base.theme import LIGHT, Theme, page_style
from momviewer.ui.page.page_images import PageImages, fit_images

COLUMN = 720
"""Most device-independent pixels of a line of text at 100 % zoom."""
MARGIN = 48
NARROW = 560
"""Pixels of a view below which the margins shrink."""
NARROW_MARGIN = 16
TOP_MARGIN = 20
INDENT = 28
"""Pixels of a list's indentation at 100 % zoom."""
IMAGE = re.compile(r'<img src="(images/[^"]*)"')
DEFAULT_SIZE = 14
"""Pixels of text without a size in the style sheet; it follows the zoom and not the scale."""

NO_IMAGES = PageImages(None, LIGHT, COLUMN, 1.0)


class PageDocument(QTextDocument):
    """A document that shows page after page, and loads nothing but images of their manual."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self.images = NO_IMAGES
        self._font = font
        self.width = 0
        """Width of the view that the column was last measured for, in pixels."""
        self._look: tuple[Theme, int] | None = None
        self._has_images = False
        self.setUndoRedoEnabled(False)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setDefaultTextOption(wrapping)

    def show_html(self, html: str, images: PageImages, theme: Theme, zoom: int) -> None:
        """Show another page, or the same in another theme or zoom (per cent of the text's size)."""
        self.images = images
        if self._look != (theme, zoom):
            self._look = (theme, zoom)
            sized = QFont(theme.text_font) if theme.text_font else QFont(self._font)
            sized.setPixelSize(max(1, round(DEFAULT_SIZE * zoom / 100)))  # what Qt takes for headings
            self.setDefaultFont(sized)
            self.setIndentWidth(INDENT * zoom / 100)  # the numbers of a list stand in it
            self.setDefaultStyleSheet(page_style(theme, zoom))
        self.setHtml(IMAGE.sub(self._sized, html))
        self._has_images = IMAGE.search(html) is not None

    @contextmanager
    def laid_out_once(self) -> Iterator[None]:
        """Lay the page out once, at the end of the block, instead of at every change in it."""
        self.setLayoutEnabled(False)
        try:
            yield
        finally:
            self.setLayoutEnabled(True)
            self._fit_images()

    def set_width(self, width: int) -> None:
        """Set the margins such that the column is no wider than can be read."""
        self.width = width
        if self.pageSize().width() != width:  # the view tells its own, but not before it is seen
            self.setPageSize(QSizeF(width, -1))
        frame = self.rootFrame()
        left = MARGIN if width >= NARROW else NARROW_MARGIN
        form = frame.frameFormat()
        form.setLeftMargin(left)
        zoom = self._look[1] if self._look else 100
        form.setRightMargin(max(NARROW_MARGIN, width - left - column_at(zoom)))
        form.setTopMargin(TOP_MARGIN)
        form.setBottomMargin(TOP_MARGIN * 2)
        frame.setFrameFormat(form)
        if self.isLayoutEnabled():
            self._fit_images()

    def _fit_images(self) -> None:
        if self._has_images:
            fit_images(self, self.images)

    def _sized(self, image: re.Match[str]) -> str:
        """Return the beginning of an image's tag with its size, so that Qt needs no pixel to lay it out."""
        size = self.images.size(QUrl(unescape(image[1])))
        return f'{image[0]} width="{round(size.width())}" height="{round(size.height())}"'

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load an image of the manual, and nothing else."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        return self.images.load(QUrl(name) if isinstance(name, str) else name)


def column_at(zoom: int) -> int:
    """Return most pixels of a line of text at `zoom` per cent: as many letters as at 100."""
    return round(COLUMN * zoom / 100)


def text_width(width: int, zoom: int = 100) -> int:
    """Return the pixels of a line of text in a view of `width` pixels."""
    margin = MARGIN if width >= NARROW else NARROW_MARGIN
    return max(100, min(column_at(zoom), width - margin - NARROW_MARGIN))
