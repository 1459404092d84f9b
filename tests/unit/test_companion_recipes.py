"""The recipes of the bundled manual: what each holds, and that questions lead to them."""

import re
from collections.abc import Iterator

import pytest

from momviewer.manual.bundle import Bundle
from momviewer.search.answers.searcher import Searcher
from tests.unit.test_companion_form import HEADING, SOURCES

RECIPES = sorted(name for name in SOURCES if name.startswith("recipe."))
SECTIONS = ["Stanza", "Hook", "You should see", "Undo", "What to watch for", "See also"]
FENCED = re.compile(r"^```(\w+)$", re.MULTILINE)
NO_SCRIPT = re.compile(r"^No script is needed", re.MULTILINE)
QUESTIONS = {
    "how do I reject mail when SPF fails": "recipe.spf_policy",
    "verify dkim signature of a partner before accepting": "recipe.dkim_partner",
    "client sends EHLO before the banner, drop it": "recipe.early_talkers modules.conntrol",
    "load bounces into mysql": "recipe.bounces_database",
    "every customer should send from its own IP address": "recipe.customer_bindings",
    "count messages per sender and throttle": "recipe.rate_limit lua.ref.msys.audit_series.define",
    "pause sending to gmail": "recipe.hold_domain",
    "send a copy of each campaign to seed addresses": "recipe.seed_copies modules.seedlist",
    "complaints from hotmail unsubscribe automatically": "recipe.feedback_loop modules.fbl",
    "temporary reject first time senders": "recipe.greylisting",
    "retry every 10 minutes for one domain": "recipe.retry_schedule ecelerity.conf.fallback",
    "throttle outbound mail for a new address": "recipe.warm_up",
    "encrypt mail to our bank": "recipe.tls_partner",
    "rewrite the return path of outgoing mail": "recipe.rewrite_sender",
    "route mail depending on a header": "recipe.route_by_header",
    "put suspicious mail into quarantine": "recipe.quarantine_by_score",
    "my custom log is not rotated": "recipe.rotate_logs log_rotating executable.ec_rotate",
    "add my own command to ec_console": "recipe.console_command operations.console.lua",
    "move a virtual IP to another node": "recipe.fail_over_address",
    "how to drain a node before maintenance": "recipe.maintenance",
}
"""Jobs as a mail engineer types them, with the pages whose recipe or example does the job."""
MIN_FIRST = 16


def section(name: str, heading: str) -> str:
    _, _, rest = SOURCES[name].partition(f"\n### {heading}\n")
    return rest.partition("\n### ")[0]


def test_there_are_two_dozen_recipes_and_all_are_listed() -> None:
    assert len(RECIPES) >= 24
    listed, contents = (re.findall(r"\((recipe\.\w+)\)", SOURCES[page]) for page in ("recipes", "index"))
    assert listed == contents
    assert sorted(listed) == RECIPES


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_has_stanza_hook_outcome_and_undo(name: str) -> None:
    assert HEADING.findall(SOURCES[name]) == SECTIONS
    assert "momentum" in FENCED.findall(section(name, "Stanza"))
    hook = section(name, "Hook")
    assert {"lua", "perl", "ini", "shell"} & set(FENCED.findall(hook)) or NO_SCRIPT.search(hook)
    assert "`" in section(name, "You should see"), "what one sees is quoted"
    assert len(section(name, "Undo").split()) > 10
    assert "**Example " not in SOURCES[name], "recipes have no numbers"


@pytest.fixture(scope="module")
def searcher(companion: Bundle) -> Iterator[Searcher]:
    searcher = Searcher([companion])
    yield searcher
    searcher.close()


def test_questions_lead_to_the_recipe_or_example(searcher: Searcher) -> None:
    first = {question: searcher.search(question, 1).hits[0].page for question in QUESTIONS}
    missed = {question: page for question, page in first.items() if page not in QUESTIONS[question].split()}
    assert len(QUESTIONS) - len(missed) >= MIN_FIRST, missed
