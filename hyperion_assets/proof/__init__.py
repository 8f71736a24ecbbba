"""The differential proof (`make prove`, docs/engines.md): every engine, store and reader gives the same tables.

Belongs here: the source that it is proven on, the oracle, the runs and their comparison. Not here: anything that the
platform itself runs on; nothing imports this package but tests.
"""
