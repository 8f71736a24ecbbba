"""Benchmarks: what the platform is measured against, and what measures it (`make bench`, docs/benchmarks.md).

Belongs here: peers and timing. Not here: anything that the platform itself runs on; nothing imports this package.
"""
