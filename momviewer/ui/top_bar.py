"""The row at the window's top: buttons, the bar between them, and the menu with everything else."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from momviewer.ui.icons import SIZE, icon
from momviewer.ui.search_bar import SearchBar
from momviewer.ui.theme import Tokens

HEIGHT = 52
LEFT = ("sidebar", "back", "forward")
RIGHT = ("bookmark", "theme")
MENU = (
    ("library", "choose manual", "rebuild"),
    ("add", "add archive"),
    ("new tab", "reopen tab"),
    ("previous", "up", "next", "copy", "find in page"),
    ("print page", "print chapter", "save page", "save chapter"),
    ("larger", "smaller", "normal"),
    ("preferences", "shortcuts", "help pages"),
)
THEMES = {"system": "As the desktop", "light": "Light", "dark": "Dark"}


class TopBar(QFrame):
    """Buttons for the actions of these names, and the search bar in the middle.

    `menus` are those that a long press or the right button opens on the button of an action.
    """

    def __init__(
        self,
        bar: SearchBar,
        actions: Mapping[str, QAction],
        choose_theme: Callable[[str], object],
        menus: Mapping[str, QMenu],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self._buttons: list[QToolButton] = []
        self._actions = actions
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(4)
        for name in LEFT:
            row.addWidget(self._button(actions[name]))
        row.addStretch(1)
        row.addWidget(bar, 1_000)  # all that is left, up to its greatest width
        row.addStretch(1)
        for name in RIGHT:
            row.addWidget(self._button(actions[name]))
        self._more = QToolButton()
        self._buttons.append(self._more)
        self._more.setToolTip("More")
        self._more.setAccessibleName("More")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._menu(choose_theme))
        row.addWidget(self._more)
        for name, menu in menus.items():
            _add_menu(self._buttons[LEFT.index(name)], menu)

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours and the sizes."""
        self.setFixedHeight(tokens.px(HEIGHT))
        for button in self._buttons:
            button.setIconSize(QSize(tokens.px(SIZE), tokens.px(SIZE)))
        for name in (*LEFT, *RIGHT):
            self._actions[name].setIcon(icon(name, tokens))
        self._more.setIcon(icon("more", tokens))

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        self._buttons.append(button)
        return button

    def _menu(self, choose_theme: Callable[[str], object]) -> QMenu:
        menu = QMenu(self)
        for group in MENU:
            for name in group:
                menu.addAction(self._actions[name])
            menu.addSeparator()
        themes = menu.addMenu("Theme")
        for name, text in THEMES.items():
            action = themes.addAction(text)
            action.triggered.connect(lambda _checked, chosen=name: choose_theme(chosen))
        menu.addAction(self._actions["quit"])
        return menu


def _add_menu(button: QToolButton, menu: QMenu) -> None:
    """Open a menu by a long press, the right button, or the key for menus."""
    menu.setParent(button, menu.windowFlags())
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
    button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    button.customContextMenuRequested.connect(
        lambda _place: menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    )
