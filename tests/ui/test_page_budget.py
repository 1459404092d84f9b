"""What the builder lets through is laid out in time: its own worst pages, each as large as it may be."""

import time
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from index_builder.pages.anchors import anchors_of
from index_builder.pages.clean import clean
from index_builder.pages.guard import BuildReport
from index_builder.pages.model import SourcePage
from index_builder.pages.trees import Tree
from index_builder.render.render import render_page
from index_builder.steps.links import Targets, resolve_links
from index_builder.steps.parts import fit_page
from momviewer.manual.checked.page_html import check_page_html
from momviewer.manual.model import PageKind
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_view import PageView
from tests.unit.test_steps import body

MAX_S = 0.5
"""Seconds of the processor that a page may take until it is laid out."""
WIDTHS = (800, 1280)
PROSE = "ropes and knots of the harbour "

WORST = {
    "a word": f"<p>{'x' * 1_200_000}</p>",
    "prose": f"<p>{PROSE * 36_000}</p>",
    "two scripts in a word": f"<p>{'aα' * 50_000}</p>",
    "two directions in a word": f"<p>{'aא' * 50_000}</p>",
    "ideographs": f"<p>{'漢字仮名' * 25_000}</p>",
    "a line of code": f"<pre>{'x' * 2_000_000}</pre>",
    "lines of code": "<pre>local a = require('x')\n" + "local a = require('x')\n" * 9_000 + "</pre>",
    "snippets": "<pre>a = 1</pre>" * 1_000,
    "examples": "".join(
        f"<div class='example' id='e{n}' data-number='1.{n}'><p class='caption'>A</p><pre>a = 1</pre></div>"
        for n in range(1_000)
    ),
    "entries": "<ul>" + "<li>Rope</li>" * 5_000 + "</ul>",
    "entries in entries": ("<ul><li>" * 25 + "Rope" + "</li></ul>" * 25) * 400,
    "places": "".join(f"<p id='a{n}'>x</p>" for n in range(1_200)),
    "headings": "".join(f"<h2 id='a{n}'>Head {n}</h2>" for n in range(2_000)),
    "links": "<p>" + "".join(f"<a href='https://example.com/{n}'>x</a> " for n in range(1_200)) + "</p>",
    "pictures": "<p>" + "<img src='images/x.png'>" * 1_200 + "</p>",
    "elements": "<p>" + "<em>" * 50 + "x" + "</em>" * 50 + "</p>" * 1_000,
    "elements side by side": "<p>" + "<code>a</code> b " * 20_000 + "</p>",
    "line breaks": "<p>" + "Rope<br>" * 20_000 + "</p>",
    "rows": "<table>" + f"<tr>{'<td>Rope</td>' * 5}</tr>" * 1_600 + "</table>",
    "columns": "<table>" + f"<tr>{'<td>Rope</td>' * 1_600}</tr>" * 4 + "</table>",
    "a wide row": f"<table><tr>{'<td>x</td>' * 90}</tr>{'<tr><td>x</td></tr>' * 300}</table>",
    "cells over columns": f"<table><tr>{'<td colspan=200>x</td>' * 50}</tr><tr><td>x</td></tr></table>",
    "cells over rows": "<table>" + "<tr><td rowspan='200'>x</td><td>y</td></tr>" * 400 + "</table>",
    "a large cell": f"<table><tr><td>a</td><td>{PROSE * 18_000}</td></tr></table>",
    "tables in tables": "<table><tr><td>" * 20 + "x" + "</td></tr></table>" * 20,
    "boxes in boxes": ("<div class='note'>" * 8 + "<p>x</p>" + "</div>" * 8) * 200,
    "code in boxes": "<div class='note'>" * 4 + f"<pre>{'a = 1 b = 2' * 20_000}</pre>" + "</div>" * 4,
}


def heaviest(html: str) -> str:
    """Return the HTML of the part of a page that is thought to take longest, as the builder writes it."""
    page = SourcePage("page", "Title", "", PageKind.PAGE, Tree(body(html)), Path("page.html"))
    clean(page.body, Counter())
    made = []
    for part in fit_page(page, BuildReport()):
        page.tree.replace(part)
        resolve_links(page, Targets.of({"page": anchors_of(part)}))
        made.append(render_page(page).html)
        check_page_html(made[-1])
    return max(made, key=len)


@pytest.mark.parametrize("name", WORST)
def test_no_page_of_the_builder_freezes_the_window(name: str, qtbot: QtBot) -> None:
    html = heaviest(WORST[name])
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(600, 800)
    view.show()
    for width in WIDTHS:
        shown, resized = zip(*(laid_out(view, html, width) for _ in range(ROUNDS)), strict=True)
        assert min(shown) < MAX_S
        assert min(resized) < MAX_S


ROUNDS = 2
"""Times that a page is laid out, of which the quickest counts: other tests take the processor's cache."""


def laid_out(view: PageView, html: str, width: int) -> tuple[float, float]:
    """Return the processor time that a page takes to be shown at a width, and then at another, in seconds."""
    view.show_page("<body></body>")
    view.resize(width, 800)
    QCoreApplication.processEvents()
    before = time.process_time()
    view.show_page(f"<body>{html}</body>")
    view.document().size()  # all of it, and not what is in view alone
    view.viewport().repaint()
    shown = time.process_time() - before
    before = time.process_time()
    view.resize(width - 20, 800)
    QCoreApplication.processEvents()
    view.document().size()
    return shown, time.process_time() - before
