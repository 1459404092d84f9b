"""Searches while the reader types; keeps the bar, the strip and the results in step."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from momviewer.errors import MomviewerError, UsageError
from momviewer.manual.numbering import Destination, Suggestion
from momviewer.manual.outline import OpenManual, Outline
from momviewer.query.diagnostics import Fix, Severity
from momviewer.query.escaping import quote
from momviewer.search.answers.narrowing import Narrowing
from momviewer.search.answers.quick_open import NameMatch
from momviewer.ui.base.actions import Command, Group
from momviewer.ui.search.answer_rows import (
    NO_BETTER,
    TIP,
    WHOLE_PAGES,
    chips,
    first_told,
    hit_rows,
    merged,
    narrowed_summary,
    nothing_among,
    offer_row,
    summary,
)
from momviewer.ui.search.background_search import BackgroundSearch, ChooseManuals
from momviewer.ui.search.query_strip import QueryStrip
from momviewer.ui.search.result_model import ResultRow, name_row, place_row, query_row
from momviewer.ui.search.results_panel import ResultsPanel
from momviewer.ui.search.search_bar import SearchBar
from momviewer.wording import counted

if TYPE_CHECKING:
    from momviewer.search.answers.answering import Answer

MAX_DESTINATIONS = 12
"""Most places of a number that are listed above the pages found."""
MAX_CHAPTER_DESTINATIONS = 120
"""Most places that a chapter's number, "15." or "ex 71", lists."""
MAX_RECENT = 12
INSTEAD = "Perhaps one of these:"
"""The line above queries to ask instead, where the strip says why nothing is found."""
START = "Type a number, a title or words into the bar."


