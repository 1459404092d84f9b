"""Which manuals are installed, and what the reader keeps. No Qt."""
