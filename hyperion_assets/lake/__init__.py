"""Storage: the stores, the commit, the tables and the IO manager over them.

Belongs here: where bytes lie and how a new version becomes the current one. Not here: what the bytes mean.
"""
