"""The index is read where it is mapped: like any file, and given back when it is closed."""

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.bundle import open_bundle
from momviewer.search.answers.searcher import Searcher
from momviewer.search.index.mapped_files import MappedStorage
from tests.unit.samples import write_sample

DATA = b"outside\nfirst\n\nsecond line\nno end" + b"outside"
STEPS = st.one_of(
    st.tuples(st.just("read"), st.integers(-1, 12)),
    st.tuples(st.just("seek"), st.integers(0, 40)),
    st.tuples(st.just("readline"), st.none()),
    st.tuples(st.just("tell"), st.none()),
)


@given(st.lists(STEPS, max_size=12))
def test_a_part_of_a_segment_is_read_like_a_file(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int | None]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "mapped"
    folder.mkdir(exist_ok=True)
    (folder / "any.seg").write_bytes(DATA)
    segment = MappedStorage(str(folder)).open_file("any.seg")
    part, plain = segment.subset(8, len(DATA) - 15), io.BytesIO(DATA[8:-7])
    for name, value in steps:
        arguments = [] if value is None else [value]
        assert getattr(part, name)(*arguments) == getattr(plain, name)(*arguments)
    segment.close()


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
