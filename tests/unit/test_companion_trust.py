"""Snippets of the bundled manual that trust something: run in Lua with stand-ins for the server's tables."""

import re
from typing import Any

import pytest

from tests.unit.test_companion import COMPANION

SERVER = """
log, context = {}, {}
msys = {core = {VALIDATE_CONT = "CONT", VCTX_MESS = "mess"}, validate = {opendkim = {}}}
opendkim = {dkim = {DKIM_STAT_OK = "OK", DKIM_SIGFLAG_PASSED = 4, DKIM_SIGFLAG_TESTKEY = 8}}
local server = msys.validate.opendkim
function server.verify(msg) return msg, "OK" end
function server.get_num_sigs(handle) return #handle, "OK" end
function server.get_sig(handle, index) return handle[index + 1], "OK" end
function server.get_sig_domain(info) return info.domain, "OK" end
function server.get_sig_flags(info) return info.flags, "OK" end
function msys.registerModule(name, hooks) registered = hooks end
function require(name) end
vctx = {set = function(_, _, name, value) context[name] = value end}
"""


def run(page: str, signatures: str) -> dict[str, str]:
    """Return what the script of a page leaves in the message context for a message with these signatures."""
    lua = pytest.importorskip("lupa.lua51", reason="lupa brings Lua")
    text = (COMPANION / f"{page}.md").read_text(encoding="utf-8")
    script = re.findall(r"```lua\n(.*?)```", text, re.DOTALL)[-1]
    runtime: Any = lua.LuaRuntime()
    runtime.execute(SERVER)
    runtime.execute(script)
    runtime.execute(f"registered:validate_data({{ {signatures} }}, nil, vctx)")
    return dict(runtime.globals().context)


@pytest.mark.parametrize(
    ("signatures", "trusted"),
    [
        ("", "no"),
        ('{domain = "example.net", flags = 2}', "no"),
        ('{domain = "example.net", flags = 6}', "yes"),
        ('{domain = "Example.NET", flags = 4}', "yes"),
        ('{domain = "example.org", flags = 6}', "no"),
        ('{domain = "example.net", flags = 2}, {domain = "example.org", flags = 6}', "no"),
        ('{domain = "example.net", flags = 6}, {domain = "example.org", flags = 6}', "no"),
        ('{domain = "example.net", flags = 14}', "no"),
        ('{domain = "example.net"}', "no"),
    ],
)
def test_a_partner_is_believed_only_where_its_own_signatures_passed(signatures: str, trusted: str) -> None:
    assert run("lua.ref.msys.validate.opendkim.verify", signatures)["dkim_partner"] == trusted


def test_only_domains_whose_signatures_passed_are_kept() -> None:
    signatures = '{domain = "a.example", flags = 2}, {domain = "b.example", flags = 12}'
    found = run("lua.ref.msys.validate.opendkim.get_num_sigs", signatures)
    assert (found["dkim_count"], found["dkim_passed"]) == ("2", "b.example")
