"""Writes a snippet in the viewer's vocabulary: its head with the buttons, and its code in colours."""

from collections.abc import Sequence

from index_builder.highlight import coloured
from index_builder.snippets import Mark
from momviewer.manual.copying import named_oddities, typographic
from momviewer.manual.model import LANGUAGES, Snippet

BETWEEN_BUTTONS = "&nbsp;" * 8
"""Room for the frames that the window draws around the words of a snippet's buttons."""


def snippet_html(snippet: Snippet, marks: Sequence[Mark], *, no_break_spaces: bool) -> str:
    """Return a snippet's HTML, `marks` being the inline elements in it.

    Typographic characters are marked, and named in the head with a straight copy beside. The head also tells
    that the source had `no_break_spaces`, of which the snippet's text has none.
    """
    name, odd = snippet.id, typographic(snippet.text)
    told = ""
    if odd:
        told = f' · <a class="odd" href="straight:{name}">{named_oddities(odd)}: copy straight</a>'
    elif no_break_spaces:
        told = " · no-break spaces are copied as blanks"
    pointed_out = [Mark(o.start, o.start + len(o.text), '<span class="odd">', "</span>") for o in odd]
    code = coloured(snippet.text, snippet.language, [*marks, *pointed_out])
    return (
        f'<a name="{name}"></a><table class="snippet" width="100%" cellspacing="0" cellpadding="0"><tr>'
        f'<td class="snippet-head">{LANGUAGES[snippet.language]}{told}</td>'
        f'<td class="snippet-buttons" width="1%" align="right"><a class="copy" href="copy:{name}">Copy</a>'
        f'{BETWEEN_BUTTONS}<a class="copy" href="menu:{name}">…</a></td></tr>'
        f'<tr><td class="snippet-code" colspan="2"><pre>{code}</pre></td></tr></table>'
    )
