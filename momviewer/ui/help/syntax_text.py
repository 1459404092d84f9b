"""The text about the query language: samples that can be tried, and characters to escape."""

from collections.abc import Mapping
from html import escape
from urllib.parse import quote, unquote

from PySide6.QtCore import QUrl

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Words, as the portal documented them",
        (
            ("listener", "pages with this word; capitals make no difference"),
            ("rest port", "pages with either word, those with both first"),
            ("rest AND port", "pages with both; AND, OR and NOT are capitals, or && || !"),
            ("rest NOT port", "pages with rest that do not have port"),
            ("+rest -port", "the same with signs: must have, must not have"),
            ('"data source"', "these words in a row"),
            ('"cache data"~5', "these words at most five places apart"),
            ("max_outbound*", "words that begin so"),
            ("c?nf*d", "words of this form: ? is one character, * any number"),
            ("listner~", "words spelled like it; ~0.8 is stricter"),
            ("(rest OR http) AND port", "brackets group; without them AND binds no closer than OR"),
            ("rest^3 port", "rest counts three times as much"),
            ("[aaa TO bbb]", "words from one to the other, in the order of the alphabet"),
            ("{aaa TO bbb}", "the same without the two ends"),
        ),
    ),
    (
        "Fields, which momviewer adds",
        (
            ("title:listener", "in the title; also heading, caption, code, term, page"),
            ("title:(rest OR http)", "several words in one field"),
            ("*:* NOT listener", "every page, but those with listener"),
        ),
    ),
)
SPECIAL = '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\'
ESCAPED = "B0/00-11719-46C328D4\\:default\\:"
TRY, HELP = "try", "help"
"""Schemes of links: to a query to try, and to a topic of the help."""


SHORT = {"example": "ex", "figure": "fig", "table": "table", "section": "sec", "chapter": "ch"}
"""The words before a number, by what it is a number of."""


def number_samples(numbers: Mapping[str, str]) -> list[str]:
    """Return what can be typed for these numbers, by their kinds: "15.1", "fig 22.1"."""
    first = next(iter(numbers), "")
    return [number if kind == first else f"{SHORT[kind]} {number}" for kind, number in numbers.items()]


def chapter_sample(numbers: Mapping[str, str]) -> str:
    """Return what lists all that is numbered in a chapter, "15.", or "" where nothing is numbered."""
    chapter = next(iter(numbers.values()), "").partition(".")[0]
    return f"{chapter}." if chapter else ""


def syntax_html(numbers: Mapping[str, str]) -> str:
    """Return the text as HTML: headings are `p.head`, samples are links with the scheme TRY.

    `numbers` has a number of each kind that the open manual has; the samples are of these.
    """
    parts = []
    for title, samples in (*_number_sections(numbers), *SECTIONS):
        rows = "".join(
            f'<tr><td width="32%">{_sample(sample)}</td><td>{escape(meaning)}</td></tr>'
            for sample, meaning in samples
        )
        parts.append(
            f'<p class="head">{escape(title)}</p>'
            f'<table width="100%" cellspacing="0" cellpadding="0">{rows}</table>'
        )
    parts.append(
        f'<p class="head">Characters to escape</p><p>'
        f"<code>{escape(SPECIAL)}</code></p>"
        f"<p>Put a backslash before each to search for it as it is: {_sample(ESCAPED)}. "
        "The strip under the bar offers to do so, with the key that takes its first offer.</p>"
    )
    return "".join(parts)


def _number_sections(numbers: Mapping[str, str]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the section about numbers, or nothing where the open manual has none."""
    if not numbers:
        return ()
    (kind, number), *_ = numbers.items()
    first, *others = number_samples(numbers)
    also = ", ".join((f"{SHORT[kind]} {number}", *others))
    chapter = chapter_sample(numbers)
    return (
        (
            "Numbers",
            (
                (first, f"{kind.capitalize()} {number}; also {also}"),
                (chapter, f"everything numbered in chapter {chapter.rstrip('.')}"),
                (f"number:[{chapter}1 TO {chapter}9]", "by number, in numeric order"),
            ),
        ),
    )


def tried(link: QUrl) -> str:
    """Return the query of a link with the scheme TRY."""
    return unquote(link.toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(":")[2])


def _sample(query: str) -> str:
    return f'<a href="{TRY}:{quote(query, safe="")}">{escape(query)}</a>'
