"""What a manual is: pages, contents, numbered items, and the bundle they are kept in. No Qt, no Whoosh."""
