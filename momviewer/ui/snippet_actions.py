"""What a reader does with a snippet of the page beside copying it: its menu, straight copies, filling in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from momviewer.library.fill_in_values import ManualValues, Values
from momviewer.manual import copying, fill_in
from momviewer.manual.model import Page
from momviewer.ui.page_marks import Layer
from momviewer.ui.page_text import utf16_length
from momviewer.ui.page_view import PageView
from momviewer.ui.reader import Reader
from momviewer.ui.snippet_copies import SnippetCopies
from momviewer.ui.snippet_menu import Effects, SnippetMenu


@dataclass(frozen=True, slots=True)
class Change:
    """A place of a shown snippet that the reader has a value for, by its positions in the document."""

    start: int
    end: int
    text: str
    value: str


class SnippetActions(QObject):
    """Opens menus for the snippets of the page, and shows which places a copy fills in."""

    values_changed = Signal()

    def __init__(
        self,
        copies: SnippetCopies,
        reader: Reader,
        view: PageView,
        values: ManualValues,
        trouble: Callable[[str], None],
    ) -> None:
        super().__init__(view)
        self._copies, self._reader, self._view, self._trouble = copies, reader, view, trouble
        self.values: ManualValues = dict(values)
        self._changes: list[Change] = []
        view.snippet_menu_asked.connect(self.show_menu)
        view.straight_asked.connect(self.copy_straight)
        view.viewport().installEventFilter(self)
        reader.page_shown.connect(lambda _page: self._mark())

    def show_menu(self, snippet: str, place: QPoint) -> SnippetMenu | None:
        """Open the menu of a snippet of the page at a place of the screen, and return it."""
        found = self._copies.snippet(snippet)
        if found is None:
            return None
        menu = SnippetMenu(found, self._effects(snippet), self._view.tokens, self._view)
        menu.popup(place)
        return menu

    def show_menu_at_hand(self) -> None:
        """Open the menu of the snippet at hand."""
        if snippet := self._copies.snippet_at_hand():
            self._view.ask_snippet_menu(snippet)

    def copy_straight(self, snippet: str) -> None:
        """Copy a snippet without typographic characters."""
        if found := self._copies.snippet(snippet):
            straight = copying.straightened(found.text)
            self._copies.copy_text(straight, f"{found.name} with straight characters", snippet)

    def copy_filled_in(self) -> None:
        """Copy the snippet at hand with the reader's values; ask for them where there are none."""
        snippet = self._copies.snippet_at_hand()
        found = self._copies.snippet(snippet)
        if found is None:
            return
        filled = fill_in.fill_with(found.text, self._values_of(found.manual))
        if filled.changed:
            self._copies.copy_text(filled.text, f"{found.name}, filled in", snippet)
        elif fill_in.fields(found.text):
            SnippetMenu(found, self._effects(snippet), self._view.tokens, self._view).fill_in()
        else:
            self._view.notify(f"There is nothing to fill in in {found.name}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say what a marked place becomes while the mouse rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._view.cursorForPosition(event.pos()).position()
            change = next((change for change in self._changes if change.start <= at <= change.end), None)
            if change:
                told = f"{change.text} → {change.value} in a copy that is filled in"
                QToolTip.showText(event.globalPos(), told, self._view)
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _effects(self, snippet: str) -> Effects:
        manual = self._reader.manual
        return Effects(
            copy=lambda text, name: self._copies.copy_text(text, name, snippet),
            tell=self._view.notify,
            trouble=self._trouble,
            values=lambda: self._values_of(manual),
            remember=lambda values: self._remember(manual, values),
        )

    def _values_of(self, manual: str) -> Values:
        return self.values.get(manual, {})

    def _remember(self, manual: str, values: Values) -> None:
        self.values = {**self.values, manual: dict(values)}
        self.values_changed.emit()
        self._mark()

    def _mark(self) -> None:
        """Mark the places that a copy with the reader's values changes."""
        page, values = self._reader.page, self._values_of(self._reader.manual)
        self._changes = list(self._changed(page, values)) if page and values else []
        self._view.marks.set(Layer.VALUES, [(change.start, change.end) for change in self._changes])

    def _changed(self, page: Page, values: Values) -> Iterator[Change]:
        shown = set(self._view.snippets)
        for snippet in page.snippets:
            if snippet.id not in shown:
                continue
            code, _ = self._view.snippets.code_of(snippet.id)
            filled = fill_in.fill_with(snippet.text, values)
            for place, start, end in filled.spans:
                if filled.text[start:end] != place.text:
                    at = code + utf16_length(snippet.text[: place.start])
                    yield Change(at, at + utf16_length(place.text), place.text, filled.text[start:end])
