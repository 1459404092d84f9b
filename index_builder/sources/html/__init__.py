"""Reads HTML that any generator wrote: rows of data say where each keeps its text and code."""
