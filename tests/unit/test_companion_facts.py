"""Facts of the bundled manual, each checked beside the vendor's manual where both are at hand.

`fixtures/companion-facts.csv`, beside the real manuals, lists facts by page: most are a kind and a name,
such as "option heartbeat default `60`". What such a row names must stand on our page and on the vendor's.
Of the other rows `READ` says what to look for.
"""

import csv
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from index_builder.sources.markdown.tree import parse_markdown
from index_builder.steps.definitions import make_definitions
from tests.conftest import ROOT
from tests.unit.test_companion import COMPANION

MANUALS = Path(os.environ.get("MOMVIEWER_MANUALS", ROOT.parent / "shared" / "manuals"))
FACTS = MANUALS.parent / "fixtures" / "companion-facts.csv"
VENDOR = MANUALS / "momentum-4-html"

NAMED = re.compile(
    r"""(?: option | parameters? | field | value | variable | stanza | method | related\ method | function
          | column | capability | action | facility | part | status | letter | macro | type | module | form
          | (?:console\ )?command | key\ in\ `vctx_mess` | constants\ begin\ with )
        \s (?P<name>.+?) (?:\s default \s (?P<default>.+))?""",
    re.VERBOSE,
)
PLACE = re.compile(r"\.\.\.|\[from NODE\]|\b[A-Z]+\b(?!_)(?=.)|[_*]$")
"""What stands in a name for something else, or shows that only its beginning is given."""
SAID = {"not stated": "-"}
"""Defaults in words that our pages now put another way."""
SUMMARY = "config.options.summary"

