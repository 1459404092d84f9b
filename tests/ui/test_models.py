"""The models behind the panels, under Qt's own model tester."""

from pytestqt.modeltest import ModelTester

from momviewer.manual.links import Address
from momviewer.manual.outline import Branch
from momviewer.search.answers.excerpts import Excerpt
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
