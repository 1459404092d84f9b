"""Reads trees of Markdown as engineers write it: MkDocs, mdBook, GitBook, docsify, a README and its docs."""