READ: dict[tuple[str, str], tuple[str, str | None]] = {
    ("conf.ref.capabilities", "exclusive"): (r"exclusive\. With `user = root`", r"user = root|root"),
    ("conf.ref.crypto_engine", "restart"): (r"[Rr]estart", None),
    ("conf.ref.ecelerity_cluster.conf", "default paths"): (
        r"`include` of `msgc_server\.conf`.+=>master",
        None,
    ),
    ("conf.ref.user", "credentials.key"): (r"credentials\.key", None),
    ("console_commands.counter", "/site/"): (r"/site/NAME.+/vendor/NAME", None),
    ("console_commands.counter", "RESET_TIME"): (r"RESET_TIME", None),
    ("console_commands.counter", "relaxed"): (r"`strict`: every.+`relaxed`: each.+added up", r"relaxed"),
    ("ecelerity.conf.fallback", "values in the tables"): (
        r"`newsletter` \| `example.net` \| 100",
        r"fallback",
    ),
    ("ecelerity.conf.fallback", "binding::host"): (r"`binding::host`", r"binding::host"),
    ("ecelerity.conf.fallback", "precedence"): (r"Top level \| 6", r"precedence"),
    ("executable.credmgr", "password"): (r"-p 'change-this-password'", None),
    ("implementing.policy.scriptlets", "outlive"): (r"top of the script stays.+`self`", None),
    ("implementing.policy.scriptlets", "ec_message"): (r"ec_message = msg", r"ec_message"),
    ("implementing.policy.scriptlets", "dp_config"): (
        r"default_policy\.conf.+dp_config\.lua",
        r"dp_config\.lua",
    ),
    ("implementing.policy.scriptlets", "eccfg"): (
        r"eccfg pull.+config reload.+eccfg commit",
        r"config reload",
    ),
    ("implementing.policy.scriptlets", "helper"): (
        r"libexec/scriptlets/msys/.+libexec/embed/lua/msys",
        r"libexec/scriptlets/msys.+libexec/embed/lua/msys",
    ),
    ("implementing.policy.scriptlets", "registerModule"): (
        r"name that the script passes to `msys\.registerModule`",
        r"registermodule",
    ),
    ("implementing.policy.scriptlets", "callouts"): (
        r"validate_dealloc\(\)",
        r"validate_data_spool_each_rcpt",
    ),
    ("lua.ref.client_set_header", "clears"): (r"without an argument, it takes all of them away", r"clear"),
    ("lua.ref.curl.new", "OPT_URL"): (
        r"OPT_URL.+OPT_USERAGENT.+OPT_CONNECTTIMEOUT.+OPT_TIMEOUT.+OPT_NOSIGNAL.+OPT_NOBODY",
        None,
    ),
    ("lua.ref.curl.new", "blocks"): (r"msys\.runInPool", None),
    ("lua.ref.json.new", "keys"): (r"(?i)keys.+string.+number", None),
    ("lua.ref.msg_binding", "case-sensitive"): (r"case.+(?:space|blank)s?.+colon", None),
    ("lua.ref.msg_binding", "validate_set_binding"): (r"validate_set_binding", r"validate_set_binding"),
    ("lua.ref.msg_code", "0 takes"): (r"`0`.+`str`.+validate_set_binding", r"validate_set_binding"),
    ("lua.ref.msys.av.scan", "40"): (r"\b40\b", r"\b40\b"),
    ("lua.ref.msys.delivery.ob_get_current_message", "http_response_eval"): (r"http_response_eval", None),
    ("lua.ref.msys.registerControl", "rsrc_setup"): (r"rsrc_setup", None),
    ("lua.ref.msys.sleep", "suspends"): (
        r"can be suspended \| that session waits.+cannot \| the thread itself is blocked",
        r"scheduler thread",
    ),
    ("lua.ref.msys.validate.opendkim.verify", "70.68"): (r"DKIM_SIGFLAG_PASSED.+partner", None),
    ("lua.ref.session_request_url_get", "dict_next"): (r"dict_next", r"dict_next"),
    ("lua.ref.session_request_url_get", "status_set_std"): (r"response_status_set_std", None),
    ("lua.ref.vctx_add_recipient", "envelope"): (r"envelope", None),
    ("lua.ref.vctx_add_recipient", "recipient_list"): (r"recipient_list.+validate_rcptto", None),
    ("lua.ref.vctx_set", "emptied"): (r"(?i)each message|per message|next message", None),
    ("modules.adaptive", "adaptive_enabled"): (r"`adaptive_enabled`.+`false`", r"adaptive_enabled"),
    ("modules.adaptive", "adaptive_scope"): (r"`adaptive_scope`.+`auto`.+DuraVIP", r"adaptive_scope"),
    ("modules.adaptive", "built-in"): (
        r"`bc:10` and `bc:24` at 3 and 10.+`fbl:abuse` at 0\.2 and 0\.5",
        r"bc:24",
    ),
    ("modules.auth_ds", "non-zero"): (
        r"first column of the first row decides: anything but zero is a success",
        r"first",
    ),
    ("modules.bounce_logger", "BC_SUBSCRIBE"): (r"subscription requests are not", r"bc_subscribe"),
    ("modules.bounce_logger", "format"): (r"`bouncelog`[^.]+35\.3", r"35\.3"),
    ("modules.bounce_logger", "instances"): (r"instance", None),
    ("modules.cloudmark", "threshold"): (r"(?i)threshold.+update", r"activefilter"),
    ("modules.cluster", "announce"): (r"broadcast cluster duravip announce view", r"announce view"),
    ("modules.cluster", "duravip_balance_set_size"): (r"`duravip_balance_set_size`.+`1`", None),
    ("modules.conntrol", "unrecognized"): (r"(?i)`conntrol_unrecognized_commands` \|.*number of", r"number"),
    ("modules.csapi", "3 GB"): (r"max_concurrency.+3 GB|3 GB.+max_concurrency", r"max_concurrency"),
    ("modules.delay_dsn", "two defaults"): (r"`0` or `43200`", r"delay_dsn_max_retry_interval"),
    ("modules.domainkeys", "get_responsible_domain"): (
        r"msys\.validate\.dk\.get_responsible_domain",
        r"msys\.validate\.dk\.get_responsible_domain",
    ),
    ("modules.domainkeys", "scopes"): (r"`domainkeys`.+(?:binding|domain)", r"domainkeys"),
    ("modules.ipv6_lookup", "bind_address_secondary"): (r"bind_address_secondary", None),
    ("modules.maildir", "writable"): (r"basedir", None),
    ("modules.maildir", "contradiction"): (r"createusers.+create_users|create_users.+createusers", None),
    ("modules.mxip", "TTL"): (r"600.+dns_get_As|dns_get_As.+600", r"dns_get_as"),
    ("modules.mxip", "zone"): (r"final dot|without the dot|trailing dot|end.{0,20}dot", None),
    ("modules.sendmail_logger", "directory"): (r"(?i)directory", None),
    ("modules.spf", "delimiters"): (r"postmaster.+unknown", r"postmaster"),
    ("modules.spf", "spf_status"): (r"`softfail`.+`spf_status` takes", None),
    ("operations.console.lua", "Delayed"): (r"(?i)delayed", None),
    ("operations.console.lua", "nil"): (r"(?i)returns? (?:`?nil`?|nothing)|no return", None),
    ("policy", "share"): (r"`self`", None),
    ("policy", "__bypass"): (r"__bypass_.+`true`|`true`.+__bypass_|__bypass_\w+ = \"?true", r"__bypass_"),
    ("tls_macros", "namespace"): (r"custom_logger,sieve.+delivery_log_mode|delivery_log_mode.+sieve", None),
}
"""What shows a fact that is no name: on our page, and on the vendor's, whose text is in lower case."""


def facts() -> list[dict[str, str]]:
    if not FACTS.is_file() or not VENDOR.is_dir():
        return []
    with FACTS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def ours(page: str) -> str:
    return (COMPANION / f"{page}.md").read_text(encoding="utf-8")


@cache
def theirs(page: str) -> str:
    """Return the text of a page of the vendor's, in lower case and with its blanks folded."""
    body = etree.HTML((VENDOR / f"{page}.php").read_bytes())
    return " ".join(str(body.xpath("string()")).lower().split())


