"""The help: the syntax panel at the bar, and the window with all topics."""

from collections.abc import Callable, Mapping
from html import escape
from re import Match, sub
from urllib.parse import quote

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from momviewer.paths import resources
from momviewer.ui.base.actions import Actions
from momviewer.ui.base.documents import blocks_of
from momviewer.ui.base.theme import Theme
from momviewer.ui.help.syntax_help import SyntaxHelp
from momviewer.ui.help.syntax_text import TRY, chapter_sample, number_samples, syntax_html, tried
from momviewer.ui.search.search_bar import SearchBar
from momviewer.ui.widgets.dialogs import let_others_before, open_with
from momviewer.ui.widgets.focus_ring import FocusRing

SYNTAX, KEYS = "Search syntax", "Keys"
TOPICS = {
    "Finding": "finding.md",
    SYNTAX: "",
    "Reading and copying": "reading.md",
    "Your manuals": "manuals.md",
    KEYS: "",
}
"""The topics in their order, with their files below `resources/help`; "" for those made by code."""
WIDTH, HEIGHT = 820, 640
TOPICS_WIDTH = 200
LINE, ABOVE_HEADING, BELOW_PARAGRAPH = 21, 24, 8
SURPRISES = (
    "Words without an operator are alternatives: OR does nothing, AND makes both its neighbours required.",
    "There is no precedence. <code>a AND b OR c</code> asks for a and b, and ranks pages with c higher.",
    "A query that only excludes finds nothing; put <code>*:*</code> before it.",
    "A colon names a field, so it has to be escaped in <code>127.0.0.1\\:2025</code>.",
    "A word cannot begin with a wildcard; <code>conf</code> alone finds <code>ecelerity.conf</code>.",
)


class HelpWindow(QDialog):
    """A list of topics and the page of the chosen one; a sample in it is tried in the bar."""

    sample_requested = Signal(str)

    def __init__(
        self, actions: Actions, theme: Theme, numbers: Callable[[], Mapping[str, str]], parent: QWidget
    ) -> None:
        """Make the window; `numbers` returns a number of each kind that the open manual has."""
        super().__init__(parent)
        self._actions, self._theme, self._numbers = actions, theme, numbers
        self.setObjectName("helpWindow")
        self.setWindowTitle("momviewer help")
        let_others_before(self)
        open_with(self, theme.px(WIDTH), theme.px(HEIGHT))
        self._topics = QListWidget()
        self._topics.setAccessibleName("Topics")
        self._topics.setFixedWidth(theme.px(TOPICS_WIDTH))
        self._topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._topics.addItems(list(TOPICS))
        self._text = QTextBrowser()
        self._text.setAccessibleName("Help")
        self._text.setOpenLinks(False)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.document().setDocumentMargin(theme.px(20))
        self._text.anchorClicked.connect(self._follow)
        self._ring = FocusRing(self._text, theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._topics)
        row.addWidget(self._text, 1)
        self._topics.currentTextChanged.connect(self._show)

    @property
    def topic(self) -> str:
        """Return the topic at hand."""
        row = self._topics.currentRow()
        return list(TOPICS)[row] if row >= 0 else ""

    def show_topic(self, topic: str) -> None:
        """Come to the front with a topic."""
        self._topics.setCurrentRow(list(TOPICS).index(topic))
        self._show(topic)
        self.show()
        self.raise_()
        self.activateWindow()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._ring.set_theme(theme)
        if self.topic:
            self._show(self.topic)

    def _show(self, topic: str) -> None:
        self._text.document().setDefaultStyleSheet(_style(self._theme))
        if file := TOPICS[topic]:
            written = (resources() / "help" / file).read_text(encoding="utf-8")
            self._text.setMarkdown(with_commands(with_numbers(written, self._numbers()), self._actions))
            _space_out(self._text.document(), self._theme)
        elif topic == SYNTAX:
            listed = "".join(f"<li>{surprise}</li>" for surprise in SURPRISES)
            surprises = f'<p class="head">What surprises</p><ul>{listed}</ul>'
            self._text.setHtml(f"<body><h1>{SYNTAX}</h1>{syntax_html(self._numbers())}{surprises}</body>")
        else:
            self._text.setHtml(f"<body><h1>{KEYS}</h1><table>{self._keys()}</table></body>")

    def _keys(self) -> str:
        return "".join(
            f"<tr><td>{escape(action.label)}</td><td>{escape(', '.join(action.keys))}</td></tr>"
            for action in self._actions.values()
            if action.keys
        )

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == TRY:
            self.sample_requested.emit(tried(link))


