"""The pages a query finds are those that a plain reading of its tree finds, page by page, word by word."""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import translate
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from index_builder.build import Options, build
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.numbering import number_key
from momviewer.query.diagnose import diagnose
from momviewer.query.nodes import (
    MAX_FUZZY_WORDS,
    Boolean,
    Fuzzy,
    MatchAll,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    Wildcard,
)
from momviewer.query.occur import Occur
from momviewer.query.parser import parse
from momviewer.search.index.analysis import terms_of
from momviewer.search.index.fields import CONTENT
from momviewer.search.index.postings import Postings
from momviewer.search.ranking.matching import Leaf, Matcher, WordSplitter
from tests.unit.samples import write_sample

DOCUMENTS = Path(__file__).parent / "documents" / "markdown"
FIXTURE = Path(__file__).parents[1] / "data" / "lucene-syntax.jsonl"
QUERIES = 500
Words = Mapping[str, Sequence[int]]
"""The positions of each word of a page's content."""


def words_on(bundle: Bundle, name: str) -> Words:
    page = bundle.page(name)
    return terms_of(page.text) if page else {}


class PlainReading:
    """Says which pages fit a tree, the plain way. Only the field of all content is known."""

    def __init__(self, bundle: Bundle) -> None:
        self.pages = [words_on(bundle, info.id) for info in bundle.pages()]
        self._vocabulary = {word for page in self.pages for word in page}
        self._fitting: dict[Query, frozenset[str]] = {}

    def found(self, tree: Query) -> set[int]:
        return {place for place, page in enumerate(self.pages) if self.fits(tree, page)}

    def fits(self, node: Query, page: Words) -> bool:
        match node:
            case Boolean():
                required = [self.fits(c.query, page) for c in node.clauses if c.occur is Occur.MUST]
                optional = [self.fits(c.query, page) for c in node.clauses if c.occur is Occur.SHOULD]
                excluded = [self.fits(c.query, page) for c in node.clauses if c.occur is Occur.MUST_NOT]
                found = all(required) if required else any(optional)
                return found and not any(excluded)
            case MatchAll():
                return True
        if node.field != CONTENT:
            return False
        if isinstance(node, Phrase):
            return fits_phrase(node, page)
        if isinstance(node, Term):
            return node.text in page
        return not self.fitting_words(node).isdisjoint(page)

    def fitting_words(self, node: Query) -> frozenset[str]:
        """Return the words that a pattern, a range or a fuzzy word asks for, each judged alone."""
        if node not in self._fitting:
            self._fitting[node] = frozenset(word for word in self._vocabulary if fits_word(node, word))
        return self._fitting[node]


def fits_phrase(node: Phrase, page: Words) -> bool:
    """Say whether some choice of places, one for each word, is no further apart than the slop."""
    places = [page.get(term, ()) for term in node.terms]
    for first in places[0]:
        near = [
            [place for place in row if abs(place - n - first) <= node.slop] for n, row in enumerate(places)
        ]
        for choice in product([first], *near[1:]):
            starts = [place - n for n, place in enumerate(choice)]
            different = len({*zip(node.terms, choice, strict=True)}) == len(choice)
            if different and max(starts) - min(starts) <= node.slop:
                return True
    return False


def fits_word(node: Query, word: str) -> bool:
    match node:
        case Prefix():
            return word.startswith(node.text)
        case Wildcard():
            return bool(pattern(node.text).fullmatch(word))
        case Fuzzy():
            shorter, apart = min(len(word), len(node.text)), abs(len(word) - len(node.text))
            if not shorter or 1 - apart / shorter <= node.min_similarity:
                return False  # there are at least as many edits as the lengths are apart
            return 1 - edits(word, node.text) / shorter > node.min_similarity
        case Range():
            above = word > node.lower or (node.include_lower and word == node.lower)
            return above and (word < node.upper or (node.include_upper and word == node.upper))
    raise AssertionError(node)


