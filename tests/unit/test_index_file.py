"""The file of an index: what is written is read back, and nothing that it says is believed unchecked."""

import random
import subprocess
import sys
from array import array
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.errors import DamagedBundleError
from momviewer.manual.bundle import open_bundle
from momviewer.search.answers.searcher import Searcher
from momviewer.search.index.analysis import terms_of, whole_terms
from momviewer.search.index.fields import LABEL, TEXT_FIELDS, VOCABULARIES, WHOLE_FIELDS
from momviewer.search.index.index_file import FIELDS, FILE, HEAD, MARK, IndexFile
from momviewer.search.index.postings import Postings
from momviewer.search.index.schema import write_index
from tests.conftest import ROOT
from tests.unit.samples import write_sample

Document = Mapping[str, str]
MUTANTS = 400
HUGE = 0xFFFF_FFF0
WORDS = st.lists(st.text("abcäß字 🚢-", max_size=9), max_size=5).map(" ".join)
PAGES = st.lists(st.fixed_dictionaries(dict.fromkeys((*TEXT_FIELDS, *WHOLE_FIELDS), WORDS)), max_size=6)


def document(text: str) -> Document:
    return dict.fromkeys((*TEXT_FIELDS, *WHOLE_FIELDS), text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_index(tmp_path, [document(f"quay {number} rope rope harbour.master") for number in range(5)])
    return tmp_path


def plain_positions(pages: list[Document], field: str) -> dict[str, dict[int, list[int]]]:
    """Return what the index is to hold of a field, by a plain look at its pages."""
    found: dict[str, dict[int, list[int]]] = {}
    for number, page in enumerate(pages):
        terms = terms_of(page[field]) if field in TEXT_FIELDS else whole_terms(page[field].split("\n"))
        for term, places in terms.items():
            found.setdefault(term, {})[number] = list(places)
    return found


@given(PAGES)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, pages: list[Document]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    write_index(folder, pages)
    assert [path.name for path in folder.iterdir()] == [FILE]
    with closing(IndexFile(folder)) as file:
        assert file.page_count == len(pages)
        for field in FIELDS:
            expected = plain_positions(pages, field)
            assert file.terms(field) == sorted(expected)
            for term, places in expected.items():
                found = file.positions(field, term.encode())
                assert {page: list(at) for page, at in found.items()} == places
            assert file.positions(field, b"no such term") == {}
            if field in TEXT_FIELDS:
                assert file.lengths(field) == [
                    sum(len(at[page]) for at in expected.values() if page in at) for page in range(len(pages))
                ]


@given(PAGES, st.data())
def test_pages_with_any_word(
    tmp_path_factory: pytest.TempPathFactory, pages: list[Document], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("index")
    write_index(folder, pages)
    with closing(IndexFile(folder)) as file:
        for field in VOCABULARIES:
            if known := file.terms(field):
                wanted = sorted(data.draw(st.sets(st.integers(0, len(known) - 1), min_size=1)))
                expected = {page for place in wanted for page in file.positions(field, known[place].encode())}
                assert file.pages_with_any(field, wanted) == expected


@pytest.mark.parametrize(
    "content",
    [b"", b"x", bytes(4 * HEAD), bytes(4 * HEAD - 4), array("I", [MARK, 1, *[0] * (HEAD - 2)]).tobytes()],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DamagedBundleError, match="Rebuild"):
        Postings(tmp_path)


def test_a_folder_without_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedBundleError, match="No such file"):
        Postings(tmp_path)


def test_a_file_of_a_machine_with_another_order_of_bytes_is_refused(folder: Path) -> None:
    numbers = array("I", (folder / FILE).read_bytes())
    numbers.byteswap()
    (folder / FILE).write_bytes(numbers.tobytes())
    with pytest.raises(DamagedBundleError, match="no index of this program"):
        Postings(folder)


def read_whole(folder: Path) -> None:
    """Read everything that a query could."""
    with closing(Postings(folder)) as postings:
        for field in sorted(postings.fields):
            terms = postings.terms(field)
            for term in terms[:50]:
                postings.positions(field, term)
            postings.pages_with_any(field, terms)
            postings.pages_with_any(field, terms[::2] or ["x"])
            postings.norms(field, 0.5)
        for term in ("quay", "rope", "zeppelin", ""):
            postings.positions(LABEL, term)


def mutants(sound: bytes, seed: int) -> Iterator[bytes]:
    """Yield a file changed in one place each: a bit, a number, a stretch, its end."""
    chance = random.Random(seed)
    for _ in range(MUTANTS):
        data = bytearray(sound)
        at = 4 * chance.randrange(HEAD if chance.random() < 0.4 else len(data) // 4)
        how = chance.randrange(6)
        if how == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            data[at : at + 4] = chance.choice((0, 1, HUGE, 1 << 20, len(data) // 4)).to_bytes(
                4, sys.byteorder
            )
        elif how == 2:
            data[at : at + 64] = bytes(len(data[at : at + 64]))
        elif how == 3:
            del data[at:]
        elif how == 4:
            data += chance.randbytes(4 * chance.randrange(1, 20))
        else:
            data[at : at + 4] = chance.randbytes(4)
        yield bytes(data)


def test_a_changed_file_is_refused_or_read(folder: Path) -> None:
    sound = (folder / FILE).read_bytes()
    refused = 0
    for data in mutants(sound, 12):
        (folder / FILE).write_bytes(data)
        try:
            read_whole(folder)
        except DamagedBundleError:
            refused += 1
    assert refused > MUTANTS / 3


LOADED = """
import sys
from momviewer.cli.main import main
code = main(sys.argv[1:])
assert code == 0, code
print(sorted({"whoosh", "pickle", "_pickle"} & set(sys.modules)))
"""


def test_a_search_needs_neither_whoosh_nor_pickle(tmp_path: Path) -> None:
    write_sample(tmp_path / "manuals" / "sample")
    run = subprocess.run(
        [sys.executable, "-c", LOADED, "--data-dir", str(tmp_path), "search", "port", "--manual", "sample"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_closed_index_is_mapped_no_more(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample")
    bundle = open_bundle(tmp_path / "sample")
    searcher = Searcher([bundle])
    assert searcher.search("port").total
    assert str(tmp_path) in Path("/proc/self/maps").read_text(encoding="utf-8")
    searcher.close()
    bundle.close()
    assert str(tmp_path) not in Path("/proc/self/maps").read_text(encoding="utf-8")
