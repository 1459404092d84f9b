"""The menus of places: of the page and what is on it, and of the rows that lead to places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from momviewer.manual.links import Address, LinkKind
from momviewer.query.escaping import escape
from momviewer.ui.base.actions import Actions
from momviewer.ui.page.page_pointer import PointedAt
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.reader import Reader

MAX_SHOWN_CHARS = 32
"""Most characters of selected text or of a title that an entry quotes."""
ALWAYS = ("back", "forward", "", "find in page", "print page")
"""The commands that the menu of the page ends with, by their ids; "" is a line."""


@dataclass(frozen=True, slots=True)
class PlaceEffects:
    """What a menu does with a place and its title, and with selected text and an address of the web."""

    open: Callable[[Address, str], object]
    open_in_tab: Callable[[Address, str], object]
    copy_link: Callable[[Address, str], object]
    bookmark: Callable[[Address, str], object]
    search: Callable[[str], object]
    find: Callable[[], object]
    leave: Callable[[str], object]


class PlaceMenus(QObject):
    """Opens a menu where the page or a row asks for one; it deletes itself when it is closed."""

    def __init__(
        self, window: QWidget, page: PageView, reader: Reader, actions: Actions, effects: PlaceEffects
    ) -> None:
        super().__init__(window)
        self._window, self._page, self._reader = window, page, reader
        self._actions, self._effects = actions, effects

    def show_for_row(self, address: Address, title: str, place: QPoint) -> None:
        """Open the menu of a row that leads to `address`."""
        menu = self._menu("Row")
        self._add_opening(menu, address, title)
        menu.addSeparator()
        self._add_keeping(menu, address, title, "Copy the &link")
        menu.popup(place)

    def show_for_page(self, pointed: PointedAt, place: QPoint) -> None:
        """Open the menu of what is pointed at on the page."""
        menu = self._menu("Page")
        if pointed.selected:
            self._add_selection(menu, pointed.selected)
        if pointed.link.kind in {LinkKind.PAGE, LinkKind.MISSING}:
            self._add_link(menu, pointed.link.address)
        elif pointed.link.kind is LinkKind.WEB:
            url = pointed.link.target
            menu.addAction("Open in the browser…", lambda: self._effects.leave(url))
            menu.addAction("Copy the address", lambda: QGuiApplication.clipboard().setText(url))
            menu.addSeparator()
        elif (here := self._reader.address) and not pointed.selected:
            address = Address(here.page, pointed.anchor, here.manual)
            title = self._reader.title_at(address)
            self._add_keeping(menu, address, title, f"Copy the &link to “{_shortened(title)}”")
            menu.addSeparator()
        self._add_commands(menu, ALWAYS)
        menu.popup(place)

    # Inside

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName("placeMenu")
        menu.setAccessibleName(name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_selection(self, menu: QMenu, text: str) -> None:
        shown = _shortened(text)
        menu.addAction("&Copy", self._page.copy)
        menu.addAction(f"&Search for “{shown}”", lambda: self._effects.search(text))
        menu.addAction(f"&Find “{shown}” in the page", self._effects.find)
        menu.addSeparator()

    def _add_link(self, menu: QMenu, address: Address) -> None:
        here = self._reader.address
        page = address.page or (here.page if here else "")
        whole = Address(page, address.anchor, address.manual or self._reader.manual_id)
        title = self._reader.title_at(whole)
        self._add_opening(menu, whole, title)
        self._add_keeping(menu, whole, title, "Copy the &link")
        menu.addSeparator()

    def _add_opening(self, menu: QMenu, address: Address, title: str) -> None:
        menu.addAction("&Open", lambda: self._effects.open(address, title))
        menu.addAction("Open in a new &tab", lambda: self._effects.open_in_tab(address, title))

    def _add_keeping(self, menu: QMenu, address: Address, title: str, copying: str) -> None:
        menu.addAction(copying, lambda: self._effects.copy_link(address, title))
        menu.addAction("&Bookmark", lambda: self._effects.bookmark(address, title))

    def _add_commands(self, menu: QMenu, names: Sequence[str]) -> None:
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()


def query_for(selected: str) -> str:
    """Return a query that finds selected text as it is: `retry_interval`, or a phrase for several words."""
    return escape(" ".join(selected.split()))


def _shortened(text: str) -> str:
    """Return the beginning of a text as a menu shows it."""
    line = " ".join(text.split())
    cut = line if len(line) <= MAX_SHOWN_CHARS else f"{line[: MAX_SHOWN_CHARS - 1].rstrip()}…"
    return cut.replace("&", "&&")
