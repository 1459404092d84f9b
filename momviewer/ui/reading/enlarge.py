"""Shows an image or a table of the page in a view of its own, as large as the screen allows."""

from PySide6.QtCore import QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QPixmap, QTextBlock, QTextCursor, QTextDocumentFragment, QTextTable
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Tokens
from momviewer.ui.page.page_document import PageDocument
from momviewer.ui.page.page_view import PageView

FRAME = 24
SHARE = 0.9
"""Of the screen's sides, what a dialog takes at most."""


class ImageDialog(QDialog):
    """As large as its image, where the screen allows that; else the image is scrolled."""

    def __init__(self, image: QImage, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("image")
        self.setWindowTitle(f"{name}, {image.width()} × {image.height()}")
        label = QLabel()
        label.setPixmap(QPixmap.fromImage(image))
        label.setAccessibleName(name)
        area = QScrollArea()
        area.setObjectName("imageArea")
        area.setAccessibleName("Image")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(FRAME // 2, FRAME // 2, FRAME // 2, FRAME // 2)
        column.addWidget(area)
        screen = self.screen().availableSize() * SHARE
        self.resize(QSize(image.width() + FRAME + 4, image.height() + FRAME + 4).boundedTo(screen))


WIDTH, HEIGHT = 1400, 800
MARGIN = 16


class TableDialog(QDialog):
    """A copy of a table; a link in it closes the dialog and is followed on the page."""

    link_asked = Signal(QUrl)

    def __init__(self, table: QTextTable, caption: str, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.setWindowTitle(caption or "Table")
        view = QTextBrowser()
        view.setObjectName("page")
        view.setAccessibleName("Table")
        view.setOpenLinks(False)
        view.anchorClicked.connect(self._follow)
        self._document = _document_of(table)
        view.setDocument(self._document)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        screen = self.screen().availableSize() * SHARE
        self.resize(min(WIDTH, screen.width()), min(HEIGHT, screen.height()))
        self.setStyleSheet(f"QTextBrowser {{ background: {tokens.page}; border: none; }}")

    def _follow(self, url: QUrl) -> None:
        self.link_asked.emit(url)
        self.accept()


def _document_of(table: QTextTable) -> PageDocument:
    selection = QTextCursor(table.document())
    selection.setPosition(max(0, table.firstPosition() - 1))
    selection.setPosition(table.lastPosition() + 1, QTextCursor.MoveMode.KeepAnchor)
    page = table.document()
    document = PageDocument(page.defaultFont())
    if isinstance(page, PageDocument):
        document.images = page.images
    document.setDocumentMargin(MARGIN)
    QTextCursor(document).insertFragment(QTextDocumentFragment(selection))
    return document


LONGEST_CAPTION = 200


class Enlarged(QObject):
    """Listens to a page view and opens the dialogs over it."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        view.image_asked.connect(self.show_image)
        view.table_asked.connect(self.show_table)

    def show_image(self, name: str) -> None:
        """Open an image of the page, by its name there."""
        image = self._view.original_image(name)
        title = name.rpartition("/")[2]
        if image is None:
            self._view.notify(f"{title} is missing from the manual")
            return
        self._open(ImageDialog(image, title, self._view))

    def show_table(self, anchor: str) -> None:
        """Open the table at an anchor of the page."""
        if table := self._view.places.table_at(anchor):
            dialog = TableDialog(table, _caption_above(table), self._view.tokens, self._view)
            dialog.link_asked.connect(self._view.anchorClicked)
            self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _caption_above(table: QTextTable) -> str:
    """Return the paragraph over a table and its link, which is its caption where it has one."""
    block: QTextBlock = table.document().findBlock(table.firstPosition()).previous()
    for _ in range(3):
        text = block.text().strip()
        if text and not any(form.format.anchorHref().startswith("table:") for form in block.textFormats()):
            return text[:LONGEST_CAPTION]
        block = block.previous()
    return ""
