"""Reads files that may be damaged or written to do harm, and tells that from a bug and from trouble."""
