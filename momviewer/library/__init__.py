"""The library: which manuals are installed; adding, renaming, removing, finding. No Qt."""
