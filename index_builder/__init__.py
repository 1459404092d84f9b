"""Reads source documents and writes the bundle that momviewer opens."""
