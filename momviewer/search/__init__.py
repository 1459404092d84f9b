"""Search over built manuals. No Qt; Whoosh only where an index is written, which the viewer never does."""
