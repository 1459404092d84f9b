"""The list of all shortcuts: to look a key up, and to press another one in its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from momviewer.ui.actions import bound_keys, default_keys, native

GROUPS: Mapping[str, Sequence[str]] = {
    "Finding": ("find", "fix", "help", "next hit", "previous hit"),
    "Moving": ("back", "forward", "previous", "up", "next"),
    "Tabs": ("new tab", "close tab", "reopen tab", "next tab", "previous tab"),
    "Panels": ("sidebar", "contents", "examples", "results", "bookmarks"),
    "Copying": ("copy",),
    "Text and colours": ("larger", "smaller", "normal", "theme"),
}
"""Actions by what they are about; every other one stands under OTHERS."""
OTHERS = "Manuals and window"
FIXED = {
    "Esc": "leads back",
    "Return": "opens what is chosen",
    "Enter": "opens what is chosen",
    "Tab": "goes on to the next part of the window",
    "Shift+Tab": "goes back to the part before",
    "Space": "presses the button at hand",
    "Up": "moves by a line",
    "Down": "moves by a line",
    "Left": "moves by a character",
    "Right": "moves by a character",
    "PgUp": "moves by a screen",
    "PgDown": "moves by a screen",
    "Home": "goes to the start",
    "End": "goes to the end",
    "Backspace": "deletes what is typed",
    "Del": "deletes what is typed",
    "Ctrl+A": "chooses all of a text",
    "Ctrl+C": "copies what is chosen",
    "Ctrl+V": "pastes",
    "Ctrl+X": "cuts out what is chosen",
    "Ctrl+Z": "takes typing back",
}
"""Keys that keep their work everywhere, and what that is."""
ROW = 32
NAME = Qt.ItemDataRole.UserRole
HINT = "Enter or a double click on a row, then press the new keys."


class KeyEdit(QKeySequenceEdit):
    """Takes one combination of keys; Esc and leaving it end it without."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumSequenceLength(1)
        self.setAccessibleName("Press the new keys")
        self.keySequenceChanged.connect(self._take)
        for line in self.findChildren(QLineEdit):
            line.setPlaceholderText("Press keys, or Esc")
            line.setAccessibleName("Press the new keys")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Record a key; Esc alone gives up."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Give up."""
        super().focusOutEvent(event)
        self.left.emit()

    def _take(self, keys: QKeySequence) -> None:
        if not keys.isEmpty():
            self.pressed.emit(keys.toString(QKeySequence.SequenceFormat.PortableText))


