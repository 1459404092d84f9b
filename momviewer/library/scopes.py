"""What is searched: the open manual, a set or all; and the manuals by set, for a reader to choose from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from momviewer.manual.editions.edition import edition_key
from momviewer.manual.model import ManualInfo

ALL_MANUALS = "All manuals"
NO_SET = "No set"


@dataclass(frozen=True, slots=True)
class Scope:
    """`kind` is "manual", "set" or "all"; `set` names a set, "" stands for the open manual's."""

    kind: str = "manual"
    set: str = ""

    def set_of(self, here: ManualInfo | None) -> str:
        """Return the name of the set that is meant while the manual `here` is open."""
        return self.set or (here.set if here else "")

    def covers(self, info: ManualInfo, here: ManualInfo | None) -> bool:
        """Say whether a manual is searched while the manual `here` is open."""
        if self.kind == "set":
            return info.set == self.set_of(here)
        return self.kind == "all" or (here is not None and info.id == here.id)


@dataclass(frozen=True, slots=True)
class ListItem:
    """A row to choose from: a "heading", which cannot be chosen, all of a "set", a "manual", or "all".

    `value` is the set's name or the manual's id, `title` the manual's whole title; `trouble` says that
    something is wrong with it.
    """

    kind: str
    text: str
    value: str = ""
    detail: str = ""
    title: str = ""
    chosen: bool = False
    trouble: bool = False


def choices(
    manuals: Sequence[ManualInfo], here: ManualInfo | None, scope: Scope | None, typed: str = ""
) -> list[ListItem]:
    """Return the rows for these manuals whose texts hold every word that is typed.

    With a scope of None, one manual is to be chosen: no sets, and not all.
    """
    words = typed.casefold().split()

    def fits(*texts: str) -> bool:
        whole = " ".join(texts).casefold()
        return all(word in whole for word in words)

    rows = []
    if scope and len(manuals) > 1 and fits(ALL_MANUALS):
        rows.append(ListItem("all", ALL_MANUALS, chosen=scope.kind == "all"))
    for name, members in by_set(manuals):
        label = name or NO_SET
        below = []
        if scope and len(members) > 1 and fits("All", label):
            chosen = scope.kind == "set" and scope.set_of(here) == name
            below.append(ListItem("set", f"All {label}", name, chosen=chosen))
        for info in members:
            if fits(info.title, info.edition, label):
                chosen = (scope or Scope()).kind == "manual" and here is not None and info.id == here.id
                below.append(
                    ListItem("manual", short_title(info), info.id, info.edition, info.title, chosen=chosen)
                )
        if below:
            rows += [ListItem("heading", label), *below]
    return rows


def by_set(manuals: Iterable[ManualInfo]) -> list[tuple[str, list[ManualInfo]]]:
    """Return the sets by name, each with its manuals by title, of one title the latest edition first."""
    sets: dict[str, list[ManualInfo]] = {}
    for info in manuals:
        sets.setdefault(info.set, []).append(info)
    for members in sets.values():
        members.sort(key=lambda info: edition_key(info.edition) or ((), ""), reverse=True)
        members.sort(key=lambda info: natural(info.title))
    return sorted(sets.items(), key=lambda pair: natural(pair[0]))


def short_title(info: ManualInfo) -> str:
    """Return a manual's title without the name of the set it stands in, if it still tells something then."""
    rest = info.title.removeprefix(f"{info.set} ")
    return rest if " " in rest else info.title


def chosen_name(here: ManualInfo | None, scope: Scope) -> str:
    """Return the name of what is searched, as it stands beside the bar."""
    if scope.kind == "all":
        return ALL_MANUALS
    if scope.kind == "set":
        return f"All {scope.set_of(here) or NO_SET}"
    return short_title(here) if here else "No manual"


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts texts by the alphabet and the numbers in them by size."""
    parts = re.split(r"(\d{1,9})", text.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
