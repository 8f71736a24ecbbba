"""Transforms: DataFrame in, DataFrame out, one function a table and of the table's name.

Belongs here: how rows are computed, in the DataFrame API that Sail, Spark Connect and classic Spark share. Not here:
a session, a path, an engine, or a function that only one of them has. Sessions run with the time zone UTC.
"""
