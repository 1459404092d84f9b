"""Holds the shortcuts while they are edited: which action has which keys."""

from collections.abc import Mapping, Sequence

from momviewer.ui.base.actions import Actions, bound_keys

FIXED = {
    "Esc": "leads back",
    "Return": "opens what is chosen",
    "Enter": "opens what is chosen",
    "Tab": "goes on to the next part of the window",
    "Shift+Tab": "goes back to the part before",
    "Space": "presses the button at hand, and reads on",
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
"""Keys that cannot be bound, with what they do everywhere."""


class ShortcutBindings:
    """The keys of each action in portable text; bindings of unknown actions are kept."""

    def __init__(self, actions: Actions, bindings: Mapping[str, Sequence[str]]) -> None:
        self._actions = actions
        self._strange = {name: list(keys) for name, keys in bindings.items() if name not in actions}
        self._keys = bound_keys(actions, bindings)

    def changed(self) -> dict[str, list[str]]:
        """Return the shortcuts that differ from the defaults, by the action's name."""
        changed = {
            name: list(keys) for name, keys in self._keys.items() if keys != self._actions[name].default_keys
        }
        return self._strange | changed

    def keys(self, name: str) -> list[str]:
        """Return the keys of an action."""
        return self._keys[name]

    def owner(self, key: str, besides: str) -> str:
        """Return the name of another action than `besides` that has a key, or ""."""
        return next((name for name, keys in self._keys.items() if key in keys and name != besides), "")

    def bind(self, name: str, keys: list[str]) -> None:
        """Give an action these keys, which no other action may have."""
        self._keys[name] = keys

    def free(self, key: str) -> None:
        """Take a key from the action that has it."""
        for name, keys in self._keys.items():
            self._keys[name] = [kept for kept in keys if kept != key]

    def reset(self, name: str) -> list[str]:
        """Give an action its defaults back; return those that the reader gave to others, which keep them."""
        own = self._actions[name].default_keys
        held = [key for key in own if self.owner(key, name)]
        self._keys[name] = [key for key in own if key not in held]
        return held

    def reset_all(self) -> None:
        """Give every action its defaults back."""
        self._strange = {}
        self._keys = bound_keys(self._actions, {})
