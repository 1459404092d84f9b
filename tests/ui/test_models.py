"""The models behind the panels, under Qt's own model tester, and the thread that works for them."""

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from momviewer.errors import MomviewerError, NotFoundError
from momviewer.manual.links import Address
from momviewer.manual.outline import Branch
from momviewer.search.answers.excerpts import Excerpt
from momviewer.ui.base.tasks import Tasks
from momviewer.ui.search.result_model import ResultModel, ResultRow
from momviewer.ui.sidebar.contents_panel import TocModel


def branches() -> tuple[Branch, ...]:
    leaf = Branch("1.1", "Ropes", Address("ropes"))
    lost = Branch("1.2", "Lighthouse", Address("lighthouse"), missing=True)
    return (Branch("1", "Moorings", Address("moorings"), children=(leaf, lost)), Branch("", "Index", None))


def test_the_tree_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = TocModel(branches())
    qtmodeltester.check(model)
    model.show(())
    model.show(branches())
    qtmodeltester.check(model)


def test_the_list_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = ResultModel()
    qtmodeltester.check(model)
    model.show([ResultRow(Address("ropes"), "1.1", "Ropes", "Moorings", Excerpt("two ropes", ((4, 9),)))])
    qtmodeltester.check(model)


def test_a_place_is_found_by_anchor_or_page() -> None:
    model = TocModel(branches())
    found = model.branch(model.index_of(Address("ropes", "nowhere")))
    assert found
    assert found.title == "Ropes"
    assert not model.index_of(Address("elsewhere")).isValid()


def test_outcomes_and_errors_come_back_on_the_main_thread(qtbot: QtBot) -> None:
    tasks = Tasks("test")
    told: list[object] = []

    def fail() -> None:
        raise NotFoundError("not here")

    def failed(error: MomviewerError) -> None:
        told.append(str(error))

    tasks.run(lambda: 6 * 7, told.append, failed)
    tasks.run(fail, told.append, failed)
    qtbot.waitUntil(lambda: len(told) == 2)
    tasks.close()
    assert told == [42, "not here"]


def test_what_is_dropped_is_not_told(qtbot: QtBot) -> None:
    tasks = Tasks("test")
    told: list[str] = []

    def never(_error: MomviewerError) -> None:
        raise AssertionError

    tasks.run(lambda: "first", told.append, never).drop()
    tasks.run(lambda: "second", told.append, never)
    qtbot.waitUntil(lambda: bool(told))
    tasks.close()
    assert told == ["second"]
