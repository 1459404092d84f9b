"""Answers: the search itself, excerpts, marks, names, and what helps where nothing is found."""