def with_numbers(text: str, numbers: Mapping[str, str]) -> str:
    """Return Markdown with samples of these numbers: `{numbers}` becomes all, `{chapter}` that of a chapter.

    A colon or a comma before goes with them, where there are none.
    """
    links = ", ".join(f"[{sample}]({TRY}:{quote(sample)})" for sample in number_samples(numbers))
    chapter = chapter_sample(numbers)
    text = text.replace(": {numbers}", f": {links}" if links else "")
    return text.replace(", {chapter},", f", [{chapter}]({TRY}:{quote(chapter)})," if chapter else "")


def with_commands(text: str, actions: Actions) -> str:
    """Return Markdown with the names and the keys of commands in the place of what stands for them.

    `{name:add}` becomes the title of the command with the id "add", `{key:find}` the first of its keys and
    `{keys:find}` all of them. A command whose keys the reader took away is called by its title.
    Raises KeyError where no command has such an id.
    """

    def told(found: Match[str]) -> str:
        action = actions[found[2]]
        keys = ["**" + sub(r"([\\`*_])", r"\\\1", key) + "**" for key in action.keys]
        if found[1] == "name" or not keys:
            return f"*{action.text()}*"
        return keys[0] if found[1] == "key" else " or ".join(filter(None, (", ".join(keys[:-1]), keys[-1])))

    return sub(r"\{(name|key|keys):([^}]+)\}", told, text)


def _space_out(document: QTextDocument, theme: Theme) -> None:
    """Set the spacing of lines and headings, since Markdown follows no style sheet."""
    for block in blocks_of(document):
        form = block.blockFormat()
        form.setLineHeight(theme.px(LINE), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        if form.headingLevel() > 1:
            form.setTopMargin(theme.px(ABOVE_HEADING))
        elif not form.headingLevel() and block.textList() is None:
            form.setBottomMargin(theme.px(BELOW_PARAGRAPH))
        QTextCursor(block).setBlockFormat(form)


def _style(theme: Theme) -> str:
    return (
        f"body {{ color: {theme.text}; }} td {{ padding: 3px 16px 3px 0; }}"
        f"a, code {{ font-family: monospace; }} a {{ color: {theme.accent}; text-decoration: none; }}"
        f"p, li {{ line-height: {theme.px(LINE)}px; -qt-line-height-type: minimum; }}"
        f"p.head {{ font-size: {theme.px(17)}px; font-weight: 600; margin: {theme.px(14)}px 0 4px 0; }}"
    )


BELOW_BAR = 6


class Help(QObject):
    """Opens the panel and the window; a sample that is clicked is put into the bar."""

    def __init__(
        self,
        bar: SearchBar,
        theme: Theme,
        actions: Callable[[], Actions],
        window: QWidget,
        *,
        numbers: Callable[[], Mapping[str, str]],
    ) -> None:
        """Make the panel; `numbers` returns a number of each kind that the open manual has."""
        super().__init__(window)
        self._numbers = numbers
        self._bar, self._theme, self._actions, self._window = bar, theme, actions, window
        self.panel = SyntaxHelp(theme, window)
        self.pages: HelpWindow | None = None
        self.panel.sample_requested.connect(self._try)
        self.panel.more_requested.connect(lambda: self.show_pages(SYNTAX))
        self.panel.cancelled.connect(bar.start)

    def toggle_panel(self) -> None:
        """Show or hide the syntax panel."""
        self.panel.show_numbers(self._numbers())
        corner = self._bar.mapTo(self._window, self._bar.rect().bottomLeft())
        self.panel.toggle(corner.x(), corner.y() + BELOW_BAR)

    def show_pages(self, topic: str = next(iter(TOPICS))) -> None:
        """Open the window with all topics at one of them."""
        if self.pages is None:
            self.pages = HelpWindow(self._actions(), self._theme, self._numbers, self._window)
            self.pages.sample_requested.connect(self._try)
        self.pages.show_topic(topic)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and the sizes."""
        self._theme = theme
        self.panel.set_theme(theme)
        if self.pages:
            self.pages.set_theme(theme)

    def _try(self, query: str) -> None:
        self._window.raise_()
        self._window.activateWindow()
        self._bar.line.setText(query)
        self._bar.line.setFocus()
