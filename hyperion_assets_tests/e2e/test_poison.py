"""Messages that no publisher of ours has sent: each is quarantined with its bytes, and none stops a release."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from confluent_kafka import Producer

from hyperion_assets.operations.exit import Exit
from hyperion_assets.topics import Topic
from hyperion_assets_tests.e2e.conftest import MakeWorld
from hyperion_assets_tests.e2e.small_source import NORTH
from hyperion_assets_tests.e2e.world import RELEASED, World, as_value

VERSION = {"schema_version": b"1", "source": b"elsewhere.json", "place": b"/films/0"}
FILM: dict[str, Any] = {"title": "Lost Lamp", "year": 2001, "studio": "North Studio", "studio_facts": NORTH}
DAY: dict[str, Any] = {"film_id": "lamp-town-2003", "date": "2003-12-12", "state": "CA", "gross_cents": 1}


class Message(NamedTuple):
    """A message to one of the topics, and what staging is to say of it."""

    topic: Topic
    key: bytes | None
    value: bytes | None
    code: str
    headers: dict[str, bytes] = VERSION


POISON = {
    "no JSON": Message(Topic.FILMS, b"lost-lamp-2001", b'{"title": "Lost', "not_json"),
    "no text": Message(Topic.CHARACTERS, b"lost|1", b"\x00\xff\xfe{}\n\r", "not_json"),
    "another version": Message(
        Topic.FILMS, b"lost-lamp-2001", as_value(FILM), "wrong_schema_version", VERSION | {"schema_version": b"2"}
    ),
    "no headers": Message(Topic.FILMS, b"lost-lamp-2001", as_value(FILM | {"year": 2002}), "wrong_schema_version", {}),
    "a tombstone without headers": Message(Topic.FILMS, b"lamp-town-2003", None, "wrong_schema_version", {}),
    "no key": Message(Topic.FILMS, None, as_value(FILM), "no_key"),
    "a key that is not text": Message(Topic.CHARACTERS, b"\xff\xfe\x00", as_value({"entry": {}}), "key_not_utf8"),
    "a list": Message(Topic.FILMS, b"lost-lamp-2001", b"[]", "not_an_object"),
    "half an amount": Message(
        Topic.BOXOFFICE, b"lamp-town-2003|2003-12-12|CA", as_value(DAY | {"gross_cents": 0.5}), "missing_field"
    ),
    "a key of another cell": Message(
        Topic.BOXOFFICE, b"lamp-town-2003|2003-12-13|CA", as_value(DAY | {"basis": "modelled"}), "key_mismatch"
    ),
}


def send(world: World, *messages: Message) -> None:
    producer = Producer({"bootstrap.servers": world.settings.kafka_bootstrap_servers})
    for message in messages:
        producer.produce(
            message.topic.name_in(world.settings), message.value, message.key, headers=list(message.headers.items())
        )
    assert producer.flush(30) == 0


@pytest.fixture(scope="module")
def world(make_world: MakeWorld) -> World:
    """The small source on topics that hold poison already when it is published."""
    world = make_world()
    for topic in Topic:
        world.hyperion("publish", topic.value)
    send(world, *POISON.values())
    return world.released()


@pytest.mark.parametrize("poison", POISON.values(), ids=list(POISON))
def test_message_is_quarantined_with_its_bytes(world: World, poison: Message) -> None:
    [row] = [
        row
        for row in world.rows("quarantine")
        if (row["code"], row["original"]) == (poison.code, poison.value) and row["topic"] == f"raw-{poison.topic}"
    ]
    assert row["scope"] == "record"
    assert row["offset"] is not None


def test_all_else_is_as_if_nothing_had_been_sent(world: World, built: World) -> None:
    assert len(world.rows("quarantine")) == len(POISON)
    for name in RELEASED:
        if name not in ("quarantine", "provenance"):
            assert world.contents()[name] == built.contents()[name], name


NUL_ENTRY = {
    "entry": {"name": "W\0", "role": "mentor\0", "species": "\0", "voice_actor": "Ada\0 Berg", "notes": "\0"},
    "context": {
        "shape": "one_film",
        "franchise": "F\0",
        "category": None,
        "group": None,
        "studio": None,
        "media": [{"kind": "film", "title": "Lamp\0Town", "year": 2003}],
        "file_media": [{"kind": "film", "title": "Lamp\0Town", "year": 2003}],
    },
}
NUL = {
    "in a film's key": Message(Topic.FILMS, b"a\0-2001", as_value(FILM | {"title": "Nul Key"}), ""),
    "in a title": Message(Topic.FILMS, b"lost-lamp-2001", as_value(FILM | {"title": "Lost\0Lamp"}), ""),
    "in a source": Message(Topic.FILMS, b"x", b"{", "not_json", VERSION | {"source": b"a\0.json", "place": b"\0"}),
    "in an entry": Message(Topic.CHARACTERS, b"nul\0.json||W\0|1", as_value(NUL_ENTRY), ""),
    "in a state": Message(
        *(Topic.BOXOFFICE, b"lamp-town-2003|2003-12-12|C\0"),
        as_value(DAY | {"state": "C\0", "basis": "modelled"}),
        "unknown_state",
    ),
    "in a film id": Message(
        *(Topic.BOXOFFICE, b"lamp\0town|2003-12-12|CA"),
        as_value(DAY | {"film_id": "lamp\0town", "basis": "modelled"}),
        "film_not_in_catalogue",
    ),
}


@pytest.fixture(scope="module")
def after_nul(world: World) -> World:
    """The same world after messages with NUL characters, which PostgreSQL has no text for."""
    send(world, *NUL.values())
    world.run()
    return world


def test_nul_character_stops_no_release(after_nul: World) -> None:
    done = after_nul.seen[-1]
    assert done.code == Exit.RELEASED, done.complaints
    after_nul.assert_in_order()
    assert after_nul.release().number == 2
    films = {row["film_id"]: row["title"] for row in after_nul.rows("films")}
    assert (films["lost-lamp-2001"], films["nul-key-2001"]) == ("Lost Lamp", "Nul Key")


@pytest.mark.parametrize("nul", [nul for nul in NUL.values() if nul.code], ids=lambda nul: nul.code)
def test_message_with_nul_is_quarantined(after_nul: World, nul: Message) -> None:
    assert nul.key is not None
    key = nul.key.decode().replace("\0", "\ufffd")
    [row] = [row for row in after_nul.rows("quarantine") if row["key"] == key]
    assert row["code"] == nul.code
    # What could be read is written again as JSON; what could not is there as it came.
    assert nul.code == "film_not_in_catalogue" or row["original"] == nul.value
