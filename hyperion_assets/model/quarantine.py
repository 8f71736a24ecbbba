"""What could not be used, with the reason and the original bytes."""

from __future__ import annotations

from hyperion_assets.model.definition import BINARY, INT, KEY, LONG, TEXT, column, table
from hyperion_assets.model.vocabularies import QUARANTINE_SCOPES, QUARANTINE_STATUSES

quarantine = table(
    "quarantine",
    "audit",
    "Files, records and fields that could not be used. A file or unpublished entry has no offset.",
    column(
        "quarantine_id", KEY,
        "MD5 (hex) of scope, topic, partition, offset, generation, source, place, key, field and code joined by `|`, "
        "'' for null.",
        primary_key=True,
    ),
    column(
        "scope", TEXT, "What is unusable: the file, the record, or one field of a record in use.", required=True,
        allowed=QUARANTINE_SCOPES,
    ),
    column("topic", TEXT, "Kafka topic of the record."),
    column("partition", INT, "Kafka partition of the record."),
    column("offset", LONG, "Offset of the record in its partition."),
    column("generation", INT, "How many times the topic had been made anew when the record was read."),
    column("source", TEXT, "Source file, relative to the source folder, or the provider."),
    column("place", TEXT, "Where in the source: a JSON pointer, or the index of the row."),
    column("key", TEXT, "Key of the record."),
    column("field", TEXT, "The field, where the scope is one."),
    column("code", TEXT, "The reason as a code.", required=True),
    column("reason", TEXT, "The reason in words.", required=True),
    column("original", BINARY, "The original bytes; of an unreadable file the first 64 KiB."),
    column(
        "status", TEXT,
        "What became of it: open; replayed, and quarantined again; resolved, by an accepted record; dropped, by a "
        "person.",
        required=True, allowed=QUARANTINE_STATUSES,
    ),
    column(
        "resolved_at", TEXT,
        "When the record that replayed or resolved it was sent, or a person dropped it: ISO 8601, UTC.",
    ),
    column("resolved_by", TEXT, "The record that replayed or resolved it: topic/partition/offset."),
    column("why", TEXT, "Why it was dropped, or how it is resolved where no replay did so."),
)  # fmt: skip
