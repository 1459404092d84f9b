"""The query language: reads queries as Apache Lucene 3.0 does and explains them. No Qt, no Whoosh."""
