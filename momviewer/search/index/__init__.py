"""The index: its fields and words, and how they are read from disk."""
