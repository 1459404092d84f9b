"""The reader of a portal's sources: Markdown with fields in front, and a navigation file."""
