"""The list of all shortcuts, in which keys are looked up and changed."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from momviewer.ui.base.actions import Actions, native
from momviewer.ui.settings.shortcut_bindings import FIXED, ShortcutBindings
from momviewer.ui.settings.shortcut_tree import KeyEdit, ShortcutTree
from momviewer.ui.widgets.dialogs import done_and_cancel, open_with
from momviewer.ui.widgets.filtered_list import FilteredList

HINT = "Enter or a double click on a row, then press the new keys."
SPACING = 10


class ShortcutsEditor(QWidget):
    """The list with its buttons, and a line that says what a change did."""

    edited = Signal()

    def __init__(
        self,
        actions: Actions,
        bindings: Mapping[str, Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._bindings = ShortcutBindings(actions, bindings)
        self._edit: KeyEdit | None = None
        self._adds = False
        self._wanted = ("", "")
        self.tree = ShortcutTree(actions)
        self._listed = FilteredList(
            self.tree,
            self.tree.step,
            placeholder="Search by name or key",
            name="Search the shortcuts",
            spacing=SPACING,
        )
        self._listed.filtered.connect(self._filter)
        self._listed.activated.connect(self._start)
        self.search = self._listed.filter
        self.search.setClearButtonEnabled(True)
        self.tree.currentItemChanged.connect(lambda *_: self._show_buttons())
        self._message = QLabel(HINT)
        self._message.setObjectName("shortcutMessage")
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._take = _button("Take it", self._take_over)
        self._take.hide()
        self._change = _button("Change", self._start)
        self._add = _button("Add another", lambda: self._start(adds=True))
        self._clear = _button("Remove", lambda: self._set(self.current, []))
        self._reset = _button("Reset", self._reset_one)
        self._reset_all = _button("Reset all", self._reset_every)
        self._lay_out()
        self._show_keys()
        self.setFocusProxy(self.search)

    @property
    def bindings(self) -> dict[str, list[str]]:
        """Return the shortcuts that differ from the defaults, in portable text, by the action's name."""
        return self._bindings.changed()

    @property
    def current(self) -> str:
        """Return the name of the action of the chosen row, or ""."""
        return self.tree.current

    @property
    def message(self) -> str:
        """Return the line below the list."""
        return self._message.text()

    def choose(self, name: str) -> None:
        """Choose the row of an action."""
        self.tree.choose(name)

    def press(self, key: str, *, adds: bool = False) -> None:
        """Give the chosen action a key, with `adds` beside its others; say why if that is impossible."""
        name = self.current
        shown = native(key)
        if key in FIXED:
            self._show_message(f"{shown} {FIXED[key]} and stays so. Choose other keys.")
            return
        if owner := self._bindings.owner(key, name):
            self._adds, self._wanted = adds, (name, key)
            self._show_message(f"{shown} belongs to “{self._text(owner)}”.")
            self._take.setText(f"Take it from “{self._text(owner)}”")
            self._take.show()
            return
        kept = [other for other in self._bindings.keys(name) if other != key] if adds else []
        self._set(name, [*kept, key])
        self._show_message(f"“{self._text(name)}” is now {_shown(self._bindings.keys(name))}.")

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
        column.setSpacing(SPACING)
        column.addWidget(self._listed, 1)
        column.addLayout(said)
        column.addLayout(buttons)

    def _show_keys(self) -> None:
        for name, action in self._actions.items():
            self.tree.show_keys(name, _shown(self._bindings.keys(name)), _shown(action.default_keys))
        self._show_buttons()

    def _show_buttons(self) -> None:
        name = self.current
        changed = self.bindings
        for button in (self._change, self._add):
            button.setEnabled(bool(name))
        self._clear.setEnabled(bool(name) and bool(self._bindings.keys(name)))
        self._reset.setEnabled(name in changed)
        self._reset_all.setEnabled(bool(changed))

    def _filter(self, text: str) -> None:
        found = self.tree.show_only(text)
        self._show_message(HINT if found else f"No shortcut is found for “{text}”.")
        self._show_buttons()

    def _start(self, *_: object, adds: bool = False) -> None:
        """Show a field in the chosen row that records keys."""
        self._end()
        if not self.current:
            return
        self._show_message(f"Press the keys for “{self._text(self.current)}”. Esc leaves them as they are.")
        self._edit = edit = KeyEdit(self.tree)
        self.tree.insert_field(edit)
        edit.pressed.connect(lambda key: self._pressed(key, adds=adds))
        edit.cancelled.connect(self._give_up)
        edit.setFocus()

    def _pressed(self, key: str, *, adds: bool) -> None:
        self._end()
        self.press(key, adds=adds)
        (self._take if self._take.isVisible() else self.tree).setFocus()

    def _give_up(self) -> None:
        if self._edit is not None:
            held = self._edit.hasFocus()
            self._end()
            self._show_message(HINT)
            if held:
                self.tree.setFocus()

    def _end(self) -> None:
        """Remove the field from its row."""
        edit, self._edit = self._edit, None
        if edit is not None:
            with QSignalBlocker(edit):
                self.tree.remove_field(edit)

    def _take_over(self) -> None:
        name, key = self._wanted
        self._bindings.free(key)
        self.choose(name)
        self.press(key, adds=self._adds)
        self.tree.setFocus()

    def _set(self, name: str, keys: list[str]) -> None:
        if name:
            self._bindings.bind(name, keys)
            self._show_message(f"“{self._text(name)}” has {_shown(keys)}.")
            self._show_changed()

    def _reset_one(self) -> None:
        """Give the chosen action its defaults back, but for those that the reader gave to others."""
        name = self.current
        held = self._bindings.reset(name)
        if held:
            owner = self._bindings.owner(held[0], name)
            self._show_message(
                f"{native(held[0])} stays with “{self._text(owner)}”; reset that one to free it."
            )
        else:
            self._show_message(f"“{self._text(name)}” has {_shown(self._bindings.keys(name))}.")
        self._show_changed()

    def _reset_every(self) -> None:
        self._bindings.reset_all()
        self._show_message("Every shortcut is as it came.")
        self._show_changed()

    def _show_changed(self) -> None:
        """Show the keys as they are now, and signal the change."""
        self._show_keys()
        self.edited.emit()

    def _show_message(self, text: str) -> None:
        self._take.hide()
        self._message.setText(text)

    def _text(self, name: str) -> str:
        return self._actions[name].label


class ShortcutsDialog(QDialog):
    """The list in a dialog; `bindings` has the shortcuts once it is accepted."""

    def __init__(
        self,
        actions: Actions,
        bindings: Mapping[str, Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        open_with(self, 600, 620)
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


def _shown(keys: Sequence[str]) -> str:
    return " or ".join(map(native, keys)) if keys else "no keys"


def _button(text: str, effect: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: effect())
    return button
