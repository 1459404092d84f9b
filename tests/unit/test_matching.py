"""The pages a query finds are those that a plain reading of its tree finds, page by page, word by word."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import translate
from functools import cache
from itertools import product
from pathlib import Path
from re import DOTALL, compile as compile_pattern

import pytest

from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.numbering import number_key
from momviewer.query.nodes import (
    Boolean,
    Fuzzy,
    MatchAll,
    Occur,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    Wildcard,
)
from momviewer.query.parser import parse
from momviewer.search.analysis import index_words
from momviewer.search.matching import Matcher, WordSplitter
from momviewer.search.postings import Postings
from momviewer.search.schema import CONTENT, open_index
from tests.unit.samples import write_sample

FIXTURE = Path(__file__).parents[1] / "data" / "lucene-syntax.jsonl"
QUERIES = 500
Words = Mapping[str, Sequence[int]]
"""The positions of each word of a page's content."""


def page_words(text: str) -> Words:
    words: dict[str, list[int]] = {}
    for word in index_words(text):
        words.setdefault(word.text, []).append(word.position)
    return words


def fits(node: Query, page: Words) -> bool:
    """Say whether a page fits a tree, the plain way. Only the field of all content is known."""
    match node:
        case Boolean():
            required = [fits(c.query, page) for c in node.clauses if c.occur is Occur.MUST]
            optional = [fits(c.query, page) for c in node.clauses if c.occur is Occur.SHOULD]
            excluded = [fits(c.query, page) for c in node.clauses if c.occur is Occur.MUST_NOT]
            found = all(required) if required else any(optional)
            return found and not any(excluded)
        case MatchAll():
            return True
    if node.field != CONTENT:
        return False
    if isinstance(node, Phrase):
        return fits_phrase(node, page)
    return any(fits_word(node, word) for word in page)


def fits_phrase(node: Phrase, page: Words) -> bool:
    places = [page.get(term, ()) for term in node.terms]
    if node.slop == 0:
        return any(all(s + n in row for n, row in enumerate(places)) for s in places[0])
    for choice in product(*places):
        starts = [position - n for n, position in enumerate(choice)]
        different = len({*zip(node.terms, choice, strict=True)}) == len(choice)
        if different and max(starts) - min(starts) <= node.slop:
            return True
    return False


def fits_word(node: Query, word: str) -> bool:
    match node:
        case Term():
            return word == node.text
        case Prefix():
            return word.startswith(node.text)
        case Wildcard():
            return bool(pattern(node.text).fullmatch(word))
        case Fuzzy():
            shorter = min(len(word), len(node.text))
            return bool(shorter) and 1 - edits(word, node.text) / shorter > node.min_similarity
        case Range():
            above = word > node.lower or (node.include_lower and word == node.lower)
            return above and (word < node.upper or (node.include_upper and word == node.upper))
    raise AssertionError(node)


@cache
def pattern(text: str):  # type: ignore[no-untyped-def]  # a compiled pattern
    return compile_pattern(translate(text.replace("[", "[[]")), DOTALL)


