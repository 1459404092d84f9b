"""Opens what the page shows small in a dialog of its own: images in full size, and wide tables."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextBlock, QTextTable
from PySide6.QtWidgets import QDialog

from momviewer.ui.page_view import PageView

LONGEST_CAPTION = 200


class Enlarged(QObject):
    """Listens to a page view and opens the dialogs over it."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        view.image_asked.connect(self.show_image)
        view.table_asked.connect(self.show_table)

    def show_image(self, name: str) -> None:
        """Open an image of the page, by its name there."""
        from momviewer.ui.image_dialog import ImageDialog

        image = self._view.original_image(name)
        title = name.rpartition("/")[2]
        if image is None:
            self._view.notify(f"{title} is missing from the manual")
            return
        self._open(ImageDialog(image, title, self._view))

    def show_table(self, anchor: str) -> None:
        """Open the table at an anchor of the page."""
        from momviewer.ui.table_dialog import TableDialog

        if table := self._view.places.table_at(anchor):
            dialog = TableDialog(table, _caption_above(table), self._view.tokens, self._view)
            dialog.link_asked.connect(self._view.anchorClicked)
            self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _caption_above(table: QTextTable) -> str:
    """Return the paragraph over a table and its link, which is its caption where it has one."""
    block: QTextBlock = table.document().findBlock(table.firstPosition()).previous()
    for _ in range(3):
        text = block.text().strip()
        if text and not any(form.format.anchorHref().startswith("table:") for form in block.textFormats()):
            return text[:LONGEST_CAPTION]
        block = block.previous()
    return ""
