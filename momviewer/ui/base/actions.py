"""What the reader can do by key or menu: each action's name, shortcuts and effect, in one list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

DEFAULTS = "momviewerDefaults"
"""The property of an action that holds the shortcuts it is declared with."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action as it is declared: `keys` are shortcuts in Qt's portable notation, the first is shown."""

    name: str
    text: str
    effect: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False


def make_actions(commands: Iterable[Command], window: QWidget) -> dict[str, QAction]:
    """Return the actions by name, each already at work in the window."""
    actions = {}
    for command in commands:
        action = QAction(command.text, window)
        action.setProperty(DEFAULTS, [portable(key) for key in command.keys])
        action.setCheckable(command.checkable)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked, effect=command.effect: effect())
        _bind(action, command.keys)
        window.addAction(action)
        actions[command.name] = action
    return actions


def apply_bindings(actions: Mapping[str, QAction], bindings: Mapping[str, Sequence[str]]) -> None:
    """Give the actions the reader's shortcuts, and those that are not in `bindings` their defaults."""
    for name, keys in bound_keys(actions, bindings).items():
        _bind(actions[name], keys)


def bound_keys(actions: Mapping[str, QAction], bindings: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return each action's shortcuts under `bindings`, in portable text and in the actions' order.

    No key is there twice, for a key of two actions would do nothing: the reader's choice goes before a
    default, and an earlier choice before a later one. Names of other actions and unknown keys are left out.
    """
    taken: set[str] = set()
    found: dict[str, list[str]] = {}
    chosen = [name for name in bindings if name in actions]
    for name in dict.fromkeys((*chosen, *actions)):
        wanted = bindings.get(name, default_keys(actions[name]))
        keys = dict.fromkeys(portable(key) for key in wanted)
        found[name] = [key for key in keys if key and key not in taken]
        taken.update(found[name])
    return {name: found[name] for name in actions}


def default_keys(action: QAction) -> list[str]:
    """Return the shortcuts that an action is declared with, in portable text."""
    return [str(key) for key in action.property(DEFAULTS) or ()]


def portable(key: str) -> str:
    """Return a shortcut in the one way that Qt writes it on every system, or "" if it is none."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """Return a shortcut as this system's readers know it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def key_of(action: QAction) -> str:
    """Return an action's first shortcut as this system's readers know it, or ""."""
    return native(action.shortcut().toString())


def _bind(action: QAction, keys: Sequence[str]) -> None:
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setToolTip(f"{action.text()} ({native(keys[0])})" if keys else action.text())
