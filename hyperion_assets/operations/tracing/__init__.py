"""Where a row comes from, and what became of a record: `hyperion trace`.

Belongs here: looking it up in the lake and telling it. Not here: the table that says it (spark/transforms/provenance).
"""
