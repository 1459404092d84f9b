"""Copies the snippets of the page, opens their menus, and marks what a copy fills in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QToolTip

from momviewer.manual.model import Page
from momviewer.ui.base.documents import utf16_length
from momviewer.ui.page.highlights import HighlightLayer
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.reader import Reader
from momviewer.ui.snippets.editor_copies import EditorCopies
from momviewer.user_data.stores import ManualValues, Values, joined_values
from momviewer.wording import counted

if TYPE_CHECKING:
    from momviewer.manual.snippets.copying import PlacedSnippet
    from momviewer.ui.snippets.snippet_menu import Effects, SnippetMenu


@dataclass(frozen=True, slots=True)
class FilledPlaceholder:
    """A placeholder on the page that the reader has a value for, by its positions in the document."""

    start: int
    end: int
    text: str
    value: str


class SnippetCopies(QObject):
    """Puts snippets on the clipboard, and says so at the snippet and at the foot of the page."""

    def __init__(self, reader: Reader, view: PageView) -> None:
        super().__init__(view)
        self._reader, self._view = reader, view
        view.copy_requested.connect(self.copy_snippet)

    def snippet(self, snippet: str) -> "PlacedSnippet | None":
        """Return a snippet of the page as it is copied: for one of an example, the whole example."""
        from momviewer.manual.snippets.copying import PlacedSnippet

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
            title=example.title if example else page.info.label,
            manual=self._reader.manual_id,
            manual_title=self._reader.manual_title,
            page=page.info.id,
            anchor=example.anchor if example else found.id,
        )

    def copy_snippet(self, snippet: str) -> None:
        """Copy a snippet of the page, or the whole example that it belongs to."""
        if found := self.snippet(snippet):
            self.copy_text(found.text, found.name, snippet)

    def copy_text(self, text: str, name: str, snippet: str) -> None:
        """Copy a text of a snippet and say so, there and here: "Copied Example 15.1, 3 lines"."""
        QGuiApplication.clipboard().setText(text)
        self._view.show_copied(snippet)
        self._view.notify(f"Copied {name}, {counted(text.count(chr(10)) + 1, 'line')}")

    def copy_at_hand(self) -> None:
        """Copy the snippet that was jumped to, or else the first in view."""
        if snippet := self.snippet_at_hand():
            self.copy_snippet(snippet)

    def copy_with_reference(self) -> None:
        """Copy that snippet below a line that says where it is from."""
        from momviewer.manual.snippets import copying

        snippet = self.snippet_at_hand()
        if found := self.snippet(snippet):
            self.copy_text(copying.referred(found), f"{found.name} with reference", snippet)

    def snippet_at_hand(self) -> str:
        """Return the id of the snippet to copy; if there is none, say so and return ""."""
        snippet = self._view.snippet_at_hand()
        if not snippet:
            self._view.notify("There is no snippet on this page")
        return snippet


class SnippetActions(QObject):
    """Opens the menus of the page's snippets, and marks the placeholders that a copy fills in."""

    values_changed = Signal()

    def __init__(
        self,
        copies: SnippetCopies,
        reader: Reader,
        view: PageView,
        values: ManualValues,
        editor_copies: EditorCopies,
        trouble: Callable[[str], None],
    ) -> None:
        super().__init__(view)
        self._copies, self._reader, self._view, self._trouble = copies, reader, view, trouble
        self._editor_copies = editor_copies
        self.values: ManualValues = dict(values)
        self._changes: list[FilledPlaceholder] = []
        view.snippet_menu_requested.connect(self.show_menu)
        view.straight_requested.connect(self.copy_straight)
        view.viewport().installEventFilter(self)
        reader.page_shown.connect(lambda _page: self._mark())

    def take_in(self, values: ManualValues) -> str:
        """Fill in these values too, and say how many were new: "2 values"; those that are there stay."""
        before = sum(map(len, self.values.values()))
        self._set_values(joined_values(self.values, values))
        return counted(sum(map(len, self.values.values())) - before, "value")

    def show_menu(self, snippet: str, place: QPoint) -> "SnippetMenu | None":
        """Open the menu of a snippet of the page at a place of the screen, and return it."""
        found = self._copies.snippet(snippet)
        if found is None:
            return None
        menu = self._menu(found, snippet)
        menu.popup(place)
        return menu

    def show_menu_at_hand(self) -> None:
        """Open the menu of the snippet at hand."""
        if snippet := self._copies.snippet_at_hand():
            self._view.ask_snippet_menu(snippet)

    def copy_straight(self, snippet: str) -> None:
        """Copy a snippet without typographic characters."""
        from momviewer.manual.snippets import copying

        if found := self._copies.snippet(snippet):
            straight = copying.straightened(found.text)
            self._copies.copy_text(straight, f"{found.name} with straight characters", snippet)

    def copy_filled_in(self) -> None:
        """Copy the current snippet with the reader's values; ask for them if there are none."""
        from momviewer.manual.snippets import fill_in

        snippet = self._copies.snippet_at_hand()
        found = self._copies.snippet(snippet)
        if found is None:
            return
        filled = fill_in.fill_with(found.text, self._values_of(found.manual))
        if filled.changed:
            self._copies.copy_text(filled.text, f"{found.name}, filled in", snippet)
        elif fill_in.fields(found.text):
            self._menu(found, snippet).fill_in()
        else:
            self._view.notify(f"There is nothing to fill in in {found.name}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show a marked placeholder's value while the mouse is over it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._view.cursorForPosition(event.pos()).position()
            change = next((change for change in self._changes if change.start <= at <= change.end), None)
            if change:
                told = f"{change.text} → {change.value} in a copy that is filled in"
                QToolTip.showText(event.globalPos(), told, self._view)
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _menu(self, found: "PlacedSnippet", snippet: str) -> "SnippetMenu":
        from momviewer.ui.snippets.snippet_menu import SnippetMenu

        return SnippetMenu(found, self._effects(snippet), self._view.theme, self._view)

    def _effects(self, snippet: str) -> "Effects":
        from momviewer.ui.snippets.snippet_menu import Effects

        manual = self._reader.manual_id
        return Effects(
            copy=lambda text, name: self._copies.copy_text(text, name, snippet),
            report=self._view.notify,
            trouble=self._trouble,
            values=lambda: self._values_of(manual),
            remember=lambda values: self._remember(manual, values),
            editor_copies=self._editor_copies,
        )

    def _values_of(self, manual: str) -> Values:
        return self.values.get(manual, {})

    def _remember(self, manual: str, values: Values) -> None:
        self._set_values({**self.values, manual: dict(values)})

    def _set_values(self, values: ManualValues) -> None:
        self.values = values
        self.values_changed.emit()
        self._mark()

    def _mark(self) -> None:
        """Mark the placeholders that a copy with the reader's values changes."""
        page, values = self._reader.page, self._values_of(self._reader.manual_id)
        self._changes = list(self._changed(page, values)) if page and values else []
        self._view.marks.set(HighlightLayer.VALUES, [(change.start, change.end) for change in self._changes])

    def _changed(self, page: Page, values: Values) -> Iterator[FilledPlaceholder]:
        from momviewer.manual.snippets import copying, fill_in

        shown = set(self._view.snippets)
        for snippet in page.snippets:
            if snippet.id not in shown:
                continue
            code, end = self._view.snippets.code_of(snippet.id)
            filled = fill_in.fill_with(snippet.text[: end - code], values)  # of some the beginning is shown
            for place, start, end in filled.spans:
                if filled.text[start:end] != place.text:
                    at = code + utf16_length(copying.shown(snippet.text[: place.start]))
                    last = at + utf16_length(place.text)
                    # A long word before it has zero-width spaces in it.
                    if self._view.places.text_between(at, last) == place.text:
                        yield FilledPlaceholder(at, last, place.text, filled.text[start:end])
