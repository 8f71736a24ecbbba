"""One small reader per shape of character file: which entries a file has, and in which media each stands.

Belongs here: what the top-level keys of a file mean. Not here: finding and parsing files (characters), and what an
entry itself says (character_stage).
"""
