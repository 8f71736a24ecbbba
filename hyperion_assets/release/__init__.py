"""Releases: the manifest that names the versions of all tables at one cut, and who follows it.

Belongs here: making, listing, rolling back and serving a release. Not here: how a table is made or checked.
"""