@cache
def everything() -> str:
    return " ".join(theirs(page.stem) for page in VENDOR.glob("*.php"))


def row_of(page: str, name: str) -> list[str]:
    """Return the cells of the table rows on our page that begin with a name."""
    rows = [line for line in ours(page).splitlines() if line.startswith("|")]
    return [cell.strip() for row in rows if f"`{name}" in row.split(" | ")[0] for cell in row.split(" | ")]


def plain(text: str) -> str:
    return " ".join(re.sub(r"[`*\\]", "", text).lower().split())


def test_facts_are_checked_where_they_are_at_hand() -> None:
    if not facts():
        pytest.skip(f"no {FACTS} or no {VENDOR}, which the companion's facts are checked with")
    assert len(facts()) >= 262


@pytest.mark.parametrize("fact", facts(), ids=lambda row: f"{row['page']}: {row['fact']}")
def test_a_fact_is_the_vendors(fact: dict[str, str]) -> None:
    page = fact["page"].removesuffix(".md")
    vendor = [
        name for name in re.findall(r"[\w.]+", fact["vendor page"]) if (VENDOR / f"{name}.php").is_file()
    ]
    looked_for = [words for of, words in READ if of == page and words in fact["fact"]]
    if looked_for:
        here, there = READ[page, looked_for[0]]
        assert re.search(here, ours(page), re.DOTALL)
        assert there is None or any(re.search(there, theirs(name)) for name in vendor)
        return
    named = NAMED.fullmatch(fact["fact"])
    assert named, "READ does not say what shows this"
    words = [re.escape(word) for word in plain(PLACE.sub(" ", named["name"])).split()]
    assert re.search(r"[^|]{0,12}".join(words), plain(ours(page)))
    for word in re.findall(r"[a-z][\w.-]{2,}", plain(PLACE.sub(" ", named["name"]))):
        assert any(word in theirs(name) for name in vendor) or word in everything(), word
    if named["default"] and not named["default"].startswith("|"):
        default = named["default"].split(" | ")[0].strip()
        values = re.findall(r"`([^`]+)`", default)
        cells = row_of(page, named["name"].rstrip("="))
        assert any(value in cell for value in values for cell in cells) or SAID.get(default, default) in cells
        for value in re.findall(r"`\(?\"?([^`\" ]+)", default):
            assert any(value.lower().rstrip(")") in theirs(name) for name in [*vendor, SUMMARY]), value


NO_DEFAULT = {"", "none", "unset", "required"}
UNLIKE = re.compile(r" or | as installed|; |, |all three|^disabled$")
"""Defaults that our page explains, or that two pages of the vendor's contradict each other in."""


def summary() -> dict[str, tuple[str, str, set[str]]]:
    """Return default, version and scopes of the options in the vendor's list, by their names."""
    listed = {}
    for row in etree.HTML((VENDOR / f"{SUMMARY}.php").read_bytes()).iter("tr"):
        cells = [" ".join(str(cell.xpath("string()")).split()) for cell in row]
        if len(cells) == 5:
            name, _type, default, version, scopes = cells
            listed[name.split(" ")[0].lower()] = (
                default,
                version,
                {one.strip() for one in scopes.split(",")},
            )
    return listed


def defined() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each option of our pages with its fields."""
    for source in sorted(COMPANION.glob("*.md")):
        body = parse_markdown(source.read_text(encoding="utf-8"))
        make_definitions(body)
        for box in body.iterfind(".//div[@data-kind='Option']"):
            facts = {
                fact.get("data-field", ""): fact.text_content() for fact in box if fact.get("data-field")
            }
            for code in box[0].iter("code"):
                yield source.stem, code.text_content().split()[0], facts


def test_options_have_the_scopes_versions_and_defaults_of_the_vendors_list() -> None:
    if not VENDOR.is_dir():
        pytest.skip(f"no {VENDOR}, whose list of options is compared")
    listed, compared = summary(), 0
    wrong: list[object] = []
    for page, name, facts in defined():
        scopes = {one.strip().lower() for one in facts.get("Scopes", "").split(",")}
        default, version, theirs = listed.get(name.lower(), ("", "", set()))
        if not scopes & theirs or "Since" not in facts:
            continue  # an option of a module, which has the name of another
        compared += 1
        ours = re.sub(r'["()]', "", facts.get("Default", "")).lower()
        bare = re.sub(r'\(non-dynamic\)|\(\d.*?\)|["()]', "", default).strip().lower()
        differs = ours != bare and not UNLIKE.search(ours) and not (ours in NO_DEFAULT and not bare)
        restarts = "after a restart" in facts.get("Takes effect", "")
        if scopes != theirs or differs or not version.startswith(facts["Since"].split()[0]):
            wrong.append((page, name, facts, listed[name.lower()]))
        if restarts != ("non-dynamic" in default):
            wrong.append((page, name, facts["Takes effect"], default))
    assert wrong == []
    assert compared > 50
