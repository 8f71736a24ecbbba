"""PySpark: the transforms, and the jobs that run them without Dagster.

Belongs here: DataFrame functions and thin command lines over them. Not here: where rows are read from or written to
in the platform (``hyperion_assets/lake``), nor which engine runs them (``hyperion_assets/engines``).
"""
