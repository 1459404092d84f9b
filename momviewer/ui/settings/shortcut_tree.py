"""The tree of shortcuts: actions by group, and the field that records keys."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from momviewer.ui.base.actions import Actions, Group
from momviewer.ui.widgets.choice_rows import has_words

NAME = Qt.ItemDataRole.UserRole


class KeyEdit(QKeySequenceEdit):
    """Records one combination of keys; Esc and losing the focus cancel it."""

    pressed = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumSequenceLength(1)
        self.setAccessibleName("Press the new keys")
        self.keySequenceChanged.connect(self._report_keys)
        for line in self.findChildren(QLineEdit):
            line.setPlaceholderText("Press keys, or Esc")
            line.setAccessibleName("Press the new keys")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record a key; Esc alone cancels."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Cancel when the focus is lost."""
        super().focusOutEvent(event)
        self.cancelled.emit()

    def _report_keys(self, keys: QKeySequence) -> None:
        if not keys.isEmpty():
            self.pressed.emit(keys.toString(QKeySequence.SequenceFormat.PortableText))


class ShortcutTree(QTreeWidget):
    """A row for each action, below its group."""

    def __init__(self, actions: Actions) -> None:
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
        self._items: dict[str, QTreeWidgetItem] = {}
        self._fill(actions)

    @property
    def current(self) -> str:
        """Return the name of the action of the chosen row, or ""."""
        item = self.currentItem()
        return str(item.data(0, NAME) or "") if item and not item.isHidden() else ""

    def choose(self, name: str) -> None:
        """Choose the row of an action."""
        self.setCurrentItem(self._items[name])

    def show_keys(self, name: str, keys: str, defaults: str) -> None:
        """Show an action's keys, in bold if they are not its `defaults`."""
        item, changed = self._items[name], keys != defaults
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if changed else QFont.Weight.Normal)
        item.setText(1, keys)
        item.setFont(1, font)
        item.setToolTip(1, f"Changed; it comes with {defaults}" if changed else "")
        item.setData(1, Qt.ItemDataRole.AccessibleTextRole, keys + (", changed" if changed else ""))

    def show_only(self, text: str) -> bool:
        """Show only rows with all words of `text` in group, name or keys; return whether there are any."""
        found: QTreeWidgetItem | None = None
        for head in filter(None, map(self.topLevelItem, range(self.topLevelItemCount()))):
            for item in filter(None, map(head.child, range(head.childCount()))):
                item.setHidden(not has_words(text, head.text(0), item.text(0), item.text(1)))
                found = found or (None if item.isHidden() else item)
            head.setHidden(all(item.isHidden() for item in map(head.child, range(head.childCount())) if item))
        if found is not None and not self.current:
            self.setCurrentItem(found)
        return found is not None

    def step(self, index: QModelIndex, by: int) -> QModelIndex:
        """Return the shown row that is `by` rows further on, groups not counted, or the last one."""
        rows = [self.indexFromItem(item) for item in self._items.values() if not item.isHidden()]
        if not rows:
            return QModelIndex()
        at = rows.index(index) if index in rows else 0
        return rows[max(0, min(len(rows) - 1, at + by))]

    def insert_field(self, field: QWidget) -> None:
        """Show a field over the chosen row's keys."""
        item = self._items[self.current]
        self.setItemWidget(item, 1, field)
        self.scrollToItem(item)

    def remove_field(self, field: QWidget) -> None:
        """Remove a field again; it is deleted later."""
        field.hide()
        for item in self._items.values():
            if self.itemWidget(item, 1) is field:
                self.removeItemWidget(item, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the keys two fifths of the width."""
        super().resizeEvent(event)
        self.header().resizeSection(1, self.viewport().width() * 2 // 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen row by F2 too."""
        if event.key() == Qt.Key.Key_F2:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _fill(self, actions: Actions) -> None:
        for group in Group:
            held = [action for action in actions.values() if action.command.group is group]
            if not held:
                continue
            head = QTreeWidgetItem(self, [group.value])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setFirstColumnSpanned(True)
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(0, font)
            for action in held:
                item = QTreeWidgetItem(head)
                item.setText(0, action.label)
                item.setData(0, NAME, action.command.id)
                self._items[action.command.id] = item
        self.expandAll()
        if self._items:
            self.setCurrentItem(next(iter(self._items.values())))
