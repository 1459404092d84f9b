"""The panel of bookmarks: the tree, the note of the chosen one, and the menus."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from momviewer.manual.links import Address
from momviewer.ui.base.icons import set_icon
from momviewer.ui.base.theme import Theme
from momviewer.ui.sidebar.bookmark_model import BookmarkModel, BookmarkRow, Folder, name_of
from momviewer.ui.sidebar.bookmark_tree import BookmarkTree
from momviewer.user_data.bookmarks import Bookmark, Bookmarks
from momviewer.wording import counted

EMPTY = (
    "No bookmarks yet.\n\nThe star at the top right{key} keeps the page you read, or the example you jumped "
    "to. Each bookmark takes a note, and folders keep them apart."
)


class NoBookmarks(QWidget):
    """A text in the place of the tree as long as there are no bookmarks."""

    def __init__(self, take: Callable[[], object]) -> None:
        super().__init__()
        self._said = QLabel()
        self._said.setObjectName("empty")
        self._said.setWordWrap(True)
        self.button = button = QPushButton("Import bookmarks…")
        button.setObjectName("panelButton")
        button.clicked.connect(lambda _checked: take())
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 0, 12, 0)
        column.addWidget(self._said)
        around = QHBoxLayout()
        around.setContentsMargins(7, 0, 0, 0)
        around.addWidget(button)
        around.addStretch(1)
        column.addLayout(around)
        column.addStretch(1)

    def show_key(self, key: str) -> None:
        """Show the key that bookmarks a place."""
        self._said.setText(EMPTY.format(key=f", or {key}," if key else ""))


class UndoRow(QFrame):
    """A row that says what was removed and has a button to bring it back."""

    def __init__(self, undo: Callable[[], object]) -> None:
        super().__init__()
        self._text = QLabel()
        self._text.setObjectName("summary")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        button = QPushButton("Undo")
        button.setObjectName("panelButton")
        button.setAccessibleName("Bring back what was removed")
        button.clicked.connect(lambda _checked: undo())
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 4, 12, 8)
        row.addWidget(self._text, 1)
        row.addWidget(button)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show what was removed; "" hides the row."""
        self._text.setText(text)
        self._text.setToolTip(text)
        self.setVisible(bool(text))


MAX_FOLDERS_IN_MENU = 20
"""Folders that a bookmark can be moved to at a click; of more, the others are chosen in a dialog."""
NOTE, NO_NOTE = "A note on this bookmark", "Choose a bookmark to write a note on it"


