"""Jobs for spark-submit or a Spark Connect server: raw files to Parquet tables, without Dagster.

Run in the order of their numbers, with one output folder. Each is a command line over the functions of
``spark.transforms``; the package must be importable (installed, or `--py-files`).
"""
