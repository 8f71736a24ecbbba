"""The Hyperion data platform: what Dagster loads, and the functions its assets call.

Belongs here: everything that runs. Not here: transforms that need nothing but a DataFrame (see ``spark/``)
and source data (see ``data/``).
"""

__version__ = "0.1.0"
