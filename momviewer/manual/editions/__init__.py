"""Editions: which page of one is which of another, what changed, and where a place went."""
