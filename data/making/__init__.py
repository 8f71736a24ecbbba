"""What makes the source files: one module a kind of file, over the tables in `facts/` and `knowledge/`.

Belongs here: how rows become files. Not here: knowledge about a film or a character (that is a table under
`knowledge/`), and anything that the platform does at run time.
"""
