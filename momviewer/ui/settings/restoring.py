"""Says what of the reader's files could not be used, and brings back what was set aside of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.base.autosave import Autosave
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.user_data.bookmarks import Bookmark
from momviewer.user_data.session import TabHistory
from momviewer.user_data.settings import Settings
from momviewer.user_data.stores import ManualValues, Stores

if TYPE_CHECKING:
    from momviewer.user_data.restoring import SetAside


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Has those that hold what is kept take in what comes back; each returns how much that was, in words."""

    bookmarks: Callable[[Sequence[Bookmark]], str]
    tabs: Callable[[Sequence[TabHistory]], str]
    settings: Callable[[Settings], str]
    values: Callable[[ManualValues], str]


class Restoring(QObject):
    """Offers what was set aside, and hands what the reader chooses to those that take it back."""

    def __init__(
        self,
        stores: Stores,
        autosave: Autosave,
        take_back: TakeBack,
        status_strip: StatusStrip,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stores, self._autosave, self._take_back = stores, autosave, take_back
        self._status_strip, self._window = status_strip, window

    def commands(self) -> list[Command]:
        """Return what a reader can do with files that were set aside."""
        return [Command("restore", "Restore…", Group.WINDOW, self.show, menu=Menu.SETTINGS)]

    def tell_unusable(self, of_bookmarks: str = "") -> None:
        """Say what of the reader's files could not be used at the start, and offer to look at it."""
        if told := " ".join(part for part in (self._stores.trouble, of_bookmarks) if part):
            self._status_strip.fail(told, {"Restore…": self.show})

    def show(self) -> None:
        """Open the list of what was set aside, as soon as that is read."""
        from momviewer.user_data.restoring import set_aside

        self._autosave.load(lambda: set_aside(self._stores), self._open)

    def restore(self, chosen: "SetAside") -> str:
        """Bring back what a file holds, and return what came of it, in words."""
        if chosen.bookmarks:
            told = self._take_back.bookmarks(chosen.bookmarks)
        elif chosen.tabs:
            told = self._take_back.tabs(chosen.tabs)
        elif chosen.settings:
            told = self._take_back.settings(chosen.settings)
        else:
            told = self._take_back.values(chosen.values)
        return f"Restored {told}."

    def _open(self, found: "tuple[SetAside, ...]") -> None:
        from momviewer.ui.settings.restore_dialog import RestoreDialog

        dialog = RestoreDialog(found, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.restore_requested.connect(lambda chosen: dialog.tell(self.restore(chosen)))
        dialog.open()
