"""How each engine and database is reached.

Belongs here: sessions, connections and loads. Not here: what is computed (``spark/``) or released.
"""
