"""The reader of a portal's own sources: Markdown with fields and a navigation file."""
