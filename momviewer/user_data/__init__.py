"""What the reader keeps: bookmarks, history, session, settings, values, and their files."""
