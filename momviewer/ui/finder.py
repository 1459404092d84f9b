"""Searching while typing: the bar, the strip and the results, kept in step."""

from PySide6.QtCore import QObject, Signal

from momviewer.manual.numbering import Place, Suggestion
from momviewer.manual.outline import Outline
from momviewer.query.diagnostics import Severity, diagnose
from momviewer.query.explain import readings
from momviewer.query.parser import parse
from momviewer.search.searcher import SearchResult
from momviewer.ui.background_search import BackgroundSearch
from momviewer.ui.query_strip import Chip, QueryStrip
from momviewer.ui.result_model import ResultRow, hit_row, place_row
from momviewer.ui.results_panel import ResultsPanel
from momviewer.ui.search_bar import SearchBar

MOST_PLACES = 12
"""Places that a number offers above the pages found."""
MOST_CHAPTER = 120
"""Places that a chapter's number, "15." or "ex 71", lists: all there are, within reason."""


class Finder(QObject):
    """Answers what is typed: numbers at once, words when the index has answered."""

    begun = Signal()
    ended = Signal()
    settled = Signal()
    previewed = Signal(ResultRow)
    opened = Signal(ResultRow)
    marks_changed = Signal(object)
    trouble = Signal(str)

    def __init__(
        self, bar: SearchBar, strip: QueryStrip, panel: ResultsPanel, search: BackgroundSearch
    ) -> None:
        super().__init__(bar)
        self._bar, self._strip, self._panel, self._search = bar, strip, panel, search
        self._outline: Outline | None = None
        self._places: list[ResultRow] = []
        self._note = ""
        self._hinted = False
        bar.edited.connect(self._edited)
        bar.submitted.connect(self._open_current)
        bar.stepped.connect(panel.step)
        panel.previewed.connect(self.previewed)
        panel.opened.connect(self.opened)
        strip.fix_asked.connect(self.take_fix)
        search.answered.connect(self._answered)
        search.refused.connect(self._refused)
        search.failed.connect(self._failed)
        strip.hide()

    def use(self, outline: Outline) -> None:
        """Find numbers in another manual; what is typed is looked for again."""
        self._outline = outline
        self._edited()

    def take_fix(self, query: str = "") -> None:
        """Put a corrected query into the bar: the one given, else the first that is offered."""
        if chosen := query or self._strip.first_fix():
            self._bar.line.setText(chosen)
            self._bar.line.setFocus()

    def _edited(self) -> None:
        text = self._bar.text
        self._search.drop()
        if not text:
            self._strip.hide()
            self.marks_changed.emit(None)
            self._panel.show_rows((), "", "Type a number, a title or words into the bar.")
            self.ended.emit()
            self.settled.emit()
            return
        self.begun.emit()
        suggestion = self._outline.numbers.suggest(text) if self._outline else None
        self._places = self._rows_of(suggestion, text)
        self._note = suggestion.note if suggestion else ""
        if self._places or self._note:
            self._panel.show_rows(self._places, self._note or self._counted(), self._note)
        self._explain(text)
        self._strip.show()
        self._search.ask(text)

    def _rows_of(self, suggestion: Suggestion | None, text: str) -> list[ResultRow]:
        if suggestion is None or self._outline is None:
            return []
        most = MOST_CHAPTER if text.endswith(".") else MOST_PLACES
        return [place_row(place, self._page_title(place)) for place in suggestion.places[:most]]

    def _page_title(self, place: Place) -> str:
        page = self._outline.pages.get(place.page) if self._outline else None
        if page is None:
            return "Missing from this manual"
        return "" if page.title == place.title else f"{page.number} {page.title}".strip()

    def _counted(self) -> str:
        return f"{len(self._places)} with this number"

    def _explain(self, text: str) -> None:
        """Say what stands in the query's way; a number is no query to find fault with."""
        parsed = parse(text)
        if self._places or self._note:
            self._hinted = True
            first = f"A number. Enter opens {self._places[0].number}." if self._places else ""
            self._strip.show_message(self._note or first, (), warning=False)
            return
        found = diagnose(parsed)
        told = next((d for d in found if d.severity is not Severity.HINT), None)
        self._hinted = told is not None
        if told:
            self._strip.show_message(told.message, told.fixes)
        elif parsed.ok:
            chips = [Chip(reading.occur, reading.text) for reading in readings(parsed)]
            self._strip.show_reading(chips, "")
        else:
            self._strip.show_reading((), "")

    def _answered(self, result: SearchResult) -> None:
        rows = [*self._places, *(hit_row(hit) for hit in result.hits)]
        pages = f"{result.total} {'page' if result.total == 1 else 'pages'}"
        shown = f"{pages} · {result.seconds:.3f} s"
        if len(result.hits) < result.total:
            shown = f"{pages}, the best {len(result.hits)} shown · {result.seconds:.3f} s"
        if self._places:
            shown = f"{self._counted()}, and {pages} that hold it"
        empty = f"Nothing is found for {result.query}. Try fewer words, or part of a name and a *."
        self._panel.show_rows(rows, self._note or shown, self._note or empty)
        if not self._hinted:
            parsed = parse(result.query)
            read = readings(parsed) if parsed.ok else ()
            counts = result.clauses if len(result.clauses) == len(read) else (None,) * len(read)
            chips = [
                Chip(reading.occur, reading.text, count) for reading, count in zip(read, counts, strict=True)
            ]
            self._strip.show_reading(chips, pages)
        self.marks_changed.emit(result.marks.pattern)
        self.settled.emit()

    def _refused(self, _message: str) -> None:
        empty = self._note or "The query cannot be read as it stands. The strip above says why."
        self._panel.show_rows(self._places, self._note or (self._counted() if self._places else ""), empty)
        self.marks_changed.emit(None)
        self.settled.emit()

    def _failed(self, message: str) -> None:
        self._panel.show_rows(self._places, "", message)
        self.trouble.emit(message)
        self.settled.emit()

    def _open_current(self) -> None:
        if self._panel.current:
            self.opened.emit(self._panel.current)
