"""Hard cases of identity by family, from the words of a source to the rows: what is joined, what never is, and why.

Encodings, credits, qualifiers, film codes and impossible values have theirs beside their parsers (tests of sources).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from hyperion_assets.sources.character_stage import stage_character
from hyperion_assets.sources.documents import compact
from hyperion_assets.sources.film_stage import stage_film
from hyperion_assets.sources.shapes.entries import EntryList
from hyperion_assets.sources.shapes.selection import read_shape
from hyperion_assets_tests.spark.chain import Engine
from spark.transforms import staged_schema

STUDIO = "Walt Disney Animation Studios"
FILMS: list[tuple[str, int, str, list[str]]] = [
    ("The Lion King", 1994, "The Lion King", []),
    ("The Lion King", 2019, "The Lion King", []),
    ("The Lion King II: Simba's Pride", 1998, "The Lion King", []),
    ("The Lion King 1½", 2004, "The Lion King", []),
    ("WALL·E", 2008, "WALL-E", ["WALL-E"]),
    ("One Hundred and One Dalmatians", 1961, "101 Dalmatians", ["101 Dalmatians"]),
    ("Lilo & Stitch", 2002, "Lilo & Stitch", []),
    ("The Emperor's New Groove", 2000, "The Emperor's New Groove", []),
    ("Fantasia 2000", 1999, "Fantasia", []),
    ("Cinderella", 1950, "Cinderella", []),
    ("Cinderella III: A Twist in Time", 2007, "Cinderella", []),
    ("Aladdin", 1992, "Aladdin", []),
    ("Pinocchio", 1940, "Pinocchio", []),
    ("Frozen", 2013, "Frozen", []),
    ("Peter Pan", 1953, "Peter Pan", []),
    ("Return to Never Land", 2002, "Peter Pan", []),
    ("Monsters, Inc.", 2001, "Monsters, Inc.", []),
    ("Tarzan", 1999, "Tarzan", []),
    ("Bolt", 2008, "Bolt", []),
]

JOINED = [
    ("Lion King 1 1/2 (2004)", "the-lion-king-1-1-2-2004", "a fraction is its digits, an article says nothing"),
    ("The Lion King 2: Simba's Pride (1998)", "the-lion-king-ii-simbas-pride-1998", "a roman numeral is a number"),
    ("Lion King II (1998)", "the-lion-king-ii-simbas-pride-1998", "a numbered main part names the film in its year"),
    ("Simba’s Pride (1998)", "the-lion-king-ii-simbas-pride-1998", "so does a subtitle of two words"),
    ("WALL-E (2008)", "wall-e-2008", "a dot is a dash"),
    ("Walle (2008)", "wall-e-2008", "and in the exact year nothing at all"),
    ("101 Dalmatians (1961)", "one-hundred-and-one-dalmatians-1961", "the catalogue gives the variant"),
    ("Lilo and Stitch (2002)", "lilo-and-stitch-2002", "& is and"),
    ("Emperor’s New Groove, The (2000)", "the-emperors-new-groove-2000", "a trailing article, a curly apostrophe"),
    ("Fantasia 2000 (2000)", "fantasia-2000-1999", "the only film of that title within a year"),
    ("Disney's Cinderella III (2007)", "cinderella-iii-a-twist-in-time-2007", "an owner in front is no title"),
    ("Cinderella 3 – A Twist in Time (2007)", "cinderella-iii-a-twist-in-time-2007", "a dash for a colon"),
    ("The Lion King (2019)", "the-lion-king-2019", "of two films with one title the one of the year"),
]
APART = [
    ("Cinderella (2015)", "a remake of another year"),
    ("Aladdin (2019)", "a live-action namesake"),
    ("Pinocchio (2022)", "a remake half a lifetime later"),
    ("The Lion King (2004)", "a year between two films of the title is neither's"),
    ("Frozen: The Making of a Film (2013)", "a documentary of the same year is another title"),
    ("Frozen Fever (2013)", "a title that begins alike is another"),
    ("Lion King 3 (1998)", "another number is another film"),
    ("Cinderella", "without a year nobody can say which one"),
    ("Dumbo (2019)", "a film that the catalogue has not"),
]
SPELLINGS = [
    (["Penélope Cruz", "Penelope Cruz"], ["penelope-cruz"], "accents fold"),
    (["Chloë Grace Moretz", "Chloe Grace Moretz"], ["chloe-grace-moretz"], "so does a diaeresis"),
    (["Auli'i Cravalho", "Auliʻi Cravalho"], ["aulii-cravalho"], "an ʻokina is an apostrophe"),
    (["B.D. Wong", "B. D. Wong", "BD Wong"], ["b-d-wong"], "initials by dots and blanks, and an alias without"),
    (["TIM ALLEN", "Tim Allen"], ["tim-allen"], "capitals say nothing"),
    (["Jean‑Claude Van", "Jean-Claude Van"], ["jean-claude-van"], "a hyphen that does not break is a hyphen"),
]
SUFFIXES = [
    (["Sammy Davis Jr.", "Sammy Davis"], ["sammy-davis", "sammy-davis-jr"], "a suffix is never dropped"),
    (["Cuba Gooding, Jr.", "Cuba Gooding Jr"], ["cuba-gooding-jr"], "a comma or a dot before it says nothing"),
    (["Harry Connick Jr., Tom Hanks"], ["harry-connick-jr", "tom-hanks"], "the comma behind it parts two people"),
    (["Tom Kane II", "Tom Kane III"], ["tom-kane-ii", "tom-kane-iii"], "numerals are suffixes of two people"),
    (["Alan Young Sr.", "Alan Young Jr."], ["alan-young-jr", "alan-young-sr"], "father and son"),
]
ALIASES = [
    (["Jim Cumings", "Jim Cummings"], ["jim-cummings"], "a misspelling that was reviewed"),
    (["Samuel Jackson", "Samuel L. Jackson"], ["samuel-l-jackson"], "a middle initial that was reviewed"),
    (["Philip Proctor"], ["phil-proctor"], "a short name that was reviewed, even alone"),
    (["Tress McNeille", "Tress MacNeille"], ["tress-macneille"], "Mc and Mac only by review"),
    (["Corey Burtin, Frank Welker"], ["corey-burton", "frank-welker"], "within a list too"),
]
NEVER = [
    (["Jason Lee", "Jason Scott Lee"], ["jason-lee", "jason-scott-lee"], "a middle name is another man"),
    (["Joan Cusack", "John Cusack"], ["joan-cusack", "john-cusack"], "sister and brother, one letter apart"),
    (["Bill Lee", "Billy Lee"], ["bill-lee", "billy-lee"], "a short form is no proof"),
    (["Paul Collins", "Phil Collins"], ["paul-collins", "phil-collins"], "two letters apart"),
    (["Neil Campbell", "Neve Campbell"], ["neil-campbell", "neve-campbell"], "two letters apart"),
]
TALENT = [*SPELLINGS, *SUFFIXES, *ALIASES, *NEVER]

Row = dict[str, Any]


def entry(name: str, credit: str | None, **more: Any) -> Row:
    return {"name": name, "role": None, "voice_actor": credit, **more}


def one_film(film: str, *entries: Row, **more: Any) -> Row:
    title, _, year = film.rpartition(" (")
    return {"film": title or film, "year": int(year[:4]) if title else None, "characters": list(entries), **more}


def files() -> dict[str, Row]:
    """The character files of the hard world, by name."""
    found = {
        f"title {number}": one_film(film, entry(f"Who {number}", None))
        for number, film in enumerate([*(case[0] for case in JOINED), *(case[0] for case in APART)])
    }
    for number, (spelled, _, _) in enumerate(TALENT):
        cast = [entry(f"Cast {number} {which}", credit) for which, credit in enumerate(spelled)]
        found[f"talent {number}"] = one_film("Tarzan (1999)", *cast)
    found["aladdin series"] = {"series": "Aladdin", "year": 1992, "characters": [entry("Series Only", "Frank Welker")]}
    found["frozen"] = one_film("Frozen (2013)", entry("Oaken", "Chris Williams"), entry("Bird", "Robin One"))
    found["tarzan"] = one_film("Tarzan (1999)", entry("Chris", "Chris Williams"), entry("Bird", "Robin One"))
    found["peter pan"] = one_film("Peter Pan (1953)", entry("Narrator", "Tom Conway"))
    found["never land"] = one_film("Return to Never Land (2002)", entry("Narrator", "Clive Revill"))
    found["monsters"] = one_film("Monsters, Inc. (2001)", entry("Mike", "Billy Crystal"), entry("Boo", "Mary Gibbs"))
    found["monsters 2"] = one_film("Monsters, Inc. (2001)", entry("Mike Wazowski", "Billy Crystal", gender="male"))
    found["bolt"] = {
        "franchise": "Bolt",
        "films": ["Bolt (2008)"],
        "categories": {
            "bolt": {
                "year": 2008,
                "characters": [
                    entry("Mickey Mouse", "Wayne Allwine", origin_franchise="Mickey Mouse"),
                    entry("Bolt", "John Travolta", role="protagonist", gender="male", species="dog"),
                    entry("Rhino", "Mark Walton", gender="male"),
                    entry("Rhino", "Second Hamster"),
                ],
            }
        },
    }
    found["bolt again"] = one_film(
        "Bolt (2008)",
        entry("Bolt", "John Travolta (voice)", role="supporting", gender="male", species="wolf"),
        entry("Rhino", "Somebody Else", gender="female"),
    )
    found["bolt third"] = one_film("Bolt (2008)", entry("Bolt", None, gender="male", species="dog"))
    found["mickey"] = one_film(
        "Fantasia 2000 (1999)", entry("Mickey Mouse", "Wayne Allwine", origin_franchise="Mickey Mouse")
    )
    return found


@pytest.fixture(scope="module")
def world(sail: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The tables of the hard world as DuckDB tables, made by the readers, by staging, and by the transforms on Sail."""
    folder = tmp_path_factory.mktemp("hard")
    films = [
        staged(number, f"{title} {year}", stage_film(value_of_film(title, year, franchise, variants)))
        for number, (title, year, franchise, variants) in enumerate(FILMS)
    ]
    films.append(staged(len(FILMS), "again", stage_film(value_of_film("Bolt", 2008, "Bolt", [], runtime_min=95))))
    characters = [
        staged(number, f"{source}|{number}", stage_character(value), source=source, place=place)
        for number, (source, place, value) in enumerate(values())
    ]
    inputs = {
        "staged_films": pa.Table.from_pylist(films, schema=schema(staged_schema.STAGED_FILM)),
        "staged_characters": pa.Table.from_pylist(characters, schema=schema(staged_schema.STAGED_CHARACTER)),
    }
    for name, table in inputs.items():
        pq.write_table(table, folder / f"{name}.parquet")
    engine = Engine(sail, {name: folder / f"{name}.parquet" for name in inputs}, folder)
    made = duckdb.connect()
    for table in ("films", "characters", "talent", "character_films", "character_talent", "resolutions", "conflicts"):
        made.execute(f"CREATE TABLE {table} AS FROM read_parquet('{engine.path(table)}')")
    return made


