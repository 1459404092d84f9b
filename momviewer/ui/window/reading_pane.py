"""The right side of the window: tabs, page, contents of the page, find bar."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, Group, Menu
from momviewer.ui.base.autosave import Autosave
from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.base.theme import Theme
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.find_bar import FindBar
from momviewer.ui.reading.find_in_page import FindInPage
from momviewer.ui.reading.on_this_page import OnThisPage
from momviewer.ui.reading.place_links import PlaceLinks
from momviewer.ui.reading.reader import Reader
from momviewer.ui.reading.tab_bar import TabRow
from momviewer.ui.snippets.editor_copies import EditorCopies
from momviewer.ui.snippets.snippet_actions import SnippetActions, SnippetCopies
from momviewer.ui.widgets.focus_ring import FocusRing
from momviewer.user_data.stores import Stores

if TYPE_CHECKING:
    from momviewer.ui.reading.printing import Printing


class ReadingPane(QWidget):
    """Lays out what belongs to the page, and declares the commands for it."""

    def __init__(
        self,
        tab_row: TabRow,
        page: PageView,
        reader: Reader,
        stores: Stores,
        autosave: Autosave,
        trouble: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._reader, self._page = reader, page
        self.on_this_page = OnThisPage(page)
        self.find_bar = FindBar(page.theme)
        self.finding = FindInPage(self.find_bar, page, reader)
        self.links = PlaceLinks(reader, page)
        self.copies = SnippetCopies(reader, page)
        self.editor_copies = EditorCopies(stores.editor_copies)
        values = stores.values.load()
        self.snippets = SnippetActions(self.copies, reader, page, values, self.editor_copies, trouble)
        autosave.register("fill-in values", lambda: self.snippets.values, stores.values.save)
        self.snippets.values_changed.connect(lambda: autosave.changed("fill-in values"))
        if stores.values.incomplete:
            autosave.changed("fill-in values")
        page.image_requested.connect(self._show_image)
        page.table_requested.connect(self._show_table)
        self._ring = FocusRing(page, page.theme)
        self._printing = OnDemand(self._make_printing)
        self.on_this_page.requested.connect(lambda anchor: reader.open(Address("", anchor)))
        reader.page_shown.connect(self.on_this_page.show_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tab_row)
        column.addWidget(page, 1)
        column.addWidget(self.find_bar)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        for part in (self.on_this_page, self.find_bar, self._ring):
            part.set_theme(theme)

    def _show_image(self, name: str) -> None:
        from momviewer.ui.reading.enlarge import show_image

        show_image(self._page, name)

    def _show_table(self, anchor: str) -> None:
        from momviewer.ui.reading.enlarge import show_table

        show_table(self._page, anchor)

    @property
    def printing(self) -> "Printing":
        """Return the printing, which is made at the first call."""
        return self._printing()

    def _make_printing(self) -> "Printing":
        from momviewer.ui.reading.printing import Printing

        printing = Printing(self._reader, self, self._page.notify)
        printing.trouble.connect(self._reader.trouble)
        return printing

    def commands(self) -> list[Command]:
        """Return the commands for the page: copying, finding, printing."""
        copies, snippets, finding = self.copies, self.snippets, self.finding
        return [
            Command(
                "copy",
                "Copy the snippet at hand",
                Group.COPYING,
                copies.copy_at_hand,
                ("Ctrl+Shift+C",),
                Menu.PAGE,
            ),
            Command(
                "copy reference",
                "Copy the snippet with reference",
                Group.COPYING,
                copies.copy_with_reference,
                ("Ctrl+Alt+C",),
            ),
            Command(
                "copy filled in",
                "Copy the snippet filled in",
                Group.COPYING,
                snippets.copy_filled_in,
                ("Ctrl+Shift+I",),
            ),
            Command(
                "snippet menu",
                "More for the snippet at hand",
                Group.COPYING,
                snippets.show_menu_at_hand,
                ("Ctrl+Shift+M",),
            ),
            *self.links.commands(),
            Command("find in page", "Find in the page", Group.FINDING, finding.start, ("Ctrl+F",), Menu.PAGE),
            Command("next hit", "Next place on the page", Group.FINDING, lambda: finding.step(1), ("F3",)),
            Command(
                "previous hit",
                "Previous place on the page",
                Group.FINDING,
                lambda: finding.step(-1),
                ("Shift+F3",),
            ),
            Command(
                "print page",
                "Print this page…",
                Group.PAPER,
                lambda: self.printing.print_page(),
                ("Ctrl+P",),
                Menu.PAPER,
            ),
            Command(
                "print chapter",
                "Print this chapter…",
                Group.PAPER,
                lambda: self.printing.print_chapter(),
                ("Ctrl+Shift+P",),
                Menu.PAPER,
            ),
            Command(
                "save page",
                "Save this page as PDF…",
                Group.PAPER,
                lambda: self.printing.save_page(),
                menu=Menu.PAPER,
            ),
            Command(
                "save chapter",
                "Save this chapter as PDF…",
                Group.PAPER,
                lambda: self.printing.save_chapter(),
                menu=Menu.PAPER,
            ),
        ]
