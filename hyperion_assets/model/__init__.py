"""The tables as SQLAlchemy Core metadata, and everything that is generated from it.

Belongs here: definitions, keys, and pure functions from a table to text or a schema (Arrow, DDL, hashes,
documents). Not here: anything that opens a table, a file of data or a connection.
"""
