"""The menu of a snippet: ways to copy it, to save it, to open it in an editor, to fill it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from momviewer.manual.snippets import copying, fill_in
from momviewer.manual.snippets.copying import PlacedSnippet
from momviewer.ui.base.theme import Theme
from momviewer.ui.snippets.editor_copies import EditorCopies, as_file
from momviewer.ui.snippets.fill_in_dialog import FillInDialog

EDITED_AS = "text"
"""The language that a snippet is opened as: a text, since a system might run a script."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What a menu does outside itself.

    `copy` takes a text and what was copied, as the reader's notice names it; `report` says what was done and
    `trouble` what went wrong. `values` are those that a manual's places were filled in with before, and
    `remember` keeps others in their place. `editor_copies` keeps what an editor opens.
    """

    copy: Callable[[str, str], None]
    report: Callable[[str], None]
    trouble: Callable[[str], None]
    values: Callable[[], Mapping[str, str]]
    remember: Callable[[Mapping[str, str]], None]
    editor_copies: EditorCopies


class SnippetMenu(QMenu):
    """Has the entries that make sense for its snippet; deletes itself when it is closed."""

    def __init__(
        self, snippet: PlacedSnippet, effects: Effects, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("snippetMenu")
        self.setAccessibleName("Snippet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._snippet = snippet
        self._effects = effects
        self._theme = theme
        self._add_copies()
        self.addSeparator()
        self._add("saveAs", "&Save as…", self.save_as)
        self._add("openInEditor", "&Open in editor", self.open_in_editor)

    def _add_copies(self) -> None:
        snippet, name = self._snippet, self._snippet.name
        self._add_copy("copy", "&Copy", snippet.text, name)
        self._add_copy(
            "copyWithReference", "Copy with &reference", copying.referred(snippet), f"{name} with reference"
        )
        caption = copying.reference("", snippet.number, snippet.title)
        markdown = copying.as_markdown(snippet.text, snippet.language, caption)
        self._add_copy("copyMarkdown", "Copy as &Markdown", markdown, f"{name} as Markdown")
        commands = copying.commands_only(snippet.text, snippet.language)
        if commands != snippet.text:
            self._add_copy("copyCommands", "Copy commands o&nly", commands, f"the commands of {name}")
        if odd := copying.typographic(snippet.text):
            only_hidden = copying.only_hidden(odd)
            added = self._add_copy(
                "copyStraight",
                "Copy without &hidden characters" if only_hidden else "Copy with straight &quotes",
                copying.straightened(snippet.text),
                f"{name} without hidden characters" if only_hidden else f"{name} with straight quotes",
            )
            told = copying.named_oddities(odd)
            added.setToolTip(f"The manual has {told} here that a program may not take")
            self.setToolTipsVisible(True)
        link = copying.link_to(snippet.manual, snippet.page, snippet.anchor)
        self._add_copy("copyLink", "Copy &link", link, f"the link to {name}")
        if fill_in.fields(snippet.text):
            self.addSeparator()
            filled = fill_in.fill_with(snippet.text, self._effects.values())
            if filled.changed:
                self._add_copy("copyFilledIn", "Copy f&illed in", filled.text, f"{name}, filled in")
            self._add("fillIn", "&Fill in and copy…", self.fill_in)

    def _add_copy(self, action: str, text: str, copied: str, name: str) -> QAction:
        return self._add(action, text, lambda: self._effects.copy(copied, name))

    def _add(self, name: str, text: str, effect: Callable[[], object]) -> QAction:
        action = self.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked: effect())
        return action

    # Effects

    def save_as(self) -> None:
        """Ask for a file, and write the snippet there with a line end behind its last line."""
        snippet = self._snippet
        name = copying.file_name(snippet.number, snippet.title, snippet.language)
        chosen, _ = QFileDialog.getSaveFileName(self.parentWidget(), f"Save {snippet.name}", name)
        if not chosen:
            return
        try:
            Path(chosen).write_text(as_file(snippet.text), encoding="utf-8", newline="\n")
        except OSError as error:
            self._effects.trouble(f"{chosen} cannot be written: {error.strerror}.")
        else:
            self._effects.report(f"Saved as {Path(chosen).name}")

    def open_in_editor(self) -> None:
        """Open a copy of the snippet in what the system edits texts with; it goes with the window."""
        name = copying.file_name(self._snippet.number, self._snippet.title, EDITED_AS)
        try:
            file = self._effects.editor_copies.add(name, self._snippet.text)
        except OSError as error:
            self._effects.trouble(f"No copy of the snippet can be made: {error.strerror}.")
            return
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._effects.report(f"Opened a copy, {name}")
        else:
            self._effects.trouble(f"The system opened no editor. The copy is {file}.")

    def fill_in(self) -> None:
        """Ask for the reader's values and copy the snippet with them."""
        snippet, effects = self._snippet, self._effects
        dialog = FillInDialog(snippet, effects.values(), self._theme, self.parentWidget())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.remembered.connect(effects.remember)
        dialog.copied.connect(lambda text: effects.copy(text, f"{snippet.name}, filled in"))
        dialog.open()
