"""The services that a laptop needs, embedded: Kafka, PostgreSQL and an engine (Sail or Spark).

Belongs here: fetching, starting, joining and stopping them. Not here: what is said to them once they run.
"""
