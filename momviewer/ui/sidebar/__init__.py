"""The sidebar: contents, examples and bookmarks; and lists of places: the history, the page's parts."""
