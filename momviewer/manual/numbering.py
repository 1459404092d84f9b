"""Finds what a number such as "15.1", "ex 15.1", "15." or "ch 15" names in a manual."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from momviewer.manual.checked.values import record_of
from momviewer.manual.model import ItemKind, NumberedItem, PageKind, TocEntry

EXAMPLE, FIGURE, TABLE = ItemKind.EXAMPLE.value, ItemKind.FIGURE.value, ItemKind.TABLE.value
SECTION, CHAPTER, PART, APPENDIX = (
    PageKind.SECTION.value,
    PageKind.CHAPTER.value,
    PageKind.PART.value,
    PageKind.APPENDIX.value,
)
PREFERENCE = (EXAMPLE, CHAPTER, SECTION, FIGURE, TABLE, APPENDIX, PART)
"""The kinds of things that a bare number may mean, the likeliest first."""

PLURALS = {CHAPTER: "chapters", PART: "parts", APPENDIX: "appendices"}
MAX_SUGGESTIONS = 15
"""Most numbers that a sentence lists one by one."""
WORDS = {
    "example": EXAMPLE,
    "ex": EXAMPLE,
    "figure": FIGURE,
    "fig": FIGURE,
    "table": TABLE,
    "tab": TABLE,
    "section": SECTION,
    "sect": SECTION,
    "sec": SECTION,
    "§": SECTION,
    "chapter": CHAPTER,
    "chap": CHAPTER,
    "ch": CHAPTER,
    "part": PART,
    "appendix": APPENDIX,
    "app": APPENDIX,
}
REFERENCE = re.compile(
    rf"(?:(?P<word>{'|'.join(map(re.escape, sorted(WORDS, key=len, reverse=True)))})\.?\s*)?"
    r"(?P<number>\d+(?:\.\d+)*|[ivxlcdm]+|[a-z](?:\.\d+)*)(?P<open>\.)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A number as a reader writes it: `kind` is "" for "15.1", and `open` is true for "15.", a chapter."""

    number: str
    kind: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Destination:
    """Something that has a number, and where it stands; `kind` is one of `PREFERENCE`."""

    kind: str
    number: str
    title: str
    page: str
    anchor: str

    @property
    def label(self) -> str:
        """Return its kind and number, such as "Example 15.1"."""
        return f"{self.kind.capitalize()} {self.number}".rstrip()


@dataclass(frozen=True, slots=True)
class FormerNumber:
    """A number that something had in an earlier edition, and what that is now, or None if it is gone."""

    kind: str
    number: str
    edition: str
    now: Destination | None

    @property
    def note(self) -> str:
        """Return a sentence such as "Example 15.1 of the 2017 edition is 15.2 now."."""
        old = f"{self.kind.capitalize()} {self.number} of the {self.edition} edition"
        if self.now is None:
            return f"{old} is no longer in the manual."
        name = self.now.number if self.now.kind == self.kind else self.now.label
        name = name if self.now.number else f"“{self.now.title}”"
        return f"{old} is {name} now."


def destination(stored: object) -> Destination:
    """Return a destination as a bundle's JSON holds it; raises DecodingError for anything else."""
    return Destination(**record_of(stored).texts("kind", "number", "title", "page", "anchor"))


def former_number(stored: object) -> FormerNumber:
    """Return a former number as a bundle's JSON holds it; raises DecodingError for anything else."""
    known = record_of(stored)
    now = destination(known["now"]) if known["now"] is not None else None
    return FormerNumber(**known.texts("kind", "number", "edition"), now=now)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to offer for a number: places, the likeliest first, and a sentence if none has the number."""

    places: tuple[Destination, ...]
    note: str = ""


def parse_reference(text: str) -> Reference | None:
    """Read "15.1", "Example 15.1", "ex. 15.1", "§15.3", "15." or "ch 15"; return None for anything else.

    No-break spaces count as blanks, and full-width digits as digits. Letters are a number only behind their
    kind, as in "part III" and "appendix A".
    """
    match = REFERENCE.fullmatch(" ".join(unicodedata.normalize("NFKC", text).split()))
    if not match:
        return None
    kind = WORDS.get((match["word"] or "").lower(), "")
    number = match["number"].upper()
    if not number[0].isdigit() and kind not in {PART, APPENDIX} and not re.fullmatch(r"[A-Z]\.\d.*", number):
        return None
    return Reference(number, kind, bool(match["open"]))


def number_key(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Return a sort key that puts 71.9 before 71.10, and letters after digits."""
    return tuple(map(_part_key, number.split(".")))


def _part_key(part: str) -> tuple[bool, int, str]:
    if not part.isdecimal():
        return True, 0, part
    digits = part.lstrip("0")  # by length, then as text: Python reads no number of more than 4,300 digits
    return False, len(digits), digits


def numbered_places(contents: Sequence[TocEntry], items: Sequence[NumberedItem]) -> list[Destination]:
    """Return everything with a number: examples, figures, tables and entries of the contents."""
    places = [Destination(i.kind.value, i.number, i.title, i.page, i.anchor) for i in items]
    entries = (entry for top in contents for entry in top.walk())
    return places + [
        Destination(entry.kind.value, entry.number, entry.title, entry.page, entry.anchor)
        for entry in entries
        if entry.number and entry.kind.value in PREFERENCE
    ]


