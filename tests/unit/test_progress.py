"""How far a build is, in a sentence and as a bar."""

import pytest

from momviewer.progress import BuildProgress


@pytest.mark.parametrize(
    ("progress", "place", "bar"),
    [
        (BuildProgress("Reading pages", 0, 9), "reading pages, 0 of 9", "........................] 0 of 9"),
        (BuildProgress("Reading pages", 3, 9), "reading pages, 3 of 9", "########................] 3 of 9"),
        (BuildProgress("Done", 9, 9), "done, 9 of 9", "########################] 9 of 9"),
        (BuildProgress("Unpacking files", 0, 0), "unpacking files", "........................] ..."),
    ],
)
def test_how_far_a_build_is_is_told_in_words_and_as_a_bar(
    progress: BuildProgress, place: str, bar: str
) -> None:
    assert progress.place == place
    assert progress.bar.startswith(f"{progress.step:<18} [")
    assert progress.bar.rstrip().endswith(f"[{bar}")
    assert progress.is_end == (progress.step == "Done")
