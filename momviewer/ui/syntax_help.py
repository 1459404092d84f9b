"""The syntax help at the bar: the documented query language in short, each sample ready to be tried."""

from html import escape
from urllib.parse import quote, unquote

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from momviewer.ui.theme import Tokens

WIDTH, HEIGHT = 560, 470
SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Numbers",
        (
            ("15.1", "Example 15.1; also ex 15.1, fig 4.1, table 72.1, sec 15.3, ch 15"),
            ("15.", "everything numbered in chapter 15"),
        ),
    ),
    (
        "Words, as the portal documented them",
        (
            ("listener", "pages with this word; capitals make no difference"),
            ("rest port", "pages with either word, those with both first"),
            ("rest AND port", "pages with both; AND, OR and NOT are capitals"),
            ("+rest -port", "must have rest, must not have port; NOT says the same as -"),
            ('"data source"', "these words in a row"),
            ('"cache data"~5', "these words at most five places apart"),
            ("max_outbound*", "words that begin so; ? stands for one character"),
            ("listner~", "words spelled like it; ~0.8 is stricter"),
            ("(rest OR http) AND port", "brackets group"),
            ("rest^3 port", "rest counts three times as much"),
            ("[aaa TO bbb]", "words between two, in the order of the alphabet"),
        ),
    ),
    (
        "Fields, which momviewer adds",
        (
            ("title:listener", "in the title; also heading, caption, code, term, page"),
            ("number:[15.1 TO 15.9]", "by number, in numeric order"),
        ),
    ),
)
SPECIAL = '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\'
ESCAPED = "B0/00-11719-46C328D4\\:default\\:"


class SyntaxHelp(QFrame):
    """A panel under the bar; clicking a sample tries it."""

    sample_asked = Signal(str)
    left = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self._text = QTextBrowser()
        self._text.setAccessibleName("Syntax help")
        self._text.setOpenLinks(False)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.anchorClicked.connect(self._try)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._text)
        self.setFocusProxy(self._text)
        self.set_theme(tokens)
        self.hide()

    def set_theme(self, tokens: Tokens) -> None:
        """Change the colours and the sizes."""
        self._size = QSize(tokens.px(WIDTH), tokens.px(HEIGHT))
        small = tokens.px(13)
        self._text.document().setDefaultStyleSheet(
            f"td {{ padding: 3px 12px 3px 0; font-size: {small}px; color: {tokens.text}; }}"
            f"a {{ color: {tokens.accent}; text-decoration: none; font-family: monospace; }}"
            f"p {{ font-size: {small}px; color: {tokens.text}; margin: 4px 0; }}"
            f"p.head {{ color: {tokens.muted}; font-weight: 600; margin: 10px 0 2px 0; }}"
        )
        self._text.setHtml(_html())

    def toggle(self, left: int, top: int) -> None:
        """Open under a place of the window, or close."""
        if self.isVisible():
            self.close_help()
            return
        room = self.window().size()
        width = min(self._size.width(), room.width() - 16)
        height = min(self._size.height(), room.height() - top - 16)
        self.setGeometry(max(8, min(left, room.width() - width - 8)), top, width, height)
        self.show()
        self.raise_()
        self._text.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_help(self) -> None:
        """Close and say so."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_help()
        else:
            super().keyPressEvent(event)

    def _try(self, url: QUrl) -> None:
        self.hide()
        asked = url.toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(":")[2]
        self.sample_asked.emit(unquote(asked))


def _html() -> str:
    parts = []
    for title, samples in SECTIONS:
        rows = "".join(
            f"<tr><td>{_sample(sample)}</td><td>{escape(meaning)}</td></tr>" for sample, meaning in samples
        )
        parts.append(f'<p class="head">{escape(title)}</p><table>{rows}</table>')
    parts.append(
        f'<p class="head">Characters to escape</p><p>'
        f"<code>{escape(SPECIAL)}</code></p>"
        f"<p>Put a backslash before each to search for it as it is: {_sample(ESCAPED)}. "
        "The strip under the bar offers to do so; Alt+Enter takes its first offer.</p>"
    )
    return f"<body>{''.join(parts)}</body>"


def _sample(query: str) -> str:
    return f'<a href="try:{quote(query, safe="")}">{escape(query)}</a>'
