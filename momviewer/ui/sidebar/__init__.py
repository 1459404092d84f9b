"""The sidebar: contents, examples and bookmarks."""
