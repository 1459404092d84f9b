"""The rows of lists to choose from, and which of them hold what is typed: plain values, without Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from momviewer.library.scopes import ALL_MANUALS, NO_SET, Scope, by_set, details, short_title
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
        all_of_set = []
        if scope and len(members) > 1 and has_words(typed, "All", label):
            chosen = scope.kind == "set" and scope.set_of(here) == name
            all_of_set = [ListItem("set", f"All {label}", name, chosen=chosen)]
        read = here.id if here and (scope or Scope()).kind == "manual" else ""
        rows += below_heading(label, members, typed, details(manuals), above=all_of_set, chosen=read)
    return rows


def below_heading(
    label: str,
    members: Sequence[ManualInfo],
    typed: str,
    beside: Mapping[str, str],
    *,
    above: Sequence[ListItem] = (),
    chosen: str = "",
) -> list[ListItem]:
    """Return the rows of a set's manuals that hold what is typed, below a heading with its name.

    `beside` has what stands beside each. A manual that is alone in its set and bears its name stands once.
    """
    alone = len(members) == 1 and members[0].title.casefold().startswith(label.casefold())
    rows = [
        ListItem(
            "manual",
            info.title if alone else short_title(info),
            info.id,
            beside[info.id],
            info.title,
            chosen=info.id == chosen,
        )
        for info in members
        if has_words(typed, info.title, info.edition, label)
    ]
    if not rows and not above:
        return []
    return rows if alone else [ListItem("heading", label), *above, *rows]