@cache
def edits(left: str, right: str) -> int:
    """Return Levenshtein's distance, by the book."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            above, row[j] = row[j], min(above + (a != b), row[j] + 1, row[j - 1] + 1)
    return row[-1]


def random_query(chance: random.Random, words: Sequence[str], depth: int = 0) -> str:
    word = chance.choice(words)
    other = chance.choice(words)
    forms = [
        word,
        word,
        f"{word[: chance.randint(1, len(word))]}*",
        f"{word[:1]}{'?' * min(2, len(word) - 1)}*{word[-1:]}",
        f'"{word} {other}"',
        f'"{word} {other}"~{chance.randint(1, 30)}',
        f'"{word} {word}"~{chance.randint(1, 9)}',
        f"{word}~0.{chance.randint(5, 9)}",
        f"[{min(word, other)} TO {max(word, other)[:3]}zz]",
        f"{{{min(word, other)} TO {max(word, other)}}}",
        f"{word}^{chance.randint(1, 9)}",
    ]
    if depth < 3:
        parts = [random_query(chance, words, depth + 1) for _ in range(chance.randint(1, 3))]
        signed = [chance.choice(["", "", "+", "-", "NOT "]) + part for part in parts]
        forms += [f"({' '.join(signed)})", chance.choice([" AND ", " OR ", " "]).join(parts)] * 3
    return chance.choice(forms)


def found(bundle: Bundle, query: str) -> set[int]:
    splitter = WordSplitter()
    tree = parse(query, splitter).tree
    assert tree is not None, query
    postings = Postings(open_index(bundle.index))
    try:
        return set(Matcher(postings, splitter).match(tree)[id(tree)])
    finally:
        postings.close()


def valid_fixture_queries() -> Iterator[str]:
    with FIXTURE.open(encoding="utf-8") as stream:
        for line in stream:
            entry = json.loads(line)
            if entry["ok"]:
                yield entry["query"]


def compare(bundle: Bundle, queries: Sequence[str]) -> int:
    """Check each query against the plain reading and return how many find anything."""
    pages = [page_words(bundle.page_text(info.id)) for info in bundle.pages()]
    postings = Postings(open_index(bundle.index))
    telling = 0
    for query in queries:
        splitter = WordSplitter()
        tree = parse(query, splitter).tree
        assert tree is not None, query
        hits = set(Matcher(postings, splitter).match(tree)[id(tree)])
        plain = {place for place, page in enumerate(pages) if fits(tree, page)}
        assert hits == plain, query
        telling += bool(hits) and len(hits) < len(pages)
    postings.close()
    return telling


def test_random_queries_find_what_a_plain_reading_finds(html: Bundle) -> None:
    chance = random.Random(4)
    vocabulary = sorted({word for info in html.pages()[::9] for word in page_words(html.page_text(info.id))})
    common = ["port", "listener", "the", "a", "of", "msys", "domain", "binding", "lua", "mail"]
    words = [word for word in vocabulary if word.isalnum() and word.isascii()]
    names = [word for word in vocabulary if "_" in word and word.replace("_", "").isalnum()]
    choice = common * 40 + chance.sample(words, 300) + chance.sample(names, 100)
    queries = [random_query(chance, choice) for _ in range(QUERIES)]
    assert compare(html, queries) > QUERIES / 2


def test_the_fixture_queries_find_what_a_plain_reading_finds(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample")
    bundle = open_bundle(tmp_path / "sample")
    compare(bundle, [query for query in valid_fixture_queries() if ":" not in query])
    bundle.close()


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Bundle]:
    write_sample(tmp_path / "sample")
    bundle = open_bundle(tmp_path / "sample")
    yield bundle
    bundle.close()


LISTENERS, QUEUES = 0, 1


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("title:queues", {QUEUES}),
        ("title:port", set()),
        ("caption:peers", {LISTENERS}),
        ("code:2025", {LISTENERS}),
        ("number:3.1", {LISTENERS}),
        ("number:[3.1 TO 3.10]", {LISTENERS, QUEUES}),
        ("number:{3.1 TO 3.10]", {QUEUES}),
        ("number:[3.10 TO 3.9]", set()),
        ("page:listeners", {LISTENERS}),
        ("page:list*", {LISTENERS}),
        ("nofield:port", set()),
        ("msys.queue.length", {QUEUES}),
        ("queue.length", {QUEUES}),
        ("msys.qu*", {QUEUES}),
        ("queue.l*", {QUEUES}),
        ("len*", {QUEUES}),
        ('"queue length tells"', {QUEUES}),
        ("192.0.2.7", {LISTENERS}),
        ("NOT port", set()),
        ("*:* -port", {QUEUES}),
        ("port AND queue", set()),
        ("port OR queue", {LISTENERS, QUEUES}),
    ],
)
def test_fields_identifiers_and_operators(sample: Bundle, query: str, pages: set[int]) -> None:
    assert found(sample, query) == pages


def test_a_tree_may_be_very_deep(sample: Bundle) -> None:
    assert found(sample, "(port " * 5000 + ")" * 5000) == {LISTENERS}


def test_numbers_order_as_numbers() -> None:
    assert sorted(["15.10", "15.9", "9.1"], key=number_key) == ["9.1", "15.9", "15.10"]
