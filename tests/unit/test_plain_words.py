"""Plain words: which forms of a word are found, what is mended, and which page comes first."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from momviewer.manual.bundle import open_bundle
from momviewer.manual.model import Heading, Page, PageInfo, PageKind
from momviewer.search.answers.searcher import Searcher
from tests.unit.samples import sample_content, write_manual

PAGES = {
    "conf.max_boats_per_berth": ("max_boats_per_berth", "Limits how many boats lie at a berth."),
    "conf.retry_mooring": ("retry_mooring", "Seconds after which mooring is retried."),
    "rotating": ("Rotating Watch Logs", "The watch log is rotated every day at noon by the harbour master."),
    "logs": ("Logs", "Every log of the harbour. A log is a file."),
    "blackwater": ("blackwater", "Discards whatever the boat brings."),
    "berths": ("Berths", "A berth is where a boat lies. Boats, boats, boats, and a log."),
    "設定": ("ネットワークの設定", "メールサーバーの設定ファイルを変更します。"),
    "cafe": ("Coffee", "The café opens at noon."),
    "ferries": (
        "Ferries",
        "Ferries take what comes. " + "They sail on the hour. " * 12 + "Each has a winch.",
    ),
    "cranes": (
        "Cranes",
        "Cranes have a winch. " + "They stand on the quay. " * 12 + "Each takes what comes.",
    ),
    "the_tide": ("The Tide and the Moon", "Moored ships rise with it."),
    "tide_tables": ("Tide Tables Printed Yearly", "Moored ships rise with it."),
}


def made_page(name: str, title: str, text: str) -> Page:
    info = PageInfo(name, title, "", PageKind.PAGE)
    headings = (Heading("", 1, "", title, 0),)
    return Page(info, html=f"<h1>{title}</h1>", text=f"{title}\n{text}", headings=headings, snippets=())


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    pages = tuple(made_page(name, *texts) for name, texts in PAGES.items())
    write_manual(tmp_path / "made", replace(sample_content(), pages=pages, items=()))
    bundle = open_bundle(tmp_path / "made")
    searcher = Searcher([bundle])
    yield searcher
    searcher.close()
    bundle.close()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("maxBoatsPerBerth", "conf.max_boats_per_berth"),
        ("maxboatsperberth", "conf.max_boats_per_berth"),
        ("max boats per berth", "conf.max_boats_per_berth"),
        ("max-boats-per-berth", "conf.max_boats_per_berth"),
        ("Max_Boats_Per_Berth = 4", "conf.max_boats_per_berth"),
        ("rotate the logs daily", "rotating"),
        ("retries of moorings", "conf.retry_mooring"),
        ("black water", "blackwater"),
        ("rotatng logs", "rotating"),
        ("変更", "設定"),
        ("サーバーの設定を変更する方法", "設定"),
        ("設定*", "設定"),
        ("winch", "cranes"),
        ("example of a winch", "cranes"),
        ("tide", "the_tide"),
        ("cafe\u0301", "cafe"),
        ("CAFÉ", "cafe"),
    ],
)
def test_the_page_that_is_meant_comes_first(searcher: Searcher, typed: str, first: str) -> None:
    assert [hit.page for hit in searcher.search(typed).hits][:1] == [first]


def test_pages_with_other_forms_only_stand_below_those_with_the_word(searcher: Searcher) -> None:
    found = searcher.search("rotated")
    assert [(hit.page, hit.apart) for hit in found.hits] == [("rotating", False)]
    found = searcher.search("retried logs")
    assert [hit.apart for hit in found.hits] == sorted(hit.apart for hit in found.hits)
    assert found.total == sum(not hit.apart for hit in found.hits)
    found = searcher.search("harbuor of")  # no page has a word of it that tells something
    assert found.total == len(found.hits)
    assert not any(hit.apart for hit in found.hits)


def test_a_word_that_no_page_has_is_mended_and_told(searcher: Searcher) -> None:
    said = searcher.search("harbuor log").searched_as
    assert said is not None
    assert [(word.word, word.instead, word.pages) for word in said.mended] == [("harbuor", "harbour", 2)]
    assert searcher.search("harbuor log", as_query=True).searched_as is None


def test_a_value_of_a_paste_is_not_mended(searcher: Searcher) -> None:
    said = searcher.search('harbour:log("harbuor", "harbour_maste")').searched_as
    assert said is not None
    assert (said.is_text, said.mended) == (True, ())


@pytest.mark.parametrize("run", ["ネットワークの設定", "メールサーバーの設定ファイルを変更します"])
def test_every_piece_of_a_run_finds_its_page(searcher: Searcher, run: str) -> None:
    pieces = {run[start:end] for start in range(len(run)) for end in range(start + 1, len(run) + 1)}
    for piece in pieces:
        assert [(hit.page, hit.apart) for hit in searcher.search(piece).hits] == [("設定", False)]


def test_what_uses_the_language_keeps_its_meaning(searcher: Searcher) -> None:
    assert searcher.search('"the harbour" -file').searched_as is None
    assert [hit.page for hit in searcher.search('"the harbour" -file').hits] == ["rotating"]
    assert searcher.search("+harbuor").total == 0


@pytest.mark.parametrize("typed", ["tide", '"rise with"'])
def test_of_equal_pages_that_of_the_manual_at_hand_comes_first(tmp_path: Path, typed: str) -> None:
    pages = tuple(made_page(name, *texts) for name, texts in PAGES.items())
    content = replace(sample_content(), pages=pages, items=())
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder in folders:
        write_manual(folder, replace(content, info=replace(content.info, id=folder.name)))
    bundles = [open_bundle(folder) for folder in folders]
    for at_hand in folders:
        searcher = Searcher(bundles, at_hand=at_hand)
        assert searcher.search(typed, 1).hits[0].manual == at_hand.name
        searcher.close()
    for bundle in bundles:
        bundle.close()


def test_a_much_better_page_of_another_manual_comes_before_the_one_at_hand(tmp_path: Path) -> None:
    content = replace(sample_content(), items=())
    texts = {"near": ("Boats", "A boat may have a winch somewhere. " * 9), "far": ("Winch", "The winch.")}
    for name, text in texts.items():
        made = replace(content, info=replace(content.info, id=name), pages=(made_page(name, *text),))
        write_manual(tmp_path / name, made)
    bundles = [open_bundle(tmp_path / name) for name in texts]
    searcher = Searcher(bundles, at_hand=tmp_path / "near")
    assert [hit.manual for hit in searcher.search("winch").hits] == ["far", "near"]
    searcher.close()
    for bundle in bundles:
        bundle.close()
