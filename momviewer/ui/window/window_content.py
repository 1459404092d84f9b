"""Makes the window's widgets, lays them out, and gives them colours and the keys that they show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from momviewer.ui.base.actions import Actions
from momviewer.ui.base.theme import Theme
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.tab_bar import TabBar, TabRow
from momviewer.ui.search.query_strip import QueryStrip
from momviewer.ui.search.results_panel import ResultsPanel
from momviewer.ui.search.search_bar import SearchBar
from momviewer.ui.sidebar.bookmarks_panel import BookmarksPanel
from momviewer.ui.sidebar.contents_panel import FilteredTree, TreePanel
from momviewer.ui.sidebar.sidebar import Sidebar
from momviewer.ui.widgets.status_strip import StatusStrip
from momviewer.ui.window.sidebar_controller import ACTIONS, BOOKMARKS, CONTENTS, EXAMPLES, RESULTS


class WindowContent(QWidget):
    """The widgets of the window, none of which knows another."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("central")
        self.bar = SearchBar()
        self.strip = QueryStrip(theme)
        self.page = PageView(theme)
        self.page.setAcceptDrops(False)  # a source that is dropped there is for the window
        self.contents = TreePanel(CONTENTS, theme)
        self.examples = TreePanel(EXAMPLES, theme)
        self.contents_list = FilteredTree(self.contents, "Filter the contents")
        self.examples_list = FilteredTree(self.examples, "Filter the examples")
        self.bookmarks = BookmarksPanel(theme)
        self.results = ResultsPanel(theme)
        self.sidebar = Sidebar(
            {
                CONTENTS: self.contents_list,
                EXAMPLES: self.examples_list,
                BOOKMARKS: self.bookmarks,
                RESULTS: self.results,
            },
            passing=RESULTS,
        )
        self.status_strip = StatusStrip()
        self.tab_bar = TabBar(theme)
        self.tab_row = TabRow(self.tab_bar, theme)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)

    def lay_out(self, top: QWidget, reading: QWidget) -> None:
        """Lay out the widgets; `top` has the search bar in it, and `reading` the page with its tabs."""
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(reading)
        self.splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.strip)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.status_strip)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        for part in (
            self.bar,
            self.sidebar,
            self.status_strip,
            self.tab_row,
            self.page,
            self.contents,
            self.examples,
            self.bookmarks,
            self.results,
            self.strip,
        ):
            part.set_theme(theme)

    def show_keys(self, actions: Actions) -> None:
        """Show the actions' keys wherever a widget mentions them."""
        self.sidebar.show_tips({panel: actions[name].toolTip() for panel, name in ACTIONS.items()})
        self.tab_row.show_tip(actions["new tab"].toolTip())
        keys = {name: action.keys[0] if action.keys else "" for name, action in actions.items()}
        for part in (self.bar, self.strip, self.bookmarks):
            part.show_keys(keys)
