"""Says in the status strip that momviewer had a bug, and shows the report, which can be handed on."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from momviewer.crash_log import Bug, CrashLog, without_home
from momviewer.ui.base.theme import Theme, monospace
from momviewer.ui.widgets.dialogs import open_with
from momviewer.ui.widgets.status_strip import StatusStrip

SIZE = (760, 520)
WENT_WRONG = "Something went wrong in momviewer itself. You can go on reading."
ENDED = "momviewer had ended by itself when it was last open."
EXPLANATION = (
    "This is a bug of momviewer, not of the manual. The report says where in the program it is, for whoever "
    "looks after momviewer. It holds nothing that you typed, and no path of your home."
)


class CrashNotice(QObject):
    """Offers the report of the bugs in a log. It belongs to the window's thread."""

    def __init__(
        self,
        log: CrashLog,
        status_strip: StatusStrip,
        notify: Callable[[str], None],
        theme: Callable[[], Theme],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._log, self._status_strip, self._notify = log, status_strip, notify
        self._theme, self._window = theme, window
        self.dialog: ReportDialog | None = None

    def tell(self, bug: Bug) -> None:
        """Say that there was a bug."""
        said = ENDED if bug.ended_program else WENT_WRONG
        self._status_strip.fail(said, {"Details": self.show_report, "Copy report": self.copy_report})
        if self.dialog and self.dialog.isVisible():
            self.dialog.show_report(self._log.report())

    def show_report(self) -> None:
        """Open the report in a window."""
        if self.dialog is None:
            self.dialog = ReportDialog(without_home(str(self._log.file)), self._theme(), self._window)
            self.dialog.copy.clicked.connect(self.copy_report)
        self.dialog.show_report(self._log.report())
        self.dialog.show()
        self.dialog.activateWindow()

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._log.report())
        self._notify("Report copied")
        if self.dialog:
            self.dialog.copy.setText("Copied")


class ReportDialog(QDialog):
    """The report, to be read and copied; `kept` says where it is kept."""

    def __init__(self, kept: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What went wrong")
        explanation = QLabel(EXPLANATION)
        explanation.setWordWrap(True)
        place = QLabel(f"It is kept in {kept}")
        place.setWordWrap(True)
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text = QPlainTextEdit()
        self.text.setObjectName("report")
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Report")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(monospace())
        self.copy = QPushButton("Copy report")
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(explanation)
        column.addWidget(self.text, 1)
        column.addWidget(place)
        column.addLayout(row)
        open_with(self, *map(theme.px, SIZE))

    def show_report(self, report: str) -> None:
        """Show another report from its top."""
        self.copy.setText("Copy report")
        self.text.setPlainText(report)
