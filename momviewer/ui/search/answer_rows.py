"""Makes rows and sentences of an answer: the results, and what was found or why nothing was."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from momviewer.folding import fold
from momviewer.query.diagnostics import Diagnostic, Severity
from momviewer.query.occur import Occur
from momviewer.search.answers.narrowing import Narrowing
from momviewer.search.answers.quick_open import NameKind
from momviewer.ui.search.query_strip import Chip
from momviewer.ui.search.result_model import ResultRow, hit_row, query_row
from momviewer.wording import counted

if TYPE_CHECKING:
    from momviewer.search.answers.answering import Answer, Offer
    from momviewer.search.answers.searcher import Hit

TIP = "Try fewer words, or part of a name and a *."
NO_BETTER = "Corrected, it finds nothing either."
WHOLE_PAGES = frozenset({NameKind.TITLE, NameKind.PAGE})


def merged(above: Iterable[ResultRow], hits: Iterable[ResultRow], whole: Iterable[bool]) -> list[ResultRow]:
    """Return the rows of places and names, then those of hits; a hit on a named place joins that row.

    `whole` says of each row above whether it names a whole page; else it is a place on one.
    """
    left = list(hits)
    rows = []
    for row, is_page in zip(above, whole, strict=True):
        twin = next((hit for hit in left if _same(row, hit, is_page=is_page)), None)
        if twin:
            left.remove(twin)
            row = replace(row, excerpt=twin.excerpt, others=twin.others)  # noqa: PLW2901 - the row, with its passage
        rows.append(row)
    return rows + left


def _same(row: ResultRow, hit: ResultRow, *, is_page: bool) -> bool:
    if (row.address.page, row.address.manual) != (hit.address.page, hit.address.manual):
        return False
    return row.title == hit.title if is_page else row.address.anchor == hit.address.anchor


def offer_row(offer: "Offer") -> ResultRow:
    """Return the row of a query to ask instead."""
    return query_row(offer.query, f"{offer.label} · {counted(offer.total, 'page')}")


def first_told(diagnostics: Sequence[Diagnostic], *, hints: bool) -> Diagnostic | None:
    """Return the first diagnostic; hints count only with `hints`."""
    ranked = sorted(diagnostics, key=lambda told: told.severity is Severity.HINT)
    return next((told for told in ranked if hints or told.severity is not Severity.HINT), None)


def hit_rows(hits: Iterable["Hit"]) -> list[ResultRow]:
    """Return the rows of the pages found; those with other forms of the words only stand below a heading."""
    hits = list(hits)
    apart = sum(hit.apart for hit in hits)
    rows = [hit_row(hit) for hit in hits]
    if apart:
        first = len(hits) - apart
        rows[first] = replace(rows[first], heading=f"With other forms of the words only · {apart}")
    return rows


def chips(answer: "Answer") -> list[Chip]:
    """Return the clauses of a query with what each finds alone, and what was looked for instead."""
    read = _chips(answer)
    said = answer.result.searched_as if answer.result else None
    mended = {letters(word.word): word for word in said.mended} if said else {}
    return [
        replace(chip, text=word.instead, count=word.pages, was=chip.text, blocks=False)
        if (word := mended.get(letters(chip.text)))
        else chip
        for chip in read
    ]


def letters(text: str) -> str:
    """Return the letters of a word as they are compared, without its joints."""
    return re.sub(r"[\W_]+", "", fold(text))


def _chips(answer: "Answer") -> list[Chip]:
    result = answer.result
    if result is None or len(result.clauses) != len(answer.readings):
        return [Chip(reading.occur, reading.text) for reading in answer.readings]
    return [
        Chip(reading.occur, reading.text, count, blocks=place in result.blocking)
        for place, (reading, count) in enumerate(zip(answer.readings, result.clauses, strict=True))
    ]


def summary(answer: "Answer", *, named: int) -> str:
    """Return a sentence on how much was found beside the names, or why nothing was."""
    result = answer.result
    if result is None:
        told = first_told(answer.diagnostics, hints=False)
        return told.message if told else ""
    if not result.total:
        return "By name only: no page has it as typed." if named else nothing(answer)
    best = f", the best {len(result.hits)} shown" if len(result.hits) < result.total else ""
    return f"{counted(result.total, 'page')}{best}"


def nothing(answer: "Answer") -> str:
    """Return a sentence that no page is found and which part of the query is to blame."""
    blocking = [chip for chip in chips(answer) if chip.blocks]
    if len(answer.readings) > 1 and blocking:
        absent = [chip.text for chip in blocking if not chip.count]
        if absent:
            return f"Nothing is found: no page has {' or '.join(absent)}."
        if len(blocking) == 1:
            why = (
                "excludes what is left"
                if blocking[0].occur is Occur.MUST_NOT
                else "is on none of the others' pages"
            )
            return f"Nothing is found: {blocking[0].text} {why}."
        return f"Nothing is found: no page has all of {', '.join(chip.text for chip in blocking)}."
    return f"Nothing is found for {answer.asked}."


def narrowed_summary(answer: "Answer", narrowing: Narrowing) -> str:
    """Return a sentence on how much was found in some parts of the manuals: "12 examples"."""
    result = answer.result
    if result is None or not result.total:
        return "By name only: no text has it as typed."
    shown = f", the best {len(result.hits)} shown" if len(result.hits) < result.total else ""
    if narrowing is Narrowing.EXAMPLES:
        return f"{counted(result.total, 'example')}{shown}"
    return f"{counted(result.total, 'page')} among the {narrowing.value}{shown}"


def nothing_among(narrowing: Narrowing) -> str:
    """Return a sentence that nothing is found in some parts of the manuals."""
    return f"Nothing among the {narrowing.value}. “All” shows what is found elsewhere."
