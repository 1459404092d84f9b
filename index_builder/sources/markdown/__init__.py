"""The reader of the vendor's Markdown, which lost things on its way out of the portal."""
