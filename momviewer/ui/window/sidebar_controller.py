"""Keeps the sidebar in step with reading and searching: its panel, and the chosen rows of its trees."""

from PySide6.QtCore import QObject

from momviewer.manual.links import Address
from momviewer.ui.base.actions import BarButton, Command, Group
from momviewer.ui.reading.reader import Reader
from momviewer.ui.search.search_controller import SearchController
from momviewer.ui.sidebar.contents_panel import TreePanel
from momviewer.ui.sidebar.sidebar import Sidebar

CONTENTS, EXAMPLES, BOOKMARKS, RESULTS = "Contents", "Examples", "Bookmarks", "Results"
ACTIONS = {CONTENTS: "contents", EXAMPLES: "examples", BOOKMARKS: "bookmarks", RESULTS: "results"}
"""The command that shows each panel."""


class SidebarController(QObject):
    """Shows the results while there is a search, and the open manual and its place in the trees.

    A tree that is not in front is filled when it comes there: who walks the results of several manuals sees
    none, and waits for none.
    """

    def __init__(
        self,
        sidebar: Sidebar,
        contents: TreePanel,
        examples: TreePanel,
        reader: Reader,
        search_controller: SearchController,
    ) -> None:
        super().__init__(sidebar)
        self._sidebar, self._reader, self._search_controller = sidebar, reader, search_controller
        self._trees = {CONTENTS: contents, EXAMPLES: examples}
        self._outdated: set[str] = set()
        reader.manual_opened.connect(self._show_manual)
        reader.place_shown.connect(self._show_place)
        sidebar.chosen.connect(self._fill)
        search_controller.started.connect(lambda: self.show(RESULTS))
        search_controller.ended.connect(lambda: sidebar.show_panel(sidebar.lasting))

    def commands(self) -> list[Command]:
        """Return the commands that show the panels."""
        return [
            Command(
                "sidebar",
                "Sidebar",
                Group.PANELS,
                self.toggle,
                ("Ctrl+B",),
                button=BarButton("left", "sidebar"),
            ),
            Command("contents", CONTENTS, Group.PANELS, lambda: self.show(CONTENTS, focus=True), ("Ctrl+1",)),
            Command("examples", EXAMPLES, Group.PANELS, lambda: self.show(EXAMPLES, focus=True), ("Ctrl+2",)),
            Command(
                "bookmarks", BOOKMARKS, Group.PANELS, lambda: self.show(BOOKMARKS, focus=True), ("Ctrl+3",)
            ),
            Command("results", RESULTS, Group.PANELS, self._walk_results, ("Ctrl+4",)),
        ]

    def show(self, name: str, *, focus: bool = False) -> None:
        """Show a panel, with the sidebar around it, and put the keyboard into it if `focus`."""
        self._sidebar.show()
        self._sidebar.show_panel(name, focus=focus)

    def toggle(self) -> None:
        """Show or hide the sidebar."""
        self._sidebar.setVisible(self._sidebar.isHidden())

    def _walk_results(self) -> None:
        self.show(RESULTS)
        self._search_controller.walk()

    def _show_manual(self) -> None:
        self._outdated = set(self._trees)
        self._fill(self._sidebar.current)

    def _fill(self, name: str) -> None:
        """Bring the tree that comes to the front up to date."""
        manual = self._reader.manual_at_hand
        if manual is None or name not in self._outdated:
            return
        self._outdated.remove(name)
        branches = manual.contents if name == CONTENTS else manual.examples
        expanded = name == EXAMPLES and len(branches) == 1
        self._trees[name].show_branches(branches, expanded=expanded)
        if address := self._reader.address:
            self._trees[name].select(address)

    def _show_place(self, address: Address) -> None:
        for name, tree in self._trees.items():
            if name not in self._outdated:
                tree.select(address)
