"""The top bar: buttons, the search bar between them, and the menu."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from momviewer.ui.base.actions import Actions, Menu
from momviewer.ui.base.icons import SIZE, icon
from momviewer.ui.base.theme import Theme
from momviewer.ui.reading.open_manuals import ManualNames
from momviewer.ui.reading.reader import Reader
from momviewer.ui.search.search_bar import SearchBar
from momviewer.user_data.settings import SETTINGS

HEIGHT = 52


class TopBar(QFrame):
    """A row with the buttons of actions, the search bar between them, and the menu.

    `menus` open on the button of an action by a long press or the right mouse button.
    """

    def __init__(
        self,
        bar: SearchBar,
        actions: Actions,
        choose_theme: Callable[[str], object],
        menus: Mapping[str, QMenu],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self._actions = actions
        self._buttons = {
            name: _button(action) for name, action in actions.items() if action.command.button is not None
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(4)
        self._add_buttons(row, "left")
        row.addStretch(1)
        row.addWidget(bar, 1_000)  # all that is left, up to its greatest width
        row.addStretch(1)
        self._add_buttons(row, "right")
        self._more = QToolButton()
        self._more.setToolTip("More")
        self._more.setAccessibleName("More")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._menu(choose_theme))
        row.addWidget(self._more)
        for name, menu in menus.items():
            _add_menu(self._buttons[name], menu)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self.setFixedHeight(theme.px(HEIGHT))
        for button in (*self._buttons.values(), self._more):
            button.setIconSize(QSize(theme.px(SIZE), theme.px(SIZE)))
        for action in self._actions.values():
            if declared := action.command.button:
                action.setIcon(icon(declared.icon, theme))
        self._more.setIcon(icon("more", theme))

    def _add_buttons(self, row: QHBoxLayout, side: str) -> None:
        for name, button in self._buttons.items():
            declared = self._actions[name].command.button
            if declared and declared.side == side:
                row.addWidget(button)

    def _menu(self, choose_theme: Callable[[str], object]) -> QMenu:
        menu = QMenu(self)
        for section in Menu:
            if not menu.isEmpty():
                menu.addSeparator()
            if section is Menu.WINDOW:
                self._add_themes(menu, choose_theme)
            menu.addActions([action for action in self._actions.values() if action.command.menu is section])
        return menu

    def _add_themes(self, menu: QMenu, choose_theme: Callable[[str], object]) -> None:
        themes = menu.addMenu("Theme")
        for name, text in SETTINGS["theme"].choices.items():
            action = themes.addAction(text)
            action.triggered.connect(lambda _checked, chosen=name: choose_theme(chosen))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    return button


def _add_menu(button: QToolButton, menu: QMenu) -> None:
    """Let a menu open by a long press, the right mouse button or the menu key."""
    menu.setParent(button, menu.windowFlags())
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
    button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    button.customContextMenuRequested.connect(
        lambda _place: menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    )


MAX_HISTORY_ENTRIES = 15


class HistoryMenu(QMenu):
    """A menu of places to go back to (`step` -1) or forward to (1); it is filled when it opens."""

    def __init__(self, reader: Reader, names: ManualNames, step: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Places to go back to" if step < 0 else "Places to go forward to")
        self._reader, self._names, self._step = reader, names, step
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        history = self._reader.history
        entries = history.behind() if self._step < 0 else history.ahead()
        for count, entry in enumerate(entries[:MAX_HISTORY_ENTRIES], start=1):
            name = (entry.title or entry.page).replace("&", "&&")
            is_other = entry.manual != self._reader.manual_id
            manual = f" · {self._names.of(entry.manual).replace('&', '&&')}" if is_other else ""
            self.addAction(name + manual, partial(self._reader.go, self._step * count))
