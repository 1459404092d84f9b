"""Guesses which language a code block is in; `momviewer.manual.languages` says how each is told."""

import json
import re
from collections.abc import Set as AbstractSet
from functools import cache

from momviewer.manual.languages import LANGUAGES, TEXT

ASSIGNMENT = re.compile(
    r"^[ \t]*\"?[A-Za-z_][\w.-]*\"?[ \t]*\+?=[ \t]*(?![^\n]*(?:;[ \t]*$|\w\())[^\s=][^\n]*$", re.MULTILINE
)
COMMENT = re.compile(r"^[ \t]*#", re.MULTILINE)
JSON_KEY = re.compile(r"\s*[\[{]\s*(?:\{\s*)?\"[^\"\n]+\"\s*:")

EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
LONG_BLANK = re.compile(r"[ \t]{80,}")
"""Runs of blanks that tell no language, and keep patterns busy for minutes."""
MAX_TELLING_CHARS = 4_000
"""Code points from the beginning of a block that its language is told by."""
MAX_LINES_EACH = 8
"""Lines of a block for each place that proves its language."""
MIN_SCORE = 3
"""A language is chosen where it shows on at least one of so many lines."""


def own_languages(title: str) -> frozenset[str]:
    """Return the keys of the languages of the product that a manual is about, by its title."""
    return frozenset(
        language.key
        for language in LANGUAGES.values()
        if language.product and re.search(language.product, title)
    )


def guess_language(text: str, hint: str = "", own: AbstractSet[str] = frozenset()) -> str:
    """Return the key of `LANGUAGES` that a code block is in: the source's hint, else a guess by its text.

    `own` are the languages of the product that the manual is about. `guess_language("SELECT name FROM
    hosts;")` is "sql", and with the hint "text" it is "text".
    """
    if hint in LANGUAGES:
        return hint
    text = EMPTY_LINES.sub("\n\n", LONG_BLANK.sub(" ", text[:MAX_TELLING_CHARS]))
    if _is_json(text):
        return "json"
    if not own:
        return _proved(text)
    signs = (language for language in LANGUAGES.values() if language.sign)
    return next((it.key for it in signs if _pattern(it.sign).search(text)), "") or _weigh(text)


def _proved(text: str) -> str:
    """Return the language that most places prove, if they are a fair part of the lines; "text" if none."""
    for language in LANGUAGES.values():
        if language.proof and language.proof == language.sign and _pattern(language.sign).search(text):
            return language.key
    lines = sum(1 for line in text.split("\n") if line.strip())
    places = {
        language.key: len({found.start() for found in _pattern(language.proof).finditer(text)})
        for language in LANGUAGES.values()
        if language.proof
    }
    for language in LANGUAGES.values():
        if language.extends and places[language.key]:
            places[language.key] += places[language.extends]
    key, count = max(places.items(), key=lambda entry: entry[1])
    alike = sum(1 for others in places.values() if others == count) > 1
    return key if count and count * MAX_LINES_EACH >= lines and not alike else TEXT.key


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE | re.VERBOSE)


def _is_json(text: str) -> bool:
    """Return whether a block is JSON, or begins as an object does and leaves something out later."""
    if text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return bool(JSON_KEY.match(text))
    return True


def _weigh(text: str) -> str:
    """Weigh the languages that look alike by how many places show the shape of each.

    Lines such as `a = 1` and `# b` are Momentum's as well as a configuration file's, and no sign of either.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    weights = {
        language.key: language.weight * len(_pattern(language.shape).findall(text))
        for language in LANGUAGES.values()
        if language.shape
    }
    assignments, has_stanzas = len(ASSIGNMENT.findall(text)), bool(weights["momentum"])
    if has_stanzas or assignments:
        weights["momentum"] += assignments + len(COMMENT.findall(text))
    weights["ini"] = weights["ini"] + assignments if assignments and not has_stanzas else 0
    is_command = bool(lines) and _pattern(LANGUAGES["shell"].shape).match(lines[0])
    if is_command and weights["lua"] < weights["shell"]:
        return "shell"  # a command, and below it what it prints
    language, weight = max(weights.items(), key=lambda entry: entry[1])
    return language if weight and weight * MIN_SCORE >= len(lines) else TEXT.key
