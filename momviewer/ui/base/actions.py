"""Declares commands, each once for key, menu and button, and makes actions of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class Group(Enum):
    """What a command is about. These are the headings of the list of shortcuts, in their order."""

    FINDING = "Finding"
    MOVING = "Moving"
    TABS = "Tabs"
    PANELS = "Panels"
    COPYING = "Copying"
    PAPER = "Paper"
    TEXT = "Text and colours"
    WINDOW = "Manuals and window"


class Menu(Enum):
    """The parts of the window's menu, in their order, with a line between each two."""

    MANUALS = "manuals"
    ADD = "add"
    TABS = "tabs"
    PAGE = "page"
    PAPER = "paper"
    TEXT = "text"
    SETTINGS = "settings"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class BarButton:
    """A command's button at the left or the right end of the top bar; `icon` names a drawing."""

    side: Literal["left", "right"]
    icon: str


@dataclass(frozen=True, slots=True)
class Command:
    """Something that the reader can do, with all that is known of it; the window makes an action of it.

    The shortcuts, the menu and the bar list commands in the order in which they are declared: those of a
    group below its heading, those of a `menu` section together, those with a `button` at its end of the bar.
    `keys` are shortcuts in Qt's portable notation, of which the first is shown.
    """

    id: str
    title: str
    group: Group
    effect: Callable[[], object]
    keys: tuple[str, ...] = ()
    menu: Menu | None = None
    button: BarButton | None = None
    checkable: bool = False


class CommandAction(QAction):
    """A command at work in a window; `command` is what it is declared as."""

    def __init__(self, command: Command, window: QWidget) -> None:
        super().__init__(command.title, window)
        self.command = command
        self.default_keys = [portable(key) for key in command.keys]
        self.setCheckable(command.checkable)
        self.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.triggered.connect(lambda _checked: command.effect())
        self.bind(self.default_keys)

    @property
    def label(self) -> str:
        """Return the title in a list: without the dots that say a dialog opens."""
        return self.command.title.removesuffix("…")

    def bind(self, keys: Sequence[str]) -> None:
        """Be triggered by these keys and no others."""
        self.setShortcuts([QKeySequence(key) for key in keys])
        self.setToolTip(f"{self.text()} ({native(keys[0])})" if keys else self.text())

    @property
    def keys(self) -> list[str]:
        """Return the shortcuts that trigger it now, as this system's readers know them."""
        return [native(portable(key.toString())) for key in self.shortcuts()]


Actions = Mapping[str, CommandAction]
"""The actions of a window by the ids of their commands, in the order in which those are declared."""


def make_actions(commands: Iterable[Command], window: QWidget) -> dict[str, CommandAction]:
    """Return the actions of these commands by id, each already at work in the window.

    Raises ValueError where two commands have the same id.
    """
    actions: dict[str, CommandAction] = {}
    for command in commands:
        if command.id in actions:
            raise ValueError(f"Two commands are called {command.id!r}.")
        actions[command.id] = CommandAction(command, window)
        window.addAction(actions[command.id])
    return actions


def apply_bindings(actions: Actions, bindings: Mapping[str, Sequence[str]]) -> None:
    """Give the actions the reader's shortcuts, and those that are not in `bindings` their defaults."""
    for name, keys in bound_keys(actions, bindings).items():
        actions[name].bind(keys)


def bound_keys(actions: Actions, bindings: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return each action's shortcuts under `bindings`, in portable text and in the actions' order.

    No key is there twice, for a key of two actions would do nothing: the reader's choice goes before a
    default, and an earlier choice before a later one. Names of other actions and unknown keys are left out.
    """
    taken: set[str] = set()
    found: dict[str, list[str]] = {}
    chosen = [name for name in bindings if name in actions]
    for name in dict.fromkeys((*chosen, *actions)):
        wanted = bindings.get(name, actions[name].default_keys)
        keys = dict.fromkeys(portable(key) for key in wanted)
        found[name] = [key for key in keys if key and key not in taken]
        taken.update(found[name])
    return {name: found[name] for name in actions}


def portable(key: str) -> str:
    """Return a shortcut in the one way that Qt writes it on every system, or "" if it is none."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """Return a shortcut as it is written on this system: "Ctrl+F", or "⌘F" on a Mac."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
