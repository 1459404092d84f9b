"""What the trees of the sidebar have in common: looks, scrolling, clicks that ask for a tab, menus."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QTreeView, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.widgets.row_requests import RowMenus, TabClicks


class SidebarDelegate(QStyledItemDelegate):
    """Draws the rows of a tree in the colours and at the size of `theme`; a derived class says how."""

    def __init__(self, theme: Theme, view: QTreeView) -> None:
        super().__init__(view)
        self.theme = theme
        self._view = view


class SidebarTree(QTreeView):
    """A tree without a header, arrows or an indent of its own: the delegate draws them.

    So a chosen row is marked over its whole width. A derived class answers the clicks.
    """

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        delegate: type[SidebarDelegate],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self._delegate = delegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.clicked.connect(self._clicked)
        TabClicks(self).requested.connect(self._ask_for_tab)
        RowMenus(self).requested.connect(self._ask_for_menu)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._delegate.theme = theme
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def ask_for_tab(self) -> None:
        """Ask for the place of the current row in a tab of its own."""
        self._ask_for_tab(self.currentIndex())

    def _clicked(self, index: QModelIndex) -> None:
        """Do what a click on a row asks for."""
        raise NotImplementedError

    def _ask_for_menu(self, index: QModelIndex, place: QPoint) -> None:
        """Ask for the menu of a row at a place of the screen."""
        raise NotImplementedError

    def _ask_for_tab(self, index: QModelIndex) -> None:
        """Ask for the place of a row in a tab of its own."""
        raise NotImplementedError
