"""Kafka: publishing source units, planning offset ranges, landing them as raw files.

Belongs here: everything that speaks to a broker, and the manifests of what was published, planned and landed. Not
here: what a record's value means (see ``sources`` and ``spark``) and Dagster.
"""
