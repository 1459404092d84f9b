"""Opens an image or a table of the page in a dialog, as large as the screen allows."""

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QPixmap, QTextBlock, QTextCursor, QTextDocumentFragment, QTextTable
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.page.page_document import PageDocument
from momviewer.ui.page.page_view import PageView

FRAME = 24
SHARE = 0.9
"""Most of the screen's width and height that a dialog takes, as a share."""
TABLE_WIDTH, TABLE_HEIGHT = 1400, 800
TABLE_MARGIN = 16
MAX_CAPTION_CHARS = 200


class ImageDialog(QDialog):
    """Shows an image in its own size; one that is larger than the screen is scrolled."""

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


class TableDialog(QDialog):
    """Shows a copy of a table; a link in it closes the dialog and is followed on the page."""

    link_requested = Signal(QUrl)

    def __init__(self, table: QTextTable, caption: str, theme: Theme, parent: QWidget) -> None:
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
        self.resize(min(TABLE_WIDTH, screen.width()), min(TABLE_HEIGHT, screen.height()))
        self.setStyleSheet(f"QTextBrowser {{ background: {theme.page}; border: none; }}")

    def _follow(self, url: QUrl) -> None:
        self.link_requested.emit(url)
        self.accept()


def _document_of(table: QTextTable) -> PageDocument:
    selection = QTextCursor(table.document())
    selection.setPosition(max(0, table.firstPosition() - 1))
    selection.setPosition(table.lastPosition() + 1, QTextCursor.MoveMode.KeepAnchor)
    page = table.document()
    document = PageDocument(page.defaultFont())
    if isinstance(page, PageDocument):
        document.images = page.images
    document.setDocumentMargin(TABLE_MARGIN)
    QTextCursor(document).insertFragment(QTextDocumentFragment(selection))
    return document


def show_image(view: PageView, name: str) -> None:
    """Open an image of the page by its name; say so if the manual lacks it."""
    image = view.original_image(name)
    title = name.rpartition("/")[2]
    if image is None:
        view.notify(f"{title} is missing from the manual")
        return
    _open(ImageDialog(image, title, view))


def show_table(view: PageView, anchor: str) -> None:
    """Open the table at an anchor of the page; a link in it is followed on the page."""
    if table := view.places.table_at(anchor):
        dialog = TableDialog(table, _caption_above(table), view.theme, view)
        dialog.link_requested.connect(view.anchorClicked)
        _open(dialog)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _caption_above(table: QTextTable) -> str:
    """Return the text of the paragraph above a table and its link: the caption, if it has one."""
    block: QTextBlock = table.document().findBlock(table.firstPosition()).previous()
    for _ in range(3):
        text = block.text().strip()
        if text and not any(form.format.anchorHref().startswith("table:") for form in block.textFormats()):
            return text[:MAX_CAPTION_CHARS]
        block = block.previous()
    return ""