class ShortcutsEditor(QWidget):
    """The list, what can be done to a row, and a line that says what came of it."""

    edited = Signal()

    def __init__(
        self,
        actions: Mapping[str, QAction],
        bindings: Mapping[str, Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._strange = {name: list(keys) for name, keys in bindings.items() if name not in actions}
        self._keys = bound_keys(actions, bindings)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._edit: KeyEdit | None = None
        self._adds = False
        self._wanted = ("", "")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by name or key")
        self.search.setAccessibleName("Search the shortcuts")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = _Tree()
        self.tree.asked.connect(self._begin)
        self.tree.currentItemChanged.connect(lambda *_: self._show_buttons())
        self._message = QLabel(HINT)
        self._message.setObjectName("shortcutMessage")
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._take = _button("Take it", self._take_over)
        self._take.hide()
        self._change = _button("Change", self._begin)
        self._add = _button("Add another", lambda: self._begin(adds=True))
        self._clear = _button("Remove", lambda: self._set(self.current, []))
        self._reset = _button("Reset", self._reset_one)
        self._reset_all = _button("Reset all", self._reset_every)
        self._lay_out()
        self._fill()
        self._show_keys()
        self.setFocusProxy(self.search)

    @property
    def bindings(self) -> dict[str, list[str]]:
        """Return the shortcuts that differ from the defaults, in portable text, by the action's name."""
        changed = {
            name: list(keys)
            for name, keys in self._keys.items()
            if keys != bound_keys({name: self._actions[name]}, {})[name]
        }
        return self._strange | changed

    @property
    def current(self) -> str:
        """Return the name of the action of the chosen row, or ""."""
        item = self.tree.currentItem()
        return str(item.data(0, NAME) or "") if item and not item.isHidden() else ""

    @property
    def message(self) -> str:
        """Return what is said under the list."""
        return self._message.text()

    def choose(self, name: str) -> None:
        """Choose the row of an action."""
        self.tree.setCurrentItem(self._items[name])

    def press(self, key: str, *, adds: bool = False) -> None:
        """Give the chosen action a key, beside its others if `adds`; say so where that cannot be."""
        name = self.current
        shown = native(key)
        if key in FIXED:
            self._say(f"{shown} {FIXED[key]} and stays so. Choose other keys.")
            return
        owner = next((other for other, keys in self._keys.items() if key in keys and other != name), "")
        if owner:
            self._adds, self._wanted = adds, (name, key)
            self._say(f"{shown} belongs to “{self._text(owner)}”.")
            self._take.setText(f"Take it from “{self._text(owner)}”")
            self._take.show()
            return
        kept = [other for other in self._keys[name] if other != key] if adds else []
        self._set(name, [*kept, key])
        self._say(f"“{self._text(name)}” is now {_shown(self._keys[name])}.")

    def _lay_out(self) -> None:
        said = QHBoxLayout()
        said.addWidget(self._message, 1)
        said.addWidget(self._take)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._change, self._add, self._clear, self._reset):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._reset_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addLayout(said)
        column.addLayout(buttons)

    def _fill(self) -> None:
        for group, names in _grouped(self._actions):
            head = QTreeWidgetItem(self.tree, [group])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setFirstColumnSpanned(True)
            head.setSizeHint(0, QSize(0, ROW + 4))
            font = QFont(self.tree.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(0, font)
            for name in names:
                item = QTreeWidgetItem(head)
                item.setText(0, self._text(name))
                item.setData(0, NAME, name)
                item.setSizeHint(0, QSize(0, ROW))
                self._items[name] = item
        self.tree.expandAll()
        if self._items:
            self.tree.setCurrentItem(next(iter(self._items.values())))

    def _show_keys(self) -> None:
        changed = self.bindings
        for name, item in self._items.items():
            font = QFont(self.tree.font())
            font.setWeight(QFont.Weight.DemiBold if name in changed else QFont.Weight.Normal)
            defaults = _shown(default_keys(self._actions[name]))
            item.setText(1, _shown(self._keys[name]))
            item.setFont(1, font)
            item.setToolTip(1, f"Changed; it comes with {defaults}" if name in changed else "")
            said = _shown(self._keys[name]) + (", changed" if name in changed else "")
            item.setData(1, Qt.ItemDataRole.AccessibleTextRole, said)
        self._show_buttons()

    def _show_buttons(self) -> None:
        name = self.current
        changed = self.bindings
        for button in (self._change, self._add):
            button.setEnabled(bool(name))
        self._clear.setEnabled(bool(name) and bool(self._keys[name]))
        self._reset.setEnabled(name in changed)
        self._reset_all.setEnabled(bool(changed))

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        found = None
        for row in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(row)
            if head is None:
                continue
            left = 0
            for place in range(head.childCount()):
                item = head.child(place)
                if item is None:
                    continue
                row_text = f"{head.text(0)} {item.text(0)} {item.text(1)}".casefold()
                matches = all(word in row_text for word in words)
                item.setHidden(not matches)
                left += matches
                if matches and found is None:
                    found = item
            head.setHidden(not left)
        if found is not None and not self.current:
            self.tree.setCurrentItem(found)
        self._say(HINT if found else f"No shortcut is found for “{text}”.")
        self._show_buttons()

    def _begin(self, *_: object, adds: bool = False) -> None:
        """Put a field into the chosen row that takes the keys."""
        self._end()
        if not self.current:
            return
        item = self._items[self.current]
        self._say(f"Press the keys for “{item.text(0)}”. Esc leaves them as they are.")
        self._edit = edit = KeyEdit(self.tree)
        self.tree.setItemWidget(item, 1, edit)
        edit.pressed.connect(lambda key: self._pressed(key, adds=adds))
        edit.left.connect(self._give_up)
        self.tree.scrollToItem(item)
        edit.setFocus()

    def _pressed(self, key: str, *, adds: bool) -> None:
        self._end()
        self.press(key, adds=adds)
        (self._take if self._take.isVisible() else self.tree).setFocus()

    def _give_up(self) -> None:
        if self._edit is not None:
            held = self._edit.hasFocus()
            self._end()
            self._say(HINT)
            if held:
                self.tree.setFocus()

    def _end(self) -> None:
        """Take the field out of its row."""
        edit, self._edit = self._edit, None
        if edit is not None:
            edit.blockSignals(True)  # noqa: FBT003 - Qt's signature
            edit.hide()  # it is deleted later
            for item in self._items.values():
                if self.tree.itemWidget(item, 1) is edit:
                    self.tree.removeItemWidget(item, 1)

    def _take_over(self) -> None:
        name, key = self._wanted
        for other, keys in self._keys.items():
            if key in keys and other != name:
                self._keys[other] = [kept for kept in keys if kept != key]
        self.choose(name)
        self.press(key, adds=self._adds)
        self.tree.setFocus()

    def _set(self, name: str, keys: list[str]) -> None:
        if name:
            self._keys[name] = keys
            self._say(f"“{self._text(name)}” has {_shown(keys)}.")
            self._show_keys()
            self.edited.emit()

    def _reset_one(self) -> None:
        """Give the chosen action its own keys back, as far as no other has them by the reader's will."""
        name = self.current
        others = {other: keys for other, keys in self._keys.items() if other != name}
        taken = [key for keys in others.values() for key in keys]
        own = default_keys(self._actions[name])
        self._set(name, [key for key in own if key not in taken])
        held = [key for key in own if key in taken]
        if held:
            owner = next(other for other, keys in others.items() if held[0] in keys)
            self._say(f"{native(held[0])} stays with “{self._text(owner)}”; reset that one to free it.")

    def _reset_every(self) -> None:
        self._strange = {}
        self._keys = bound_keys(self._actions, {})
        self._say("Every shortcut is as it came.")
        self._show_keys()
        self.edited.emit()

    def _say(self, text: str) -> None:
        self._take.hide()
        self._message.setText(text)

    def _text(self, name: str) -> str:
        return self._actions[name].text().replace("…", "").strip()


class ShortcutsDialog(QDialog):
    """The list as a window of its own; `bindings` is what came of it where it was accepted."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        bindings: Mapping[str, Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(600, 620)
        self.editor = ShortcutsEditor(actions, bindings, self)
        buttons = done_and_cancel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(self.editor, 1)
        column.addWidget(buttons)
        self.editor.search.setFocus()

    @property
    def bindings(self) -> dict[str, list[str]]:
        """Return the shortcuts that differ from the defaults, in portable text, by the action's name."""
        return self.editor.bindings


class _Tree(QTreeWidget):
    """The rows; Enter and F2 ask for the keys of the chosen one."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shortcuts")
        self.setAccessibleName("Shortcuts")
        self.setColumnCount(2)
        self.setHeaderLabels(["Action", "Keys"])
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.header().resizeSection(1, 230)
        self.itemDoubleClicked.connect(self.asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keys that begin a change."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.asked.emit()
        else:
            super().keyPressEvent(event)


def done_and_cancel(dialog: QDialog) -> QDialogButtonBox:
    """Return the two buttons that end a dialog, connected."""
    box = QDialogButtonBox()
    box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
    done = box.addButton("Done", QDialogButtonBox.ButtonRole.AcceptRole)
    done.setDefault(True)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def _grouped(actions: Mapping[str, QAction]) -> Iterator[tuple[str, list[str]]]:
    known = {name for names in GROUPS.values() for name in names}
    for group, names in GROUPS.items():
        if held := [name for name in names if name in actions]:
            yield group, held
    if others := [name for name in actions if name not in known]:
        yield OTHERS, others


def _shown(keys: Sequence[str]) -> str:
    return " or ".join(map(native, keys)) if keys else "no keys"


def _button(text: str, effect: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: effect())
    return button
