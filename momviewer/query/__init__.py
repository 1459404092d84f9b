"""The documented query language: read as Apache Lucene 3.0 reads it, and explained. No Qt, no Whoosh."""