@cache
def pattern(text: str) -> re.Pattern[str]:
    return re.compile(translate(text.replace("[", "[[]")), re.DOTALL)


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
    postings = Postings(bundle.index)
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
    plain = PlainReading(bundle)
    postings = Postings(bundle.index)
    telling = 0
    for query in queries:
        splitter = WordSplitter()
        tree = parse(query, splitter).tree
        assert tree is not None, query
        hits = set(Matcher(postings, splitter).match(tree)[id(tree)])
        assert hits == plain.found(tree), query
        telling += bool(hits) and len(hits) < len(plain.pages)
    postings.close()
    return telling


def random_queries(chance: random.Random, words: Sequence[str]) -> list[str]:
    return [random_query(chance, words) for _ in range(QUERIES)]


def test_random_queries_find_what_a_plain_reading_finds(tmp_path: Path) -> None:
    build(DOCUMENTS, tmp_path / "harbour", Options("harbour"), lambda _progress: None)
    with open_bundle(tmp_path / "harbour") as bundle:
        words = sorted({word for info in bundle.pages() for word in words_on(bundle, info.id)})
        plain_words = [word for word in words if word.replace("_", "").isalnum()]
        assert compare(bundle, random_queries(random.Random(4), plain_words)) > QUERIES / 2


@pytest.mark.timeout(400)  # 500 queries over 804 pages, in plain Python
def test_random_queries_find_what_a_plain_reading_finds_in_a_real_manual(html: Bundle) -> None:
    chance = random.Random(4)
    vocabulary = sorted({word for info in html.pages()[::9] for word in words_on(html, info.id)})
    common = ["port", "listener", "the", "a", "of", "msys", "domain", "binding", "lua", "mail"]
    words = [word for word in vocabulary if word.isalnum() and word.isascii()]
    names = [word for word in vocabulary if "_" in word and word.replace("_", "").isalnum()]
    choice = common * 40 + chance.sample(words, 300) + chance.sample(names, 100)
    assert compare(html, random_queries(chance, choice)) > QUERIES / 2


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
        ("number:3.1", {LISTENERS, QUEUES}),  # a section, and a figure
        ("number:[3.1 TO 3.10]", {LISTENERS, QUEUES}),
        ("number:{3.1 TO 3.10}", {QUEUES}),
        ("number:{3.1 TO 3.2}", set()),
        ("number:[3.10 TO 3.9]", set()),
        pytest.param(f"number:[3.2 TO {'9' * 5_000}]", {QUEUES}, id="a number longer than Python reads one"),
        ("page:listeners", {LISTENERS}),
        ("page:list*", {LISTENERS}),
        ('page:" listeners "', {LISTENERS}),
        ('page:"listeners"', {LISTENERS}),
        ('page:listeners AND "listeners."', {LISTENERS}),  # what is looked for elsewhere is another word
        ("number:3.1 number:3-1", {LISTENERS, QUEUES}),
        ("page:...", set()),
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


def test_a_part_that_stands_in_a_query_often_is_looked_up_once(
    sample: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Query] = []

    def counted(matcher: Matcher, node: Leaf, field: str) -> Sequence[str]:
        asked.append(node)
        return terms(matcher, node, field)

    terms = Matcher.terms
    monkeypatch.setattr(Matcher, "terms", counted)
    assert found(sample, "[a TO z] " * 250) == {LISTENERS, QUEUES}
    assert len(asked) == 1


def test_of_very_many_similar_words_the_first_are_looked_up(sample: Bundle) -> None:
    many = " ".join(f"zzzz{number}~0.8" for number in range(MAX_FUZZY_WORDS))
    assert found(sample, f"porrt~ {many}") == {LISTENERS}
    assert found(sample, f"{many} porrt~") == set()
    assert [told.code for told in diagnose(parse(f"{many} porrt~"))] == ["too-many-similar"]
    assert not diagnose(parse(many))


def test_numbers_order_as_numbers() -> None:
    assert sorted(["15.10", "15.9", "9.1"], key=number_key) == ["9.1", "15.9", "15.10"]