class BookmarksPanel(QWidget):
    """Shows bookmarks and signals what the reader wants; it changes none itself."""

    requested = Signal(Address)
    tab_requested = Signal(Address)
    annotated = Signal(object, str)
    renamed = Signal(object, str)
    moved = Signal(object, str, object)
    stepped = Signal(object, int)
    removed = Signal(object)
    undo_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bookmarks: Bookmarks | None = None
        self._choice: BookmarkRow | None = None
        self._behind = True
        self.model = BookmarkModel(self)
        self.tree = BookmarkTree(self.model, theme)
        self.note = QPlainTextEdit()
        self._note_of: Bookmark | None = None
        self._summary = QLabel()
        self._undo = UndoRow(self.undo_requested.emit)
        self._nothing = NoBookmarks(self.import_requested.emit)
        self._more = QToolButton()
        self.notes = QSplitter(Qt.Orientation.Vertical)
        self._stack = QStackedWidget()
        self._lay_out()
        self.tree.requested.connect(self.requested)
        self.tree.tab_requested.connect(self.tab_requested)
        self.tree.removed.connect(self._remove)
        self.tree.undo_requested.connect(self.undo_requested)
        self.tree.stepped.connect(self._step)
        self.tree.menu_requested.connect(self._open_menu)
        self.tree.chosen.connect(self._show_note)
        self.note.textChanged.connect(self._note_typed)
        self.model.renamed.connect(self.renamed)
        # Queued, for the tree is still at the drop when the rows move.
        self.model.dropped.connect(self.moved, Qt.ConnectionType.QueuedConnection)
        self.set_theme(theme)

    def ask_for_tab(self) -> None:
        """Ask for the place of the chosen bookmark in a tab of its own."""
        self.tree.ask_for_tab()

    def name_manuals(self, name_of: Callable[[str], str]) -> None:
        """Call manuals by the names that `name_of` returns for their ids."""
        self.model.name_manuals(name_of)

    def show_bookmarks(self, bookmarks: Bookmarks) -> None:
        """Show these from now on; before, it is not known whether there are any, and nothing is said."""
        self._bookmarks = bookmarks
        self.refresh()

    def refresh(self, choose: BookmarkRow | None = None) -> None:
        """Show the bookmarks as they are now, and choose a row; where they are not seen, once they are."""
        self._choice = choose or self._choice
        self._behind = True
        if self.isVisible():
            self._catch_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while nobody saw it."""
        super().showEvent(event)
        if self._behind:
            self._catch_up()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Put the keyboard on a row, or on what brings bookmarks in where there are none."""
        (self.tree if self._stack.currentWidget() is self.notes else self._nothing.button).setFocus()

    def show_removed(self, text: str) -> None:
        """Offer to bring back what was removed; "" ends the offer."""
        self._undo.show_text(text)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show the key that bookmarks a place; `keys` are by the ids of commands."""
        self._nothing.show_key(keys.get("bookmark", ""))

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self.tree.set_theme(theme)
        set_icon(self._more, "more", theme)

    # Inside

    def _catch_up(self) -> None:
        self._behind = False
        if self._bookmarks is None:
            return
        before = self.tree.row
        if self._bookmarks is self.model.bookmarks:
            self.model.refresh()
        else:
            self.model.show(self._bookmarks)
        if self.tree.row is None:  # as after all rows were made anew
            self.tree.choose(self.model.row(self.model.index(0, 0)))
            self.tree.choose(before)
        choice, self._choice = self._choice, None
        self.tree.choose(choice)
        self._show_state(len(self._bookmarks))

    def _lay_out(self) -> None:
        self._summary.setObjectName("summary")
        self.note.setObjectName("note")
        self.note.setAccessibleName("Note on the bookmark")
        self.note.setTabChangesFocus(True)
        self._more.setObjectName("panelButton")
        self._more.setAccessibleName("Import and export bookmarks")
        self._more.setToolTip("Import and export")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._file_menu())
        head = QHBoxLayout()
        head.setContentsMargins(13, 0, 12, 0)
        head.addWidget(self._summary, 1)
        head.addWidget(self._more)
        below = QWidget()
        around = QVBoxLayout(below)
        around.setContentsMargins(12, 0, 12, 8)
        around.addWidget(self.note)
        self.notes.setChildrenCollapsible(False)
        self.notes.setHandleWidth(9)
        self.notes.addWidget(self.tree)
        self.notes.addWidget(below)
        self.notes.setStretchFactor(0, 1)
        for widget in (QWidget(), self.notes, self._nothing):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self._undo)

    def _file_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Import bookmarks…", self.import_requested.emit)
        self._export = menu.addAction("Export bookmarks…", self.export_requested.emit)
        return menu

    def _show_state(self, count: int) -> None:
        self._summary.setText(counted(count, "bookmark") if count else "")
        self._stack.setCurrentWidget(self.notes if count else self._nothing)
        self._export.setEnabled(bool(count))
        self._show_note()

    def _show_note(self) -> None:
        row = self.tree.row
        bookmark = row if isinstance(row, Bookmark) else None
        self.note.setEnabled(bookmark is not None)
        self.note.setPlaceholderText(NOTE if bookmark else NO_NOTE)
        same = bookmark and self._note_of and bookmark.key == self._note_of.key
        self._note_of = bookmark
        text = bookmark.note if bookmark else ""
        if not same or text != self.note.toPlainText():
            with QSignalBlocker(self.note):
                self.note.setPlainText(text)

    def _note_typed(self) -> None:
        if self._note_of:
            self.annotated.emit(self._note_of, self.note.toPlainText())

    def _remove(self) -> None:
        row = self.tree.row
        if row is not None:
            self.removed.emit(row)

    def _step(self, by: int) -> None:
        if isinstance(self.tree.row, Bookmark):
            self.stepped.emit(self.tree.row, by)

    def _open_menu(self, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(place)

    def menu(self) -> QMenu | None:
        """Return the menu of the chosen row, or None if none is chosen."""
        row = self.tree.row
        if row is None:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(row, Bookmark):
            menu.addAction("Open", lambda: self.requested.emit(row.address))
            menu.addAction("Open in a new tab", lambda: self.tab_requested.emit(row.address))
            menu.addSeparator()
            menu.addAction("Edit the note", self.note.setFocus)
        _with_key(menu.addAction("Rename", lambda: self.tree.edit(self.tree.currentIndex())), "F2")
        if isinstance(row, Bookmark):
            self._add_folders(menu.addMenu("Move to"), row, self.model.bookmarks.folders())
            _with_key(menu.addAction("Move up", lambda: self.stepped.emit(row, -1)), "Alt+Shift+Up")
            _with_key(menu.addAction("Move down", lambda: self.stepped.emit(row, 1)), "Alt+Shift+Down")
        menu.addSeparator()
        what = f"Remove with its {counted(row.count, 'bookmark')}" if isinstance(row, Folder) else "Remove"
        _with_key(menu.addAction(what, self._remove), "Del")
        return menu

    def _add_folders(self, menu: QMenu, bookmark: Bookmark, names: Sequence[str]) -> None:
        for name in (*names[:MAX_FOLDERS_IN_MENU], ""):
            text = name.replace("&", "&&") if name else "No folder"
            action = menu.addAction(text, partial(self.moved.emit, bookmark, name, None))
            action.setEnabled(name != bookmark.folder)
        menu.addSeparator()
        if len(names) > MAX_FOLDERS_IN_MENU:
            menu.addAction("Another folder…", lambda: self._ask_for_folder(bookmark, names))
        menu.addAction("New folder…", lambda: self._ask_for_folder(bookmark))

    def _ask_for_folder(self, bookmark: Bookmark, names: Sequence[str] = ()) -> None:
        """Ask for a folder: with `names` for one of these."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle("Another folder" if names else "New folder")
        dialog.setLabelText(f"Name of the folder for “{name_of(bookmark)}”:")
        if names:
            dialog.setComboBoxItems(names)
            dialog.setComboBoxEditable(True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda name: self.moved.emit(bookmark, name, None))
        dialog.open()


def _with_key(action: QAction, key: str) -> None:
    """Show the key that does the same in the tree."""
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
