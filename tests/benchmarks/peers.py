"""Gives the two peers, Qt Assistant and Zeal, the pages of a manual in the forms that they read.

Both get the pages without the portal's chrome, so that they have less to lay out than they otherwise would.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import closing
from html import escape
from pathlib import Path

from lxml import etree, html

from momviewer.manual.model import TocEntry

ASSISTANT = "/usr/lib/qt6/bin/assistant"
HELP_GENERATOR = "/usr/lib/qt6/libexec/qhelpgenerator"
ZEAL = "/usr/bin/zeal"
NAMESPACE = "org.example.manual"
DOCSET = "manual"
PLIST = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleIdentifier</key><string>{DOCSET}</string>
<key>CFBundleName</key><string>{DOCSET}</string>
<key>DocSetPlatformFamily</key><string>{DOCSET}</string>
<key>isDashDocset</key><true/>
<key>dashIndexFilePath</key><string>index.html</string>
</dict></plist>
"""
ZEAL_SETTINGS = """\
[General]
check_for_update=false
start_minimized=false
[docsets]
path={docsets}
"""


def write_pages(source: Path, folder: Path) -> None:
    """Write the pages below `source` into `folder` as plain HTML files, with their images."""
    shutil.copytree(source / "images", folder / "images")
    for file in sorted(source.glob("*.php")):
        tree = html.parse(file, html.HTMLParser(encoding="utf-8")).getroot()
        body = tree.find(".//div[@id='content']")
        for element in list(body.iter("script", "iframe", "form", "link")):
            element.drop_tree()
        body.rewrite_links(lambda link: link.replace(".php", ".html"), resolve_base_href=False)
        title = escape(tree.findtext(".//title") or file.stem)
        head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
        content = etree.tostring(body, encoding="unicode", method="html")
        page = f"<!DOCTYPE html><html>{head}<body>{content}</body></html>"
        (folder / f"{file.stem}.html").write_text(page, encoding="utf-8")


def help_collection(documents: Path, contents: Iterable[TocEntry], folder: Path) -> Path:
    """Make a Qt help collection of pages and return its file."""
    folder.mkdir()
    root = etree.Element("QtHelpProject", version="1.0")
    etree.SubElement(root, "namespace").text = NAMESPACE
    etree.SubElement(root, "virtualFolder").text = "doc"
    section = etree.SubElement(root, "filterSection")
    tree, keywords = etree.SubElement(section, "toc"), etree.SubElement(section, "keywords")
    for entry in contents:
        _add_section(tree, keywords, entry)
    files = etree.SubElement(section, "files")
    for file in sorted(documents.rglob("*")):
        if file.is_file():
            etree.SubElement(files, "file").text = str(file.relative_to(documents))
    project = documents / "manual.qhp"
    etree.ElementTree(root).write(project, encoding="utf-8", xml_declaration=True)
    _generate(project, folder / "manual.qch")
    project.unlink()
    collection = folder / "manual.qhcp"
    collection.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<QHelpCollectionProject version="1.0"><docFiles><register>'
        "<file>manual.qch</file></register></docFiles></QHelpCollectionProject>",
        encoding="utf-8",
    )
    _generate(collection, folder / "manual.qhc")
    return folder / "manual.qhc"


def _add_section(above: etree._Element, keywords: etree._Element, entry: TocEntry) -> None:
    place = f"{entry.page}.html" + (f"#{entry.anchor}" if entry.anchor else "")
    section = etree.SubElement(above, "section", title=f"{entry.number} {entry.title}".strip(), ref=place)
    etree.SubElement(keywords, "keyword", name=entry.title, ref=place)
    for child in entry.children:
        _add_section(section, keywords, child)


def docset(documents: Path, home: Path) -> None:
    """Make a docset of pages, and settings below `home` with which Zeal shows it."""
    docsets = home / "docsets"
    contents = docsets / f"{DOCSET}.docset" / "Contents"
    shutil.copytree(documents, contents / "Resources" / "Documents")
    (contents / "Info.plist").write_text(PLIST, encoding="utf-8")
    with closing(sqlite3.connect(contents / "Resources" / "docSet.dsidx")) as database, database:
        database.execute("CREATE TABLE searchIndex(id INTEGER PRIMARY KEY, name TEXT, type TEXT, path TEXT)")
        database.execute("CREATE UNIQUE INDEX anchor ON searchIndex (name, type, path)")
        database.executemany(
            "INSERT OR IGNORE INTO searchIndex(name, type, path) VALUES (?, 'Guide', ?)",
            [(page.stem, page.name) for page in documents.glob("*.html")],
        )
    settings = home / ".config" / "Zeal" / "Zeal.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(ZEAL_SETTINGS.format(docsets=docsets), encoding="utf-8")


def environment(home: Path, display: str) -> Mapping[str, str]:
    """Return the environment of a program that is to keep its things below `home`."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "LANG": "C.UTF-8",
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",  # a superuser's browser does not start with it
    }


def _generate(project: Path, made: Path) -> None:
    subprocess.run(
        [HELP_GENERATOR, str(project), "-o", str(made)],
        check=True,
        capture_output=True,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"},
    )
