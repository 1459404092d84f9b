"""Opens an image or a table of the page in a dialog, as large as the screen allows."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QShortcut,
    QTextBlock,
    QTextCursor,
    QTextDocumentFragment,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.page.highlights import HighlightLayer, Highlights
from momviewer.ui.page.page_document import PageDocument
from momviewer.ui.page.page_places import PagePlaces
from momviewer.ui.page.page_view import PageView
from momviewer.ui.page.snippet_frames import SnippetFrames
from momviewer.ui.reading.find_bar import FindBar
from momviewer.ui.widgets.focus_ring import FocusRing

FRAME = 24
SHARE = 0.9
"""Most of the screen's width and height that a dialog takes, as a share."""
TABLE_WIDTH, TABLE_HEIGHT = 1400, 800
TABLE_MARGIN = 16
BOLD = QFont.Weight.DemiBold
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


class TableHead(QWidget):
    """The first row of a table, which stays at the top of a view while the table is scrolled under it."""

    def __init__(self, view: QTextBrowser, table: QTextTable, ground: str) -> None:
        super().__init__(view)
        self._view, self._table, self._ground = view, table, QColor(ground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.verticalScrollBar().valueChanged.connect(self._follow)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.document().documentLayout().documentSizeChanged.connect(self._follow)
        self.hide()

    def _extent(self) -> QRectF:
        """Return where the row stands in the document; an empty place where it is no head."""
        first = self._table.cellAt(0, 0)
        if self._table.rows() < 2 or first.firstCursorPosition().charFormat().fontWeight() < BOLD:
            return QRectF()
        layout = self._view.document().documentLayout()
        tops = [
            layout.blockBoundingRect(cell.firstCursorPosition().block()).top()
            - cell.format().toTableCellFormat().topPadding()
            for cell in (first, self._table.cellAt(1, 0))
        ]
        return QRectF(0, tops[0], self._view.document().size().width(), tops[1] - tops[0])

    def _follow(self) -> None:
        """Come when the row leaves the view at its top, and go when it comes back."""
        head = self._extent()
        area = self._view.viewport().geometry()
        self.setGeometry(area.left(), area.top(), area.width(), math.ceil(head.height()))
        self.setVisible(head.height() > 0 and self._view.verticalScrollBar().value() > head.top())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row as it stands in the table, with its columns above theirs."""
        head = self._extent()
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        painter.translate(-self._view.horizontalScrollBar().value(), -head.top())
        self._view.document().drawContents(painter, head)
        painter.end()


class TableDialog(QDialog):
    """Shows a copy of a table, its head always in sight, with a line to find words in it.

    A link in it closes the dialog and is followed on the page.
    """

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
        self.view = view
        self._ring = FocusRing(view, theme)
        tables = (
            frame for frame in self._document.rootFrame().childFrames() if isinstance(frame, QTextTable)
        )
        self.head = TableHead(view, next(tables), theme.page)
        self._marks = Highlights(view, PagePlaces(view))
        self._marks.start(self._document, SnippetFrames(self._document), theme, same=False)
        self.find_bar = FindBar(theme)
        self.find_bar.line.setPlaceholderText("Find in the table")
        self.find_bar.changed.connect(self._find)
        self.find_bar.step_requested.connect(self._step)
        self.find_bar.cancelled.connect(self._leave_bar)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(lambda: self.find_bar.start(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(view)
        column.addWidget(self.find_bar)
        self.find_bar.show()
        view.setFocus()
        screen = self.screen().availableSize() * SHARE
        self.resize(min(TABLE_WIDTH, screen.width()), min(TABLE_HEIGHT, screen.height()))
        self.setStyleSheet(f"QTextBrowser {{ background: {theme.page}; border: none; }}")

    def _find(self) -> None:
        self._report(*self._marks.find_first(self.find_bar.pattern))

    def _step(self, by: int) -> None:
        self._report(*self._marks.step(HighlightLayer.FOUND, by))

    def _report(self, at: int, count: int) -> None:
        if self.find_bar.pattern is None:
            self.find_bar.report("", found=True)
        else:
            self.find_bar.report(f"{at} of {count}" if count else "Not in this table", found=bool(count))

    def _leave_bar(self) -> None:
        self.find_bar.line.clear()
        self.view.setFocus()

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
