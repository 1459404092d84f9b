"""Ctrl+C at the prompt."""

import pytest

from momviewer.cli import main as prompt


def test_an_interrupted_verb_says_so_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(prompt, "_run", interrupted)
    assert prompt.main([]) == prompt.INTERRUPTED
    assert capsys.readouterr().err == "momviewer: stopped.\n"
