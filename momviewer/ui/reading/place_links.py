"""Copies links to places of a manual: to what is read, to a heading of the page, to a row."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.reader import Reader


class PlaceLinks(QObject):
    """Puts `momviewer://manual/page#anchor` on the clipboard, and says so at the foot of the page."""

    def __init__(self, reader: Reader, view: PageView) -> None:
        super().__init__(view)
        self._reader, self._view = reader, view
        view.link_copy_requested.connect(lambda anchor: self.copy(Address("", anchor)))

    def commands(self) -> list[Command]:
        """Return the command that copies the link to what is read."""
        return [
            Command(
                "copy link",
                "Copy the link to this place",
                Group.COPYING,
                self.copy_in_view,
                ("Ctrl+Shift+A",),
                Menu.PAGE,
            )
        ]

    def copy_in_view(self) -> None:
        """Copy the link to the example or the section that is read."""
        if place := self._reader.place_in_view:
            self.copy(place)
        else:
            self._view.notify("There is no page of a manual to link to here")

    def copy(self, address: Address, title: str = "") -> None:
        """Copy the link to a place, which is called `title` where it is not of the open manual."""
        here = self._reader.address
        page = address.page or (here.page if here else "")
        whole = Address(page, address.anchor, address.manual or self._reader.manual_id)
        QGuiApplication.clipboard().setText(str(whole))
        self._view.notify(f"Copied the link to {title or self._reader.title_at(whole) or whole.page}")
