"""The scope of a search: the open manual, a set or all; and the manuals by set."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from momviewer.manual.editions.edition import edition_key
from momviewer.manual.model import ManualInfo

ALL_MANUALS = "All manuals"
NO_SET = "No set"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched: `kind` is "manual", "set" or "all"; `set` "" is the open manual's set."""

    kind: str = "manual"
    set: str = ""

    def set_of(self, here: ManualInfo | None) -> str:
        """Return the name of the set while the manual `here` is open."""
        return self.set or (here.set if here else "")

    def covers(self, info: ManualInfo, here: ManualInfo | None) -> bool:
        """Return whether a manual is searched while the manual `here` is open."""
        if self.kind == "set":
            return info.set == self.set_of(here)
        return self.kind == "all" or (here is not None and info.id == here.id)


def by_set(manuals: Iterable[ManualInfo]) -> list[tuple[str, list[ManualInfo]]]:
    """Return the sets by name, each with its manuals by title, and the latest edition first."""
    sets: dict[str, list[ManualInfo]] = {}
    for info in manuals:
        sets.setdefault(info.set, []).append(info)
    for members in sets.values():
        members.sort(key=lambda info: edition_key(info.edition) or ((), ""), reverse=True)
        members.sort(key=lambda info: natural(info.title))
    return sorted(sets.items(), key=lambda pair: natural(pair[0]))


def short_title(info: ManualInfo) -> str:
    """Return a manual's title without the name of its set, if the rest still says something."""
    rest = info.title.removeprefix(f"{info.set} ")
    return rest if " " in rest else info.title


def details(manuals: Iterable[ManualInfo]) -> dict[str, str]:
    """Return what stands beside the title of each of these manuals in a list, by its id: its edition.

    Where another has title and edition too, as in another form, its id stands there as well.
    """
    infos = list(manuals)
    whole = Counter(info.full_title.casefold() for info in infos)
    return {
        info.id: info.edition
        if whole[info.full_title.casefold()] == 1
        else f"{info.edition} ({info.id})".strip()
        for info in infos
    }


def chosen_name(here: ManualInfo | None, scope: Scope) -> str:
    """Return the name of what is searched, as the bar shows it."""
    if scope.kind == "all":
        return ALL_MANUALS
    if scope.kind == "set":
        return f"All {scope.set_of(here) or NO_SET}"
    return short_title(here) if here else "No manual"


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts "Volume 9" before "Volume 10"."""
    parts = re.split(r"(\d{1,9})", text.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