def value_of_film(title: str, year: int, franchise: str, variants: list[str], **more: Any) -> bytes:
    film = {"title": title, "year": year, "studio": STUDIO, "franchise": franchise, "title_variants": variants}
    return compact(film | {"studio_facts": {"name": STUDIO}, "runtime_min": 90, **more})


def values() -> list[tuple[str, str, bytes]]:
    """Source, place and value of every entry of the files, as the readers publish them."""
    found = []
    for source, document in files().items():
        for part in read_shape(document):
            assert isinstance(part, EntryList), part
            for number, each in enumerate(part.entries):
                value = compact({"entry": each, "context": part.context.as_json()})
                found.append((source, f"{part.pointer}/{number}", value))
    return found


def staged(offset: int, key: str, row: Any, source: str = "catalogue", place: str = "/") -> Row:
    origin = {"topic_id": "t", "generation": 0, "partition": 0, "offset": offset, "key": key, "content_hash": key}
    sent = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    own = {"key": row["film_id"]} if "film_id" in row and key != "again" else {}
    return {**origin, **own, "timestamp": sent, "source": source, "place": place, "outcome": "staged", **row}


def schema(struct: StructType) -> pa.Schema:
    return to_arrow_schema(struct, timezone="UTC")


def fetched(world: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[Any]:
    found = world.execute(query, list(parameters)).fetchall()
    return [row[0] if len(row) == 1 else row for row in found]


@pytest.mark.parametrize(
    ("number", "film_id"), [(n, case[1]) for n, case in enumerate(JOINED)], ids=[f"{c[0]}: {c[2]}" for c in JOINED]
)
def test_a_title_variant_is_its_film(world: duckdb.DuckDBPyConnection, number: int, film_id: str) -> None:
    query = "SELECT film_id FROM character_films WHERE character_id LIKE ?"
    assert fetched(world, query, f"%--who-{number}") == [film_id]


@pytest.mark.parametrize("number", range(len(APART)), ids=[f"{title}: {why}" for title, why in APART])
def test_a_namesake_is_no_film_of_the_catalogue(world: duckdb.DuckDBPyConnection, number: int) -> None:
    name = f"%--who-{len(JOINED) + number}"
    assert fetched(world, "SELECT film_id FROM character_films WHERE character_id LIKE ?", name) == []
    assert len(fetched(world, "SELECT character_id FROM characters WHERE character_id LIKE ?", name)) == 1


def test_a_series_of_the_title_and_year_is_no_film(world: duckdb.DuckDBPyConnection) -> None:
    assert fetched(world, "SELECT film_id FROM character_films WHERE character_id LIKE '%--series-only'") == []


@pytest.mark.parametrize(
    ("number", "ids"), [(n, case[1]) for n, case in enumerate(TALENT)], ids=[f"{c[0]}: {c[2]}" for c in TALENT]
)
def test_spellings_and_people(world: duckdb.DuckDBPyConnection, number: int, ids: Sequence[str]) -> None:
    query = "SELECT DISTINCT talent_id FROM character_talent WHERE character_id LIKE ? ORDER BY 1"
    assert fetched(world, query, f"%--cast-{number}-%") == ids


@pytest.mark.parametrize("spelled", [case[1] for case in NEVER], ids=[case[2] for case in NEVER])
def test_who_is_alike_is_a_candidate_and_not_joined(world: duckdb.DuckDBPyConnection, spelled: list[str]) -> None:
    query = "SELECT decision FROM resolutions WHERE entity = 'talent' AND entity_id = ? AND other = ?"
    assert fetched(world, query, *spelled) == ["candidate"]


@pytest.mark.parametrize(
    ("rule", "entity_id", "other"),
    [
        pytest.param("alias", "jim-cummings", "Jim Cumings", id="the alias and its reason"),
        pytest.param("same_key", "penelope-cruz", "Penelope Cruz", id="the spelling that is not shown"),
        pytest.param("identity", "chris-williams-director", "Chris Williams", id="the homonym"),
        pytest.param("loose_title", "wall-e-2008", "Walle (2008)", id="the title without a dash"),
        pytest.param("title_variant", "one-hundred-and-one-dalmatians-1961", "101 Dalmatians (1961)", id="the variant"),
        pytest.param("year_off_by_one", "fantasia-2000-1999", "Fantasia 2000 (2000)", id="the year"),
        pytest.param("origin_franchise", "mickey-mouse--mickey-mouse", "Bolt", id="the origin"),
        pytest.param("other_year", "the-lion-king-1994", "the-lion-king-2019", id="the remake"),
        pytest.param("same_film", "bolt-2008", "again", id="the second record of a film"),
    ],
)
def test_a_person_can_ask_why(world: duckdb.DuckDBPyConnection, rule: str, entity_id: str, other: str) -> None:
    query = "SELECT evidence FROM resolutions WHERE rule = ? AND entity_id = ? AND other = ?"
    [evidence] = fetched(world, query, rule, entity_id, other)
    assert evidence


@pytest.mark.parametrize(
    ("character", "talent"),
    [
        pytest.param("frozen--oaken", ["chris-williams-director"], id="a homonym in the film where he is another man"),
        pytest.param("tarzan--chris", ["chris-williams"], id="and elsewhere the plain name"),
        pytest.param("frozen--bird", ["robin-one"], id="one name in two franchises: a character in each"),
        pytest.param("tarzan--bird", ["robin-one"], id="the other one, with the same talent"),
        pytest.param("peter-pan--narrator", ["tom-conway"], id="a narrator of one film"),
        pytest.param("peter-pan--narrator-of-return-to-never-land", ["clive-revill"], id="is not that of the next"),
        pytest.param("monsters-inc--mike-wazowski", ["billy-crystal"], id="another label of one character"),
        pytest.param("mickey-mouse--mickey-mouse", ["wayne-allwine"], id="who comes from elsewhere is one everywhere"),
        pytest.param("bolt--rhino", ["somebody-else"], id="of two files that name others the newest, and no mixture"),
    ],
)
def test_characters(world: duckdb.DuckDBPyConnection, character: str, talent: list[str]) -> None:
    query = "SELECT DISTINCT talent_id FROM character_talent WHERE character_id = ? ORDER BY 1"
    assert fetched(world, query, character) == talent


@pytest.mark.parametrize(
    ("entity_id", "field", "value", "other", "rule"),
    [
        pytest.param("bolt-2008", "runtime_min", "90", "95", "own_key", id="equal grades: the film's own key"),
        pytest.param("bolt--bolt", "species", "dog", "wolf", "most_frequent", id="two files against one"),
        pytest.param("bolt--bolt", "role", "protagonist", "supporting", "most_prominent", id="the greater part"),
        pytest.param("bolt--rhino", "gender", "female", "male", "most_frequent", id="one against one: the first word"),
        pytest.param(
            "bolt--rhino", "voice", "somebody-else", "mark-walton; second-hamster", "newest", id="wholly other people"
        ),
    ],
)
def test_conflicts(
    world: duckdb.DuckDBPyConnection, entity_id: str, field: str, value: str, other: str, rule: str
) -> None:
    query = "SELECT value, other_value, rule FROM conflicts WHERE entity_id = ? AND field = ?"
    assert fetched(world, query, entity_id, field) == [(value, other, rule)]


@pytest.mark.parametrize(
    ("talent_id", "name"),
    [
        pytest.param("penelope-cruz", "Penélope Cruz", id="the accent"),
        pytest.param("chloe-grace-moretz", "Chloë Grace Moretz", id="the diaeresis"),
        pytest.param("tim-allen", "Tim Allen", id="not all capitals"),
        pytest.param("jim-cummings", "Jim Cummings", id="never the alias"),
        pytest.param("phil-proctor", "Phil Proctor", id="nor where it stands alone"),
    ],
)
def test_the_best_spelling_is_shown(world: duckdb.DuckDBPyConnection, talent_id: str, name: str) -> None:
    assert fetched(world, "SELECT name FROM talent WHERE talent_id = ?", talent_id) == [name]


def test_a_character_of_two_names_is_one(world: duckdb.DuckDBPyConnection) -> None:
    names = fetched(world, "SELECT name FROM characters WHERE character_id LIKE 'monsters-inc--mike%'")
    assert names == ["Mike Wazowski"]
