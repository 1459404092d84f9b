"""Copies of the snippets of the page: as they are, or below a line that says where they are from."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from momviewer.manual import copying
from momviewer.manual.copying import PlacedSnippet
from momviewer.ui.page_view import PageView
from momviewer.ui.reader import Reader


class SnippetCopies(QObject):
    """Puts snippets on the clipboard and says so, at the snippet and at the foot of the page."""

    def __init__(self, reader: Reader, view: PageView) -> None:
        super().__init__(view)
        self._reader, self._view = reader, view
        view.copy_asked.connect(self.copy_snippet)

    def snippet(self, snippet: str) -> PlacedSnippet | None:
        """Return a snippet of the page as it is copied: one of an example is the example whole."""
        page, manual = self._reader.page, self._reader.manual_at_hand
        found = next((s for s in page.snippets if s.id == snippet), None) if page else None
        if found is None or page is None or manual is None:
            return None
        text = (manual.bundle.example_text(found.number) if found.number else None) or found.text
        example = next((i for i in manual.outline.numbers.examples() if i.number == found.number), None)
        return PlacedSnippet(
            text=text,
            language=found.language,
            number=found.number,
            title=example.title if example else f"{page.info.number} {page.info.title}".strip(),
            manual=self._reader.manual,
            manual_title=self._reader.title,
            page=page.info.id,
            anchor=example.anchor if example else found.id,
        )

    def copy_snippet(self, snippet: str) -> None:
        """Copy a snippet of the page; one of an example copies the example whole."""
        if found := self.snippet(snippet):
            self.copy_text(found.text, found.name, snippet)

    def copy_text(self, text: str, name: str, snippet: str) -> None:
        """Copy a text of a snippet and say so, there and here: "Copied Example 15.1, 3 lines"."""
        QGuiApplication.clipboard().setText(text)
        self._view.show_copied(snippet)
        lines = text.count("\n") + 1
        self._view.notify(f"Copied {name}, {lines} {'line' if lines == 1 else 'lines'}")

    def copy_at_hand(self) -> None:
        """Copy the snippet that was jumped to, else the first in view."""
        if snippet := self.snippet_at_hand():
            self.copy_snippet(snippet)

    def copy_with_reference(self) -> None:
        """Copy that snippet below a line that says where it is from."""
        snippet = self.snippet_at_hand()
        if found := self.snippet(snippet):
            self.copy_text(copying.referred(found), f"{found.name} with reference", snippet)

    def snippet_at_hand(self) -> str:
        """Return the id of the snippet to copy: as the page says, which tells where there is none."""
        snippet = self._view.snippet_at_hand()
        if not snippet:
            self._view.notify("There is no snippet on this page")
        return snippet
