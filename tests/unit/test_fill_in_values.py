"""The values that snippets are filled in with, from one start to the next."""

from pathlib import Path

import pytest

from momviewer.user_data.stores import FillInStore

VALUES = {"momentum": {"example.com": "corp.net"}, "harbour": {"192.0.2.1": "10.0.0.1"}}


def test_values_are_kept_for_each_manual(tmp_path: Path) -> None:
    store = FillInStore(tmp_path / "fill-in.json")
    assert store.load() == {}
    store.save(VALUES)
    assert FillInStore(tmp_path / "fill-in.json").load() == VALUES
    assert store.trouble == ""


@pytest.mark.parametrize("content", ["", "{", '{"version": 1, "fill-in values": []}'])
def test_a_file_that_cannot_be_used_is_set_aside(tmp_path: Path, content: str) -> None:
    file = tmp_path / "fill-in.json"
    file.write_text(content, encoding="utf-8")
    store = FillInStore(file)
    assert store.load() == {}
    assert "fill-in values" in store.trouble
    assert (tmp_path / "fill-in.unreadable.json").read_text(encoding="utf-8") == content
    store.save(VALUES)
    assert FillInStore(file).load() == VALUES


def test_a_value_that_is_none_costs_itself_alone(tmp_path: Path) -> None:
    file = tmp_path / "fill-in.json"
    file.write_text('{"version": 1, "fill-in values": {"a": {"b": 1, "c": "d"}, "e": 2}}', encoding="utf-8")
    store = FillInStore(file)
    assert store.load() == {"a": {"c": "d"}}
    assert "2 values left out that cannot be read (a, b; e)" in store.trouble
