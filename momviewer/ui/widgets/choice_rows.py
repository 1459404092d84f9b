"""The rows of lists to choose from, and which of them hold what is typed: plain values, without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from momviewer.library.scopes import ALL_MANUALS, NO_SET, Scope, by_set, short_title
from momviewer.manual.model import ManualInfo


@dataclass(frozen=True, slots=True)
class ListItem:
    """A row to choose from, or a "heading", which cannot be chosen.

    In the choice of manuals, `kind` is a "manual", all of a "set", or "all"; `value` is then the manual's id
    or the set's name, and `title` the manual's whole title. `trouble` says that something is wrong with it.
    """

    kind: str
    text: str
    value: str = ""
    detail: str = ""
    title: str = ""
    chosen: bool = False
    trouble: bool = False

    @property
    def is_heading(self) -> bool:
        """Return whether it heads the rows below it."""
        return self.kind == "heading"


def has_words(typed: str, *texts: str) -> bool:
    """Return whether every word typed is somewhere in these texts, as "ref 4" in "Momentum 4 Reference"."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in typed.casefold().split())


def choices(
    manuals: Sequence[ManualInfo], here: ManualInfo | None, scope: Scope | None, typed: str = ""
) -> list[ListItem]:
    """Return the rows for these manuals whose texts hold every word that is typed.

    With a scope of None, one manual is to be chosen: no sets, and not all.
    """
    rows = []
    if scope and len(manuals) > 1 and has_words(typed, ALL_MANUALS):
        rows.append(ListItem("all", ALL_MANUALS, chosen=scope.kind == "all"))
    for name, members in by_set(manuals):
        label = name or NO_SET
        below = []
        if scope and len(members) > 1 and has_words(typed, "All", label):
            chosen = scope.kind == "set" and scope.set_of(here) == name
            below.append(ListItem("set", f"All {label}", name, chosen=chosen))
        for info in members:
            if has_words(typed, info.title, info.edition, label):
                chosen = (scope or Scope()).kind == "manual" and here is not None and info.id == here.id
                below.append(
                    ListItem("manual", short_title(info), info.id, info.edition, info.title, chosen=chosen)
                )
        if below:
            rows += [ListItem("heading", label), *below]
    return rows
