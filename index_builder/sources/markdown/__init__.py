"""The reader of Markdown manuals, with the peculiarities of the vendor's portal."""
