"""Search over built manuals: the only Whoosh in the viewer. No Qt."""
