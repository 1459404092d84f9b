"""The status strip, below all else in the window: how far a build is, how it ended, what else went wrong."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from momviewer.ui.base.icons import drawn
from momviewer.ui.base.theme import Theme, restyle

if TYPE_CHECKING:
    from momviewer.progress import BuildProgress

HEIGHT = 44
MAX_ACTIONS = 2
BAR = 240
MARK = 18


class StatusStrip(QFrame):
    """A row with a text, a bar and buttons; it is hidden until there is something to say."""

    cancel_requested = Signal()
    closed = Signal()
    focus_released = Signal()
    """A button had the focus, and is gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self._mark = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._actions = [QPushButton() for _ in range(MAX_ACTIONS)]
        self._effects: Mapping[str, Callable[[], object]] = {}
        self._close = QPushButton("Close")
        self._cancel.clicked.connect(self.cancel_requested)
        self._close.clicked.connect(self._put_away)
        for button in self._actions:
            button.hide()
            button.clicked.connect(lambda _checked, pressed=button: self._effects[pressed.text()]())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(12)
        layout.addWidget(self._mark)
        layout.addWidget(self._text, 3)
        layout.addWidget(self._bar, 1)
        for button in (*self._actions, self._cancel, self._close):
            layout.addWidget(button)
        self._name = ""
        self._working = ""
        """What is said of the work under way, or ""; trouble stands before it until it is put away."""
        self._lasting = False
        self.hide()

    @property
    def text(self) -> str:
        """Return the text of the strip."""
        return self._text.text()

    def set_theme(self, theme: Theme) -> None:
        """Change the sizes."""
        self.setMinimumHeight(theme.px(HEIGHT))
        self._bar.setMaximumWidth(theme.px(BAR))
        mark = drawn("mark-caution", theme.excluded, theme.px(MARK), self.devicePixelRatioF())
        self._mark.setPixmap(QPixmap.fromImage(mark))

    def start(self, name: str) -> None:
        """Show that work has begun."""
        self._name = name
        self._bar.setRange(0, 0)
        self._show_work(f"{name} …")

    def progress(self, progress: "BuildProgress") -> None:
        """Say how far it is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._show_work(f"{self._name}: {progress.place}")

    def end(self, text: str, actions: Mapping[str, Callable[[], object]] | None = None) -> None:
        """Show how the work ended; `actions` become buttons, by their texts."""
        self._working = ""
        self._show(text, actions=actions)

    def fail(
        self,
        text: str,
        actions: Mapping[str, Callable[[], object]] | None = None,
        *,
        lasting: bool = False,
    ) -> None:
        """Say what went wrong; `actions` are offered as buttons, by what stands on them.

        It goes with the next success, unless there are actions or it is `lasting`.
        """
        self._show(text, actions=actions, trouble=True)
        self._lasting = lasting or bool(actions)

    def settle(self, text: str = "") -> None:
        """Say no more of what went wrong, after a success: of lasting trouble only if it is `text`."""
        if self.property("trouble") and (self.text == text if self._lasting else not text):
            self._put_away()

    def fail_work(self, text: str) -> None:
        """Say what the work failed of."""
        self._working = ""
        self.fail(text)

    def clear_work(self) -> None:
        """Say no more of the work: it ended, and there is nothing to tell of it."""
        self._working = ""
        if not self.property("trouble"):
            self.hide()

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Show or hide it; what had the focus in it gives that back."""
        held = self._has_focus()
        super().setVisible(visible)
        if held and not self._has_focus():
            self.focus_released.emit()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _show_work(self, text: str) -> None:
        self._working = text
        if self.isHidden() or not self.property("trouble"):
            self._show(text, working=True)

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()
        if self._working:
            self._show(self._working, working=True)

    def _show(
        self,
        text: str,
        *,
        working: bool = False,
        actions: Mapping[str, Callable[[], object]] | None = None,
        trouble: bool = False,
    ) -> None:
        self._effects = actions or {}
        self._text.setText(text)
        self._text.setToolTip(text)
        if working and not self.isHidden() and self._close.isHidden():
            return  # as it is shown already, many times a second
        held = self._has_focus()
        self._bar.setVisible(working)
        self._cancel.setVisible(working)
        names = [*self._effects, *[""] * MAX_ACTIONS]
        for button, name in zip(self._actions, names, strict=False):
            button.setText(name)
            button.setVisible(bool(name))
        self._close.setVisible(not working)
        self._mark.setVisible(trouble)
        self._text.setAccessibleName(f"Error: {text}" if trouble else text)
        self.setProperty("trouble", trouble)
        restyle(self, self._text)
        self.show()
        if held and not self._has_focus():
            self.focus_released.emit()
