"""The installed manuals in the window: choosing, adding, rebuilding, renaming, removing."""
