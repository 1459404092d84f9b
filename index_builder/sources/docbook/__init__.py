"""The reader of HTML that DocBook's style sheets wrote."""
