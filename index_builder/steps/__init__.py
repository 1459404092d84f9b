"""The steps of a build, from read pages to a written bundle and index."""
