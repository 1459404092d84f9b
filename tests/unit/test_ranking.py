"""The order of what is found: a made manual in which each constant of the ranking decides between pages.

Each query asks for words that only its own pages have. Of those a page stands between two others: it falls
behind the one below it where the constant is halved, and rises above the one over it where it is doubled.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any

import pytest

from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import (
    Counts,
    Heading,
    ItemKind,
    ManualInfo,
    NumberedItem,
    Page,
    PageInfo,
    PageKind,
    Snippet,
)
from momviewer.manual.writing import BundleContent
from momviewer.search.answers.searcher import Searcher
from tests.unit.samples import write_manual

FILLER = "sea wind rain sand gull wave foam salt fog cliff shore surf".split()
NEAR_FIELDS = ("title", "heading", "caption", "term")


@dataclass(frozen=True)
class Made:
    """A page that has something in every field. Its body is `says`, and filler up to `words` words in all.

    `heading` may be several, with a line between.
    """

    id: str
    says: str = ""
    title: str = "One page"
    heading: str = "Some words"
    caption: str = "Any thing"
    term: str = "given name"
    code: str = "a b c d e f g h"
    purpose: str = ""
    kind: PageKind = PageKind.PAGE
    words: int = 100

    def page(self) -> Page:
        """Return it as the builder makes it: what stands in a field of its own stands in the text too."""
        above = "\n".join(
            (
                self.title,
                self.heading.replace("|", "\nand\n"),
                f"Example 1 {self.caption}",
                self.term,
                self.code,
            )
        )
        room = self.words - len(f"{above} {self.says}".split())
        assert room >= 0, self.id
        text = f"{above}\n{self.says} {' '.join(islice(cycle(FILLER), room))}"
        return Page(
            PageInfo(self.id, self.title, "", self.kind, self.purpose),
            html="",
            text=text,
            headings=(
                Heading("", 1, "", self.title, 0),
                *(Heading("h", 2, "", title, text.index(title)) for title in self.heading.split("|")),
            ),
            snippets=(Snippet("s", "text", self.code),),
            terms=((self.term, text.index(self.term)),),
        )

    def item(self) -> NumberedItem:
        return NumberedItem(ItemKind.EXAMPLE, "1", self.caption, self.id, "")


def with_field(made: Made, field: str, text: str) -> Made:
    changes: dict[str, Any] = {field: text}
    return replace(made, **changes)


PAGES = (
    Made("title", title="Xebec ahoy"),
    Made("title-less", "xebec " * 6),
    Made("title-more", "xebec " * 13),
    Made("heading", heading="Yawl ahoy"),
    Made("heading-less", "yawl " * 4),
    Made("heading-more", "yawl " * 9),
    Made("caption", caption="Ketch ahoy"),
    Made("caption-less", "ketch " * 4),
    Made("caption-more", "ketch " * 9),
    Made("term", term="sloop ahoy"),
    Made("term-less", "sloop " * 4),
    Made("term-more", "sloop " * 9),
    Made("code", code="dhow " * 8),
    Made("code-less", "dhow " * 11),
    Made("code-more", "dhow " * 14),
    Made("both", "lantern of wick", words=200),
    Made("lantern", "lantern " * 10),
    Made("wick", "wick " * 10),
    Made("both-far-apart", "lantern of wick", words=330),
    Made("row", "kedge anchor"),
    Made("row-less", "kedge, an anchor, " * 2),
    Made("row-more", "kedge, an anchor, " * 8),
    Made("named", "reef or knot", purpose="reef knot"),
    Made("named-less", "knot of a reef. A " * 4),
    Made("named-more", "reef knot " + "knot of a reef. A " * 7),
    Made("even", "bitts, bollard, " * 2),
    Made("uneven-less", "bitts " + "bollard " * 4),
    Made("uneven-more", "bitts " + "bollard " * 5),
    Made("beside", heading="Boom vang and cleat"),
    Made("beside-less", "vang or boom or cleat or " * 5, heading="Cleat or vang or boom"),
    Made("beside-more", "boom vang cleat", heading="Cleat or vang or boom"),
    Made("long", "capstan " * 8, words=300),
    Made("long-less", "capstan " * 3),
    Made("long-more", "capstan " * 5),
    Made("parts", "hawse pipe. A hawse pipe"),
    Made("whole", "hawse_pipe"),
    Made("parts-more", "hawse pipe. A hawse pipe. A hawse pipe. A hawse pipe"),
    Made("apart-common", "gull pelorus", heading="Pelorus or gull"),
    Made("near-common", heading="Gull pelorus or"),
    Made("headings", heading="Gaff|Luff"),
    Made("rare", "binnacle " * 3),
    Made("list", "sextant " * 5, title="Sextant sextant", purpose="sextant list", kind=PageKind.LIST),
    Made("list-not", "sextant or list", words=300),
    Made("larboard", "larboard"),
    Made("starboard", "starboard"),
    Made("few-of-50", "zy01"),
    Made("all-of-50", " ".join(f"zy{n:02}" for n in range(50))),
    Made("few-of-51", "zz01"),
    Made("all-of-51", " ".join(f"zz{n:02}" for n in range(51))),
    *(
        with_field(Made(f"{place}-{field}", says), field, f"{field}1 {names}")
        for field in NEAR_FIELDS
        for place, names, says in (
            ("apart", f"or {field}2", f"{field}1 {field}2"),
            ("near", f"{field}2 or", ""),
        )
    ),
    *(
        with_field(Made(f"{length}-{field}"), field, f"{field}0 {more}")
        for field in (*NEAR_FIELDS, "code")
        for length, more in (("wordy", "x y z x y z x y z x y z"), ("terse", "x"))
    ),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("ranking") / "made"
    content = BundleContent(
        info=ManualInfo("made", "Made Manual", "", "", "markdown", "", "", Counts()),
        pages=[made.page() for made in PAGES],
        contents=(),
        items=[made.item() for made in PAGES],
    )
    write_manual(folder, content)
    with open_bundle(folder) as bundle, closing(Searcher([bundle])) as searcher:
        yield searcher


def order(searcher: Searcher, query: str) -> list[str]:
    return [hit.page for hit in searcher.search(query, as_query=True).hits]


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        pytest.param("xebec", ["title-more", "title", "title-less"], id="WEIGHTS, title"),
        pytest.param("yawl", ["heading-more", "heading", "heading-less"], id="WEIGHTS, heading"),
        pytest.param("ketch", ["caption-more", "caption", "caption-less"], id="WEIGHTS, caption"),
        pytest.param("sloop", ["term-more", "term", "term-less"], id="WEIGHTS, term"),
        pytest.param("dhow", ["code-more", "code", "code-less"], id="WEIGHTS, code"),
        pytest.param("bitts bollard", ["uneven-more", "even", "uneven-less"], id="SATURATION"),
        pytest.param("capstan", ["long-more", "long", "long-less"], id="LENGTH_NORMALISATION"),
        pytest.param("lantern wick", ["both", "lantern", "wick", "both-far-apart"], id="COVERAGE"),
        pytest.param("kedge anchor", ["row-more", "row", "row-less"], id="IN_A_ROW"),
        pytest.param("boom vang cleat", ["beside-more", "beside", "beside-less"], id="ADJACENT"),
        pytest.param("reef knot", ["named-more", "named", "named-less"], id="NAMED"),
        pytest.param("hawse_pipe", ["parts-more", "whole", "parts"], id="WHOLE"),
        pytest.param("Hawse_PIPE", ["parts-more", "whole", "parts"], id="WHOLE, in any case"),
        pytest.param('hawse_pipe "hawse pipe"', ["parts-more", "whole", "parts"], id="WHOLE, with its parts"),
    ],
)
def test_each_constant_weighs_as_much_as_it_should(searcher: Searcher, query: str, pages: list[str]) -> None:
    assert order(searcher, query) == pages


def test_a_page_that_only_lists_others_comes_last_whatever_its_score(searcher: Searcher) -> None:
    last, first = sorted(searcher.search("sextant").hits, key=lambda hit: -hit.score)
    assert order(searcher, "sextant") == [first.page, last.page] == ["list-not", "list"]


def test_a_list_whose_name_is_asked_for_comes_where_its_score_puts_it(searcher: Searcher) -> None:
    assert order(searcher, "sextant list") == ["list", "list-not"]


def test_what_only_counts_more_finds_nothing_by_itself(searcher: Searcher) -> None:
    assert order(searcher, '"gaff luff"') == []  # in the field of headings they follow each other
    assert order(searcher, 'heading:"gaff luff"') == ["headings"]
    assert "named" not in order(searcher, "reef knot -or")


def test_what_may_match_counts_beside_what_must(searcher: Searcher) -> None:
    assert order(searcher, "+lantern wick")[0] == "both"
    assert order(searcher, "+lantern")[0] == "lantern"


def test_a_rare_word_counts_more_than_a_common_one(searcher: Searcher) -> None:
    assert order(searcher, "binnacle ahoy")[0] == "rare"


@pytest.mark.parametrize("field", NEAR_FIELDS)
def test_words_beside_each_other_count_in_each_of_these_fields(searcher: Searcher, field: str) -> None:
    assert order(searcher, f"{field}1 {field}2") == [f"near-{field}", f"apart-{field}"]


def test_words_beside_each_other_count_though_the_first_is_on_every_page(searcher: Searcher) -> None:
    assert order(searcher, "gull pelorus")[:2] == ["near-common", "apart-common"]


@pytest.mark.parametrize("field", [*NEAR_FIELDS, "code"])
def test_a_word_counts_more_the_fewer_others_stand_in_its_field(searcher: Searcher, field: str) -> None:
    assert order(searcher, f"{field}0") == [f"terse-{field}", f"wordy-{field}"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("larboard^2 starboard", "larboard"),
        ("larboard starboard^2", "starboard"),
        ("(larboard larboard)^2 (starboard starboard)", "larboard"),
        ("(larboard larboard) (starboard starboard)^2", "starboard"),
    ],
)
def test_a_boost_raises_what_it_stands_behind(searcher: Searcher, query: str, first: str) -> None:
    assert order(searcher, query)[0] == first


def test_a_pattern_is_weighed_word_by_word_up_to_fifty(searcher: Searcher) -> None:
    assert order(searcher, "zy*") == ["all-of-50", "few-of-50"]
    assert order(searcher, "zz*") == ["few-of-51", "all-of-51"]
    assert {hit.score for hit in searcher.search("zz*").hits} == {1.0}
