"""Rendering: pages of the page model as HTML that the viewer shows, with exact snippets."""
