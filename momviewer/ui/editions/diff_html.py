"""Writes the page of a change: the old and the new text side by side."""

from collections.abc import Sequence
from html import escape

from momviewer.manual.editions.comparison import PAGE, EditionChange, Way
from momviewer.manual.editions.side_by_side import Cell, DiffRow, Gap, folded, side_by_side
from momviewer.manual.numbering import Destination
from momviewer.wording import counted, numbered

MARKS = {"left": "−", "right": "+"}
NUMBER = 40
"""Width of the column of line numbers, in pixels."""


def change_page(change: EditionChange, names: tuple[str, str]) -> str:
    """Return the page of a change; `names` are what the old and the new edition are called."""
    place = change.place
    kind = "" if change.kind == PAGE else f"{change.kind.capitalize()} "
    number = f'<span class="number">{escape(f"{kind}{place.number}".strip())}</span> '
    parts = [f"<body><h1>{number if place.number else ''}{escape(place.title)}</h1>"]
    parts += [f'<p class="purpose">{escape(sentence)}</p>' for sentence in _sentences(change, names)]
    if change.before or change.after:
        parts.append(_table(change, names))
    return "".join([*parts, "</body>"])


def _sentences(change: EditionChange, names: tuple[str, str]) -> list[str]:
    old, new = change.old, change.new
    if old is None or new is None:
        way = f"Added in {names[1]}." if old is None else f"Not in {names[1]} any more."
        return [way]
    told = {
        Way.RENUMBERED: f"Its number was {old.number or 'none'} and is {new.number or 'none'} now.",
        Way.RENAMED: f"It was called {old.title}.",
        Way.MOVED: f"It was on the page {old.page} and is on {new.page} now.",
        Way.CHANGED: "",
    }
    return [sentence for way, sentence in told.items() if way in change.ways and sentence]


def _table(change: EditionChange, names: tuple[str, str]) -> str:
    rows: Sequence[DiffRow | Gap] = side_by_side(change.before, change.after)
    if change.kind == PAGE and change.before and change.after:
        rows = folded(side_by_side(change.before, change.after))
    style = "diff-text" if change.kind == PAGE else "diff-code"
    if not (change.before and change.after):
        side = "right" if change.after else "left"
        name = names[1] if change.after else names[0]
        lines = "".join(_one(row, side, style) for row in rows if isinstance(row, DiffRow))
        head = f'<tr><th width="{NUMBER}"></th><th align="left">{escape(name)}</th></tr>'
        return f'<table class="diff" width="100%" cellspacing="0" cellpadding="0">{head}{lines}</table>'
    head = "".join(f'<th width="{NUMBER}"></th><th align="left">{escape(name)}</th>' for name in names)
    lines = "".join(_gap(row) if isinstance(row, Gap) else _pair(row, style) for row in rows)
    return f'<table class="diff" width="100%" cellspacing="0" cellpadding="0"><tr>{head}</tr>{lines}</table>'


def _pair(row: DiffRow, style: str) -> str:
    left = _cells(row.left, "left", style, changed=row.changed)
    return f"<tr>{left}{_cells(row.right, 'right', style, changed=row.changed)}</tr>"


def _one(row: DiffRow, side: str, style: str) -> str:
    cell = row.right if side == "right" else row.left
    plain = Cell(cell.number, ((cell.text, False),)) if cell else None
    return f"<tr>{_cells(plain, side, style, changed=False)}</tr>" if plain else ""


def _cells(cell: Cell | None, side: str, style: str, *, changed: bool) -> str:
    if cell is None:
        return '<td class="diff-none"></td><td class="diff-none"></td>'
    ground = f"diff-{side}" if changed else "diff-same"
    mark = MARKS[side] if changed else " "
    text = "".join(
        f"<u><b>{escape(part)}</b></u>" if differs and len(cell.parts) > 1 else escape(part)
        for part, differs in cell.parts
    )
    number = f'<td class="{ground}" align="right"><pre class="diff-number">{cell.number}{mark}</pre></td>'
    block = "p" if style == "diff-text" else "pre"
    return f'{number}<td class="{ground}"><{block} class="{style}">{text or " "}</{block}></td>'


def _gap(gap: Gap) -> str:
    return f'<tr><td class="diff-gap" colspan="4">{counted(gap.lines, "line")} that did not change</td></tr>'


def nothing_page(told: str) -> str:
    """Return the page that is shown if no change is chosen."""
    return f'<body><p class="purpose">{escape(told)}</p></body>'


def lost_page(title: str, address: str, note: str) -> str:
    """Return the page of a bookmark that lost its place: where it leads now, and its note."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in note.splitlines() if line.strip())
    return (
        f'<body><h1>{escape(title)}</h1><p class="purpose">What this bookmark led to was not found. '
        f"It is kept and leads to {escape(address)}.</p>{paragraphs}</body>"
    )


def place_text(place: Destination) -> str:
    """Return a place as a row names it."""
    return numbered(place.number, place.title)
