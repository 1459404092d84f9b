"""What the reader can do by key or menu: each action's name, shortcuts and effect, in one list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """An action as it is declared: `keys` are shortcuts in Qt's portable notation, the first is shown."""

    name: str
    text: str
    effect: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""


def make_actions(commands: Iterable[Command], window: QWidget) -> dict[str, QAction]:
    """Return the actions by name, each already at work in the window."""
    actions = {}
    for command in commands:
        action = QAction(command.text, window)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked, effect=command.effect: effect())
        shown = (
            QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            if command.keys
            else ""
        )
        action.setToolTip(f"{command.text} ({shown})" if shown else command.text)
        window.addAction(action)
        actions[command.name] = action
    return actions
