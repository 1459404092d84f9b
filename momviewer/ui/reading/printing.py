"""Puts pages on paper or into a PDF: asks where to, shows a preview, and how far it is; can be stopped."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from momviewer.errors import CancelledError, LibraryError, MomviewerError
from momviewer.files import PUBLIC, replacing
from momviewer.manual.bundle import Bundle
from momviewer.manual.model import PageInfo
from momviewer.manual.snippets import copying
from momviewer.ui.reading.paper import Leaf, Paper, PrintProgress, margins
from momviewer.ui.reading.reader import Reader
from momviewer.ui.widgets.dialogs import open_with

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SHOW_PROGRESS_AFTER_MS = 300
"""Milliseconds of work from which on a dialog says how far it is."""
DOTS_PER_INCH = 600
PREVIEW = (900, 720)


class Printing(QObject):
    """Prints the page at hand or its chapter. Qt's part for printers is loaded when it is first asked for.

    The pages are read from a bundle of the print's own: meanwhile the reader may open another manual.
    """

    trouble = Signal(MomviewerError)

    def __init__(self, reader: Reader, window: QWidget, tell: Callable[[str], None]) -> None:
        super().__init__(window)
        self._reader, self._window, self._tell = reader, window, tell
        self._printer: QPrinter | None = None
        """That of the preview, which would not keep it."""

    def print_page(self) -> None:
        """Show how the page at hand prints, and print it."""
        self._preview(self._pages(chapter=False))

    def print_chapter(self) -> None:
        """Show how the chapter at hand prints, and print it."""
        self._preview(self._pages(chapter=True))

    def save_page(self) -> None:
        """Save the page at hand as PDF."""
        self._save(self._pages(chapter=False))

    def save_chapter(self) -> None:
        """Save the chapter at hand as PDF."""
        self._save(self._pages(chapter=True))

    def write_pdf(self, file: Path, pages: tuple[PageInfo, ...]) -> bool:
        """Write pages to a PDF file, whole or not at all; return False where the reader stopped it.

        Raises LibraryError where the file cannot be written, and what is wrong with the manual.
        """
        try:
            with replacing(file, mode=PUBLIC) as partial, self._bundle() as bundle:
                writer = QPdfWriter(str(partial))
                writer.setResolution(DOTS_PER_INCH)
                writer.setPageSize(QPageSize(_usual_size()))
                writer.setPageMargins(margins(), QPageLayout.Unit.Millimeter)
                writer.setTitle(pages[0].label)
                writer.setCreator("momviewer")
                self._run(_paper(bundle, pages).print_on(writer), "Saving as PDF")
        except CancelledError:
            return False
        except OSError as error:
            raise LibraryError(f"{file} cannot be written: {error.strerror}.") from error
        return True

    # Inside

    def _pages(self, *, chapter: bool) -> tuple[PageInfo, ...]:
        page, outline = self._reader.page, self._reader.outline
        if page is None or outline is None:
            self._tell("This page is not one of a manual's")
            return ()
        return outline.chapter_of(page.info.id) if chapter else (page.info,)

    def _bundle(self) -> Bundle:
        """Return the manual at hand, open once more."""
        manual = self._reader.manual_at_hand
        assert manual is not None  # noqa: S101 - there are pages of it
        return manual.bundle.reopened()

    def _save(self, pages: tuple[PageInfo, ...]) -> None:
        if not pages:
            return
        name = Path(copying.file_name("", pages[0].label, "text")).stem.removeprefix("snippet-")
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save as PDF", f"{name}.pdf", "PDF (*.pdf)")
        if not chosen:
            return
        file = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.pdf")
        try:
            if self.write_pdf(file, pages):
                self._tell(f"Saved as {file.name}")
        except MomviewerError as error:
            self.trouble.emit(error)

    def _preview(self, pages: tuple[PageInfo, ...]) -> None:
        if not pages:
            return
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        try:
            bundle = self._bundle()
        except MomviewerError as error:
            self.trouble.emit(error)
            return
        self._printer = printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageMargins(margins(), QPageLayout.Unit.Millimeter)
        printer.setDocName(pages[0].label)
        dialog = QPrintPreviewDialog(printer, self._window)
        dialog.setObjectName("printPreview")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        paper = _paper(bundle, pages)

        def draw(device: QPrinter) -> None:
            try:
                self._run(paper.print_on(device), "Preparing the print")
            except CancelledError:
                dialog.reject()  # there is nothing, or not all, to be seen and printed
            except MomviewerError as error:
                self.trouble.emit(error)

        dialog.paintRequested.connect(draw)
        dialog.finished.connect(bundle.close)
        open_with(dialog, *PREVIEW)
        dialog.open()

    def _run(self, work: Iterator[PrintProgress], title: str) -> None:
        """Do the work slice by slice, with a dialog that stops it; raises CancelledError where it did."""
        dialog = QProgressDialog(title, "Cancel", 0, 0, self._window)
        dialog.setWindowTitle(title)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumDuration(SHOW_PROGRESS_AFTER_MS)
        dialog.setAutoReset(False)
        try:
            for progress in work:
                dialog.setLabelText(f"{progress.step}, {progress.done} of {progress.total}")
                dialog.setMaximum(progress.total)
                dialog.setValue(progress.done)  # takes what the reader does, once it is seen
                if dialog.isVisible():  # a short print is done before anything else may touch its printer
                    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
                if dialog.wasCanceled():
                    raise CancelledError(f"{title} was stopped.")
        finally:
            dialog.close()
            dialog.deleteLater()


def _paper(bundle: Bundle, pages: tuple[PageInfo, ...]) -> Paper:
    leaves = [lambda info=info: _leaf(bundle, info) for info in pages]
    return Paper(bundle.info.title, leaves, bundle.images)


def _leaf(bundle: Bundle, info: PageInfo) -> Leaf:
    page = bundle.page(info.id)
    return Leaf(info.label, page.html if page else "")


def _usual_size() -> QPageSize.PageSizeId:
    """Return the size of paper where the reader is."""
    imperial = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4
