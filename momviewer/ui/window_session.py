"""The session while the window is open: restored at the start, written down whenever it changes."""

from dataclasses import replace

from PySide6.QtCore import QObject

from momviewer.library.session import Session, SessionStore, Trail
from momviewer.ui.keeper import Keeper
from momviewer.ui.tabs import Tabs
from momviewer.ui.window_layout import WindowLayout


class WindowSession(QObject):
    """Keeps the tabs and the layout as the reader leaves them."""

    def __init__(self, store: SessionStore, keeper: Keeper, tabs: Tabs, layout: WindowLayout) -> None:
        super().__init__(tabs)
        self._tabs, self._layout, self._keeper = tabs, layout, keeper
        self._last = store.load()
        keeper.keep("session", self._current, store.save)

    @property
    def trail(self) -> Trail | None:
        """Return where the tab in front was when the window was closed; None where there is no session."""
        return self._last.tabs[self._last.current] if self._last.tabs else None

    def restore_layout(self) -> None:
        """Lay the window out as it was left, which is kept at the scale that it is shown at now."""
        self._layout.restore(self._last.layout)

    def begin(self) -> None:
        """Open the other tabs of the session, and write down each change from now on."""
        self._tabs.restore(self._last)
        self._tabs.changed.connect(self.note)
        self._layout.changed.connect(self.note)
        self.note()  # what was asked for at the start is a change too

    def note(self) -> None:
        """Have the session written down."""
        self._keeper.changed("session")

    def _current(self) -> Session:
        return replace(self._tabs.session(), layout=self._layout.layout())