class NumberIndex:
    """Finds what a number names in one manual; `former` has the numbers of its earlier editions."""

    def __init__(
        self,
        contents: Sequence[TocEntry],
        items: Sequence[NumberedItem],
        former: Sequence[FormerNumber] = (),
    ) -> None:
        places = numbered_places(contents, items)
        self._former = former
        self._by_kind = {kind: [p for p in places if p.kind == kind] for kind in PREFERENCE}
        for kind in set(PREFERENCE) - {PART}:  # Roman numbers stay in the order of the contents
            self._by_kind[kind].sort(key=lambda place: number_key(place.number))

    def find(self, reference: Reference) -> tuple[Destination, ...]:
        """Return the places with exactly this number, the likeliest first."""
        kinds = (reference.kind,) if reference.kind else PREFERENCE
        return tuple(p for kind in kinds for p in self._by_kind[kind] if p.number == reference.number)

    def suggest(self, text: str) -> Suggestion | None:
        """Return what to offer for a text that a reader typed, or None if it is no number.

        The places with this very number come first, then those whose numbers begin with it. A number past
        its chapter's end is answered with the nearest ones and a sentence that says where the chapter ends.
        If an earlier edition gave the number to something else, that is offered too, and a sentence says so.
        """
        reference = parse_reference(text)
        if reference is None:
            return None
        named = Suggestion(()) if reference.open else self.named(reference)
        places = tuple(dict.fromkeys(named.places + self._below(reference)))
        found = Suggestion(places) if places else self._nearest(reference)
        return replace(found, note=named.note or found.note)

    def named(self, reference: Reference) -> Suggestion:
        """Return the places that a number names, as `find` does, and what it named in an earlier edition.

        The latter comes last if something else of its kind has the number now; otherwise it takes the place
        of its kind. A sentence says which number it has today.
        """
        exact = self.find(reference)
        former = self.formerly(reference)
        kinds = {place.kind for place in exact}
        moved = [(known.kind, known.now) for known in former if known.now]
        ranked = [(place.kind, place) for place in exact] + [pair for pair in moved if pair[0] not in kinds]
        ranked.sort(key=lambda pair: PREFERENCE.index(pair[0]))
        others = tuple(now for kind, now in moved if kind in kinds)
        places = tuple(dict.fromkeys((*(place for _, place in ranked), *others)))
        return Suggestion(places, former[0].note if former else "")

    def formerly(self, reference: Reference) -> tuple[FormerNumber, ...]:
        """Return what had this number in an earlier edition and lost it, the likeliest kind first."""
        kinds = (reference.kind,) if reference.kind else PREFERENCE
        numbered = [known for known in self._former if known.number == reference.number]
        return tuple(known for kind in kinds for known in numbered if known.kind == kind)

    def examples(self) -> tuple[Destination, ...]:
        """Return all examples in numeric order."""
        return tuple(self._by_kind[EXAMPLE])

    def samples(self) -> dict[str, str]:
        """Return a number of each kind that the manual has, as one to try: that of an example first."""
        examples = self._by_kind[EXAMPLE]
        chapter = examples[0].number.partition(".")[0] if examples else ""
        found = {}
        for kind in (EXAMPLE, FIGURE, TABLE, SECTION, CHAPTER):
            here = (
                place.number for place in self._by_kind[kind] if place.number.partition(".")[0] == chapter
            )
            if number := next(here, "") or next((place.number for place in self._by_kind[kind]), ""):
                found[kind] = number
        return found

    def _below(self, reference: Reference) -> tuple[Destination, ...]:
        kinds = (reference.kind,) if reference.kind not in {"", CHAPTER} else PREFERENCE
        inside = f"{reference.number}."
        typed = inside if reference.open or "." not in reference.number else reference.number
        return tuple(p for kind in kinds for p in self._by_kind[kind] if p.number.startswith(typed))

    def _nearest(self, reference: Reference) -> Suggestion:
        chapter = reference.number.partition(".")[0]
        if reference.kind in {PART, APPENDIX}:
            return Suggestion((), self._range_note(reference.kind, chapter))
        kind = reference.kind if reference.kind in {EXAMPLE, FIGURE, TABLE, SECTION} else EXAMPLE
        siblings = [p for p in self._by_kind[kind] if p.number.partition(".")[0] == chapter]
        if siblings:
            first, last = siblings[0].number, siblings[-1].number
            past = number_key(reference.number) > number_key(last)
            end = f"ends at {last}" if past else f"goes from {first} to {last}"
            note = f"There is no {kind} {reference.number}: chapter {chapter} {end}."
            return Suggestion(self._around(kind, reference.number, past=past), note)
        chapters = [p for p in self._by_kind[CHAPTER] if p.number == chapter]
        if chapters:
            return Suggestion(tuple(chapters), f"Chapter {chapter} has no {kind}s.")
        return Suggestion((), self._range_note(CHAPTER, chapter))

    def _around(self, kind: str, number: str, *, past: bool) -> tuple[Destination, ...]:
        """Return the neighbours of a number that nothing has: the one before it and the one behind it.

        If the number is `past` its chapter's end, the one behind it is in another chapter, so that the second
        before it is added.
        """
        places = self._by_kind[kind]
        spot = bisect_left(places, number_key(number), key=lambda place: number_key(place.number))
        before = places[max(0, spot - 1 - past) : spot]
        return (*before[::-1], *places[spot : spot + 1])

    def _range_note(self, kind: str, number: str) -> str:
        known = _ranges([place.number for place in self._by_kind[kind]])
        return (
            f"There is no {kind} {number}; this manual has {PLURALS[kind]} {known}."
            if known
            else "Nothing has this number."
        )


def _ranges(numbers: Sequence[str]) -> str:
    """Return the numbers in words: "15.1, 15.2, 15.4", or "15.1 to 15.30" if there are many."""
    return ", ".join(numbers) if len(numbers) <= MAX_SUGGESTIONS else f"{numbers[0]} to {numbers[-1]}"
