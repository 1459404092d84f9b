"""The words of each page, read back: any of some words is on the pages that a plain look finds it on."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.search.index.vocabularies import FILE, Vocabularies, VocabularyWriter, write_vocabularies

WORDS = st.lists(st.sets(st.sampled_from("abcdefghij"), max_size=6), max_size=8)


def gathered(pages: list[set[str]]) -> VocabularyWriter:
    field = VocabularyWriter()
    for words in pages:
        field.add(words)
    return field


@given(st.data(), WORDS, WORDS)
def test_pages_with_any_word(
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    first: list[set[str]],
    second: list[set[str]],
) -> None:
    folder = tmp_path_factory.getbasetemp() / "words"
    folder.mkdir(exist_ok=True)
    count = min(len(first), len(second))
    fields = {"one": first[:count], "two": second[:count]}
    write_vocabularies(folder, map(gathered, fields.values()))
    read = Vocabularies(folder, count, list(fields))
    for name, pages in fields.items():
        known = sorted(set().union(*pages))
        assert read.words(name) == known
        if known:
            wanted = sorted(data.draw(st.sets(st.integers(0, len(known) - 1), min_size=1)))
            expected = {n for n, words in enumerate(pages) if words & {known[place] for place in wanted}}
            assert read.pages_with_any(name, wanted) == expected
    read.close()


def test_a_file_of_another_length_is_refused(tmp_path: Path) -> None:
    write_vocabularies(tmp_path, [gathered([{"a"}, {"a", "b"}])])
    with (tmp_path / FILE).open("ab") as stream:
        stream.write(bytes(4))
    with pytest.raises(ValueError, match="numbers instead of"):
        Vocabularies(tmp_path, 2, ["one"])
    with pytest.raises(OSError, match="No such file"):
        Vocabularies(tmp_path / "none", 2, ["one"])