class SearchController(QObject):
    """Answers what is typed: numbers at once, and words when the index has answered."""

    started = Signal()
    ended = Signal()
    settled = Signal()
    previewed = Signal(ResultRow)
    opened = Signal(ResultRow)
    tab_requested = Signal(ResultRow)
    remembered = Signal()
    """Another query is among the recent ones, or came to their head."""
    marks_changed = Signal(object)
    trouble = Signal(MomviewerError)
    answered = Signal(object)
    """With an `Answer`."""

    def __init__(
        self, bar: SearchBar, strip: QueryStrip, panel: ResultsPanel, search: BackgroundSearch
    ) -> None:
        super().__init__(bar)
        self._bar, self._strip, self._panel, self._search = bar, strip, panel, search
        self._outline: Outline | None = None
        self._manual_id = ""
        self._places: list[ResultRow] = []
        self._addressed: list[ResultRow] = []
        """Those of them that an address names."""
        self._note = ""
        self._pasted = False
        self._read_as_query = ""
        """The text that is to be read as a query, although it looks like none."""
        self._narrowing = Narrowing.ALL
        self.recent: list[str] = []
        bar.edited.connect(self._edited)
        bar.pasted.connect(self._note_paste)
        bar.entered.connect(self._offer_recent)
        bar.cancelled.connect(self._hide_recent)
        bar.submitted.connect(self._open_current)
        bar.stepped.connect(panel.step)
        panel.previewed.connect(self._preview)
        panel.opened.connect(self._open)
        panel.narrowed.connect(self.narrow)
        panel.tab_requested.connect(self._open_in_tab)
        strip.fix_requested.connect(self.apply_fix)
        search.answered.connect(self._answered)
        search.failed.connect(self._failed)
        strip.hide()

    def commands(self) -> list[Command]:
        """Return the commands for finding."""
        return [
            Command("find", "Find", Group.FINDING, self._bar.start, ("Ctrl+K", "Ctrl+L", "/")),
            Command("fix", "Take the fix", Group.FINDING, self.apply_fix, ("Alt+Enter", "Alt+Return")),
            *(
                Command(
                    f"results: {part.value}",
                    f"Results: {part.value}",
                    Group.FINDING,
                    partial(self.narrow, part),
                    (f"Alt+{place}",),
                )
                for place, part in enumerate(Narrowing, start=1)
            ),
        ]

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only the examples, the options and functions, or the sections of what is found, or all of it.

        That holds until the bar is empty.
        """
        if self._bar.text and narrowing is not self._narrowing:
            self._narrowing = narrowing
            self._edited()

    def set_manual(self, manual: OpenManual, searched: ChooseManuals) -> None:
        """Find the numbers of another manual from now on, and search the bundles that `searched` returns."""
        self._manual_id, self._outline = manual.bundle.info.id, manual.outline
        self._search.set_manuals(searched)

    def ask(self, text: str) -> None:
        """Search for a text as if it had been typed."""
        self._bar.line.setText(text)
        self._bar.line.setFocus()

    def ask_again(self) -> None:
        """Search again for what is typed, after other manuals are searched."""
        if self._bar.text:
            self._edited()

    def apply_fix(self, query: str = "") -> None:
        """Put a corrected query into the bar: `query`, or else the first that is offered."""
        if chosen := query or self._strip.first_fix():
            if chosen == self._bar.text:  # what is typed, read as a query
                self._read_as_query = chosen
                self._edited()
            else:
                self._bar.line.setText(chosen)
            self._bar.line.setFocus()

    def walk(self) -> None:
        """Put the keyboard on the results, or into the bar where there are none."""
        if self._panel.rows:
            self._panel.setFocus()
        else:
            self._bar.start()

    def offer(self, rows: Iterable[ResultRow], above: str) -> None:
        """List places to choose from, which something else than typing has found."""
        self._search.drop()
        self.started.emit()
        self._panel.show_narrowing(None)
        self._panel.show_rows(rows, above, "")

    # What is typed

    def _edited(self) -> None:
        text = self._bar.text
        self._search.drop()
        self._bar.underline(())
        if not text:
            self._strip.hide()
            self._narrowing = Narrowing.ALL
            self._panel.show_narrowing(None)
            self.marks_changed.emit(None)
            self._panel.show_rows((), "", START)
            self.ended.emit()
            self._offer_recent()
            self.settled.emit()
            return
        self.started.emit()
        suggestion = self._outline.numbers.suggest(text) if self._outline else None
        self._note = suggestion.note if suggestion else ""
        self._addressed = self._rows_at(text)
        self._places = self._addressed or self._rows_of(self._narrowed(suggestion), text)
        if self._places or self._note:
            self._panel.show_rows(self._places, INSTEAD if self._note else self._with_number(), self._note)
            self._strip.show_message(self._note or self._first(), (), warning=False)
        self._strip.show()
        self._panel.show_narrowing(self._narrowing)
        self._search.ask(text, as_query=text == self._read_as_query, narrowing=self._narrowing)

    def _note_paste(self) -> None:
        self._pasted = True

    def _offer_recent(self) -> None:
        """List recent queries while the empty bar has the focus."""
        if self._bar.line.hasFocus() and not self._bar.text and self.recent:
            self.started.emit()
            self._panel.show_rows(map(query_row, self.recent), "Asked before", "")

    def _hide_recent(self) -> None:
        """Hide the recent queries of the empty bar."""
        if not self._bar.text:
            self.ended.emit()

    # Addresses and numbers

    def _rows_at(self, text: str) -> list[ResultRow]:
        """Return the row of what an address leads to, in the open manual or in the one that it names."""
        from momviewer.manual.targets import folded, known_page, read_target

        try:
            request = read_target(text)
        except UsageError:  # too long to be one: it is searched for like anything else
            return []
        if not request.is_address or self._outline is None:
            return []
        if request.manual not in {"", self._manual_id}:
            address = request.addresses[0]
            return [ResultRow(address, "", address.page or "The first page", f"In {address.manual}")]
        found = known_page(request.addresses, folded(self._outline.pages.values()))
        if found is None:
            return []
        address, page = replace(found, manual=self._manual_id), self._outline.pages[found.page]
        item = self._outline.item_at(found)
        if item:
            return [ResultRow(address, item.label, item.title, page.label)]
        return [ResultRow(address, page.number, page.title, f"#{found.anchor}" if found.anchor else "")]

    def _first(self) -> str:
        if self._addressed:
            return "An address: Enter opens it."
        return f"A number: Enter opens {self._places[0].number}." if self._places else ""

    def _rows_of(self, suggestion: Suggestion | None, text: str) -> list[ResultRow]:
        if suggestion is None:
            return []
        is_chapter = text.endswith(".")
        places = suggestion.places[: MAX_CHAPTER_DESTINATIONS if is_chapter else MAX_DESTINATIONS]
        rows = [place_row(place, self._page_title(place), self._manual_id) for place in places]
        return [replace(row, brief=True) for row in rows] if is_chapter else rows

    def _narrowed(self, suggestion: Suggestion | None) -> Suggestion | None:
        """Return a suggestion with the places that the results are narrowed to."""
        if suggestion is None:
            return None
        fitting = (place for place in suggestion.places if self._narrowing.has_number(place.kind))
        return replace(suggestion, places=tuple(fitting))

    def _page_title(self, place: Destination) -> str:
        page = self._outline.pages.get(place.page) if self._outline else None
        if page is None:
            return "Missing from this manual"
        return "" if page.title == place.title else page.label

    def _with_number(self) -> str:
        return "At this address" if self._addressed else f"{len(self._places)} with this number"

    # Words

    def _answered(self, answer: "Answer") -> None:
        result = answer.result
        hits = hit_rows(result.hits) if result else []
        if self._places:
            rows = merged(self._places, hits, [not place.address.anchor for place in self._places])
        else:
            names = [self._named(match, answer.named) for match in answer.names]
            rows = merged(names, hits, [match.name.kind in WHOLE_PAGES for match in answer.names])
            rows += map(offer_row, answer.offers)
        if answer.manuals:
            rows = [row if row.query else row.in_manuals(answer.manuals) for row in rows]
        said = self._summary(answer)
        instead = not self._addressed and (self._note or result is None)
        above = INSTEAD if instead else said
        self._panel.show_rows(rows, above if rows else "", f"{said} {TIP if result else NO_BETTER}")
        if not self._places and not self._note:
            self._explain(answer)
        self.marks_changed.emit(result.marks.pattern if result else None)
        self.answered.emit(answer)
        self.settled.emit()

    def _named(self, match: NameMatch, manual: str) -> ResultRow:
        outline = self._outline if manual == self._manual_id else None
        page = outline.pages.get(match.name.page) if outline else None
        above = outline.way_to(match.name.page)[:-1] if outline else ()
        if page is not None and page.title != match.name.text:
            return name_row(match, page.label, manual)
        section = above[-1].label if above else ""
        return name_row(match, section, manual)

    def _summary(self, answer: "Answer") -> str:
        if self._note:
            return self._note
        if self._narrowing is not Narrowing.ALL and not self._places:
            found = answer.result.total if answer.result else len(answer.names)
            return narrowed_summary(answer, self._narrowing) if found else nothing_among(self._narrowing)
        if not self._places:
            return summary(answer, named=len(answer.names))
        if self._addressed:
            return self._with_number()
        held = answer.result.total if answer.result else 0
        return f"{self._with_number()}; {counted(held, 'page holds', 'pages hold')} it"

    def _explain(self, answer: "Answer") -> None:
        """Show in the strip how the query is read, or what is wrong with it."""
        found = answer.result.total if answer.result else 0
        told = first_told(answer.diagnostics, hints=not found)
        offset = len(self._bar.line.text()) - len(self._bar.line.text().lstrip())
        self._bar.underline([(d.start + offset, d.end + offset) for d in answer.diagnostics])
        said = answer.result.searched_as if answer.result else None
        if said and (said.is_text or said.mended):
            self._bar.underline(())
            how = "searched as text" if said.is_text else "reads as"
            as_it_is = Fix("Read as a query" if said.is_text else "Search as typed", answer.asked)
            self._strip.show_reading(chips(answer), how=how, fixes=(as_it_is,))
        elif told:
            warning = told.severity is not Severity.HINT
            self._strip.show_message(told.message, told.fixes, warning=warning)
        elif self._pasted:
            fix = Fix("Search as a phrase", quote(answer.asked))
            self._strip.show_message("The lines that were pasted are joined.", (fix,), warning=False)
        elif answer.result:
            self._strip.show_reading(chips(answer))
        self._pasted = False

    def _failed(self, error: MomviewerError) -> None:
        self._panel.show_rows(self._places, "", str(error))
        self.trouble.emit(error)
        self.settled.emit()

    # Rows

    def _open_current(self) -> None:
        if self._panel.current:
            self._open(self._panel.current)

    def _open(self, row: ResultRow) -> None:
        if row.query:
            self._bar.line.setText(row.query)
            return
        self._remember(self._bar.text)
        self.opened.emit(row)

    def _open_in_tab(self, row: ResultRow) -> None:
        self._remember(self._bar.text)
        self.tab_requested.emit(row)

    def _preview(self, row: ResultRow) -> None:
        if not row.query:
            self.previewed.emit(row)

    def _remember(self, query: str) -> None:
        self.recent = [query, *(asked for asked in self.recent if asked != query)][:MAX_RECENT]
        self.remembered.emit()
