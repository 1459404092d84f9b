"""Editions of a manual: how two are matched, compared, and led from one to the other."""
