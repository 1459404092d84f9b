"""The reader of manuals that DocBook's style sheets wrote as HTML."""
