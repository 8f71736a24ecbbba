"""A small world of films, characters and box office with every case that is easy to get wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import pairwise

from hyperion_assets.model.vocabularies import CREDIT_CONFIDENCES
from hyperion_assets_tests.spark.staged_rows import Log, credit, entry, film, medium, problem, quarantine_id, takings
from spark.transforms.staged_schema import BOXOFFICE, CHARACTER, FILM

TOY_STORY, TOY_STORY_2 = medium("Toy Story", 1995), medium("Toy Story 2", 1999)
KINGDOM_HEARTS = medium("Kingdom Hearts", 2002, "game")
REJECTED = [
    ("raw-characters", "characters/torn.json", "", "not_json", "the file ends in the middle", b'{"film": "To'),
    ("raw-films", "complete_movie_list.json", "/films/3", "not_an_object", "the entry is a number", b"3"),
    ("raw-films", "complete_movie_list.json", "/films/3", "not_an_object", "and it is said twice", b"3"),
    ("raw-films", "complete_movie_list.json", "/films/5", "not_an_object", "the entry is a number", b"5"),
    ("raw-films", "complete_movie_list.json", "/films/6", "not_an_object", "the entry is a number", b"6"),
    ("raw-films", "complete_movie_list.json", "/films/7", "not_an_object", "the entry is a number", b"7"),
    ("raw-films", "complete_movie_list.json", "/films/8", "not_an_object", "the entry is a number", b"7"),
    ("raw-characters", "characters/binary.json", "", "not_utf8", "byte 0 is not UTF-8", b"\xff\xfe\x00|"),
]


def films() -> Log:
    """Superseded, repeated, deleted and revived films, a topic made anew, remakes, and one film under two keys."""
    log = Log(FILM.names)
    toys = {"franchise_id": "toy-story", "franchise_name": "Toy Story"}
    first = film("toy-story-1995", "Toy Story", 1995, **toys, domestic_gross_cents=1, runtime_min=80)
    log.staged("toy-story-1995", first)
    log.staged("toy-story-1995", first)
    facts = {
        "release_date": dt.date(1995, 11, 22),
        "release_type": "theatrical",
        "animation_type": "animated",
        "mpaa_rating": "G",
        "budget_cents": 3_000_000_000,
        "domestic_original_run_cents": 650,
        "worldwide_gross_cents": 37_355_403_300,
        "gross_note": "with re-releases",
        "title_variants": ["Toy Story: The First"],
        "match_keys": ["toy-story", "toy-story-the-first"],
        "release_date_confidence": "two_sources_agree",
        "runtime_confidence": "one_source",
        "mpaa_confidence": "one_source",
        "budget_confidence": "missing",
        "domestic_gross_confidence": "one_source",
        "worldwide_gross_confidence": "one_source",
        "animation_type_confidence": "own_knowledge_unverified",
        "release_type_confidence": "one_source",
        "problems": [
            problem("franchise", "odd_spelling", "the franchise is odd: toy story", "toy story"),
            problem("gross_note", "unknown_note", "the note is not known", "with re-releases"),
        ],
        "original": '{"title":"Toy Story","gross_note":"with re-releases — é"}'.encode(),
    }
    log.staged("toy-story-1995", {**first, **facts, "domestic_gross_cents": 22_322_567_900, "runtime_min": 81})
    two = film("toy-story-2-1999", "Toy Story 2", 1999, **{**toys, "franchise_name": "TOY STORY"}, runtime_min=92)
    log.staged("toy-story-2-1999", {**two, "domestic_gross_cents": 24_585_217_900, "studio_name": "PIXAR"})
    disney = {"studio_id": "walt-disney", "studio_name": "Walt Disney", "parent_company": None, "active_from": None}
    log.staged("the-jungle-book-1967", film("the-jungle-book-1967", "The Jungle Book", 1967, **disney, runtime_min=78))
    log.staged("the-jungle-book-2016", film("the-jungle-book-2016", "The Jungle Book", 2016, **disney))
    log.staged("fantasia-2000-1999", film("fantasia-2000-1999", "Fantasia 2000", 1999, **disney, runtime_min=75))
    log.staged("alpha-2000", film("alpha-2000", "Alpha", 2000, **disney))
    log.staged("alpha-2002", film("alpha-2002", "Alpha", 2002, **disney))
    log.staged("gone-1990", film("gone-1990", "Gone", 1990))
    log.tombstone("gone-1990")
    log.staged(
        "revived-1991", film("revived-1991", "Revived", 1991, studio_name="Walt Disney®", studio_id="walt-disney")
    )
    log.tombstone("revived-1991")
    log.staged("revived-1991", film("revived-1991", "Revived", 1991, **disney))
    log.quarantined("revived-1991", "negative_amount", b'{"title":"Revived","budget_usd":-1}')
    log.quarantined(None, "no_key", b"{}")
    log.tombstone("never-there-1900")
    wall_e = film("wall-e-2008", "WALL·E", 2008, match_keys=["wall-e"], franchise_name="WALL·E", franchise_id="wall-e")
    doubted = {"runtime_min": 99, "runtime_confidence": "one_source", "mpaa_rating": "G"}
    surer = {"budget_cents": 18_000, "budget_confidence": "two_sources_agree", "domestic_gross_cents": 22_380}
    log.staged("sha256:0123", {**wall_e, "title": "Wall-E", **doubted, **surer, "release_type": "theatrical"})
    told = {"runtime_min": 98, "runtime_confidence": "one_source", "mpaa_rating": "G"}
    log.staged("wall-e-2008", {**wall_e, **told, "budget_cents": 17_000, "budget_confidence": "one_source"})
    log.staged("sha256:4567", {**wall_e, "runtime_min": 97, "runtime_confidence": "missing", "title": "WALL·E"})
    monsters = {"franchise_id": "monsters-inc", "franchise_name": "Monsters, Inc."}
    log.staged("monsters-inc-2001", film("monsters-inc-2001", "Monsters, Inc.", 2001, **monsters))
    log.staged("monsters-university-2013", film("monsters-university-2013", "Monsters University", 2013, **monsters))
    never_land = {"franchise_id": "peter-pan", "franchise_name": "Peter Pan"}
    log.staged("peter-pan-1953", film("peter-pan-1953", "Peter Pan", 1953, **disney))
    log.staged(
        "return-to-never-land-2002",
        film("return-to-never-land-2002", "Return to Never Land", 2002, **{**disney, **never_land}),
    )
    pride = film("the-lion-king-ii-simbas-pride-1998", "The Lion King II: Simba's Pride", 1998, **disney)
    log.staged(
        "the-lion-king-ii-simbas-pride-1998",
        {**pride, "franchise_id": "the-lion-king", "franchise_name": "The Lion King"},
    )
    log.staged("up-2009", film("up-2009", "Up (wrong)", 2009), generation=0)
    log.staged("up-2009", film("up-2009", "Up", 2009), generation=1)
    log.quarantined("poison", "not_json", b"\xff\x00", generation=1)
    _mended_films(log)
    return log


def _mended_films(log: Log) -> None:
    """Replays that are accepted, refused, sent twice, and of an entry that was never published; later records."""
    log.quarantined("patched-2001", "invalid_year", b'{"title":"Patched"}')
    patched = log.last("record", "raw-films", "invalid_year")
    log.quarantined("patched-2001", "invalid_year", b'{"title":"Patched","year":1}', replay_of=patched)
    log.staged("patched-2001", film("patched-2001", "Patched", 2001), replay_of=patched)
    log.staged("patched-2001", film("patched-2001", "Patched", 2001), replay_of=patched)
    log.quarantined("bent-2002", "invalid_year", b'{"title":"Bent"}')
    bent = log.last("record", "raw-films", "invalid_year")
    log.quarantined("bent-2002", "not_json", b'{"title":"Bent', replay_of=bent)
    log.quarantined("bent-2002", "not_json", b'{"title":"Ben', replay_of=bent)
    log.quarantined("torn-2010", "not_json", b"{")
    torn = log.last("record", "raw-films", "not_json")
    log.quarantined("torn-2010", "not_json", b"{}}", replay_of=torn)
    log.staged("three-2003", film("three-2003", "Three", 2003), replay_of=_never_sent(3))
    log.quarantined("outlived-2004", "invalid_year", b"1")
    log.staged("outlived-2004", film("outlived-2004", "Outlived", 2004))
    log.quarantined("withdrawn-2005", "invalid_year", b"2")
    log.tombstone("withdrawn-2005")
    log.quarantined("left-2006", "invalid_year", b"3")
    log.staged("same-2007", film("same-2007", "Same", 2007))
    beaten = log.last("record", "raw-films", "duplicate_film")
    log.staged("sha256:4567", film("same-2007", "Same", 2007))
    log.staged("same-2007", film("other-2008", "Other", 2008), replay_of=beaten)
    log.staged("astray-2009", film("astray-2009", "Astray", 2009), replay_of="no such row")
    log.staged("five-2012", film("five-2012", "Five", 2012), replay_of=_never_sent(5))
    log.tombstone("five-2012")
    log.staged("six-2013", film("six-2013", "Six", 2013), replay_of=_never_sent(6))
    log.tombstone("six-2013")
    log.staged("six-2014", film("six-2014", "Six", 2014), replay_of=_never_sent(6))
    log.staged("eight-2016", film("eight-2016", "Eight", 2016), replay_of=_never_sent(7, which=2))


def _never_sent(number: int, which: int = 1) -> str:
    """The quarantine_id of a number among the films, wherever it stands; `which` of several equal ones."""
    identity = ("record", "raw-films", "", "", "", "complete_movie_list.json", "", "")
    return quarantine_id(*identity, "not_an_object", which, hashlib.md5(str(number).encode()).hexdigest())


def characters() -> Log:
    """Entries that say the same twice, and differently; credits of every kind; media that are and are not films."""
    log = Log(CHARACTER.names)
    toys = {"franchise_id": "toy-story-file", "franchise_name": "Toy Story (file)"}
    both = [TOY_STORY, TOY_STORY_2]
    hanks = credit("Tom Hanks", both)
    woody = {"role": "supporting", "role_source": "Supporting", "species": "doll", "species_source": "Doll", **toys}
    log.staged("woody", entry("Woody", both, [hanks], **woody))
    log.staged("woody", entry("Woody", both, [hanks], **woody))
    woody_again = entry(
        "WOODY",
        [TOY_STORY],
        [
            credit("Tom Hanks", [TOY_STORY], confidence="two_sources_agree", is_credited=False, source_text="T. Hanks"),
            credit("Jim Hanks", [TOY_STORY], credit="singing"),
            credit("Jim Hanks", [TOY_STORY_2], credit="voice", variant="young", is_credited=False),
            credit("TOM HANKS", [TOY_STORY], variant="old", confidence=None, source_text=None),
        ],
        role="protagonist",
        role_source="Hero",
        species="toy",
        species_source="toy",
        gender="male",
        gender_source="M",
    )
    log.staged("woody-2", woody_again)
    log.staged("woody-3", entry("Woody", both, [hanks], **{**woody, "species": None, "species_source": "Puppet"}))
    log.staged(
        "woody-4", entry("WOODY", both, [], role="odd_role", role_source="odd", species="toy", species_source="Toy")
    )
    log.staged("buzz-old", entry("Buzz Lightyear", [TOY_STORY], [credit("Tim Allen", [TOY_STORY])], role="protagonist"))
    log.staged("buzz-old", entry("Buzz Lightyear", [TOY_STORY_2], [credit("Tim Allen", [TOY_STORY_2])]))
    log.staged("gone", entry("Gone", [TOY_STORY], [credit("Nobody Left", [TOY_STORY])]))
    log.tombstone("gone")
    log.quarantined("bad", "empty_name", b'{"entry":{"name":""}}')
    # Every grade of a credit, alone and beside a lower one.
    graded = [credit(f"Grade {word}", [TOY_STORY], confidence=word) for word in CREDIT_CONFIDENCES]
    lower = [credit(f"Grade {word}", [TOY_STORY], confidence=below) for word, below in pairwise(CREDIT_CONFIDENCES)]
    log.staged("graded", entry("Graded", [TOY_STORY], [*lower, *graded]))
    # The same title and name in a remake, and a name that another franchise has.
    log.staged("mowgli-1", entry("Mowgli", [medium("The Jungle Book", 1967)], [], role="protagonist"))
    log.staged("mowgli-2", entry("Mowgli", [medium("Jungle Book", 2016)], [], role=None))
    log.staged("woody-bird", entry("Woody", [medium("Up", 2009)], [credit("Éva Nagy", [medium("Up", 2009)])]))
    # A year off by one is found, one between two films is not; unknown years, unknown films.
    fantasia, between = medium("Fantasia 2000", 2000), medium("Alpha", 2001)
    log.staged(
        "hippo", entry("Hippo", [fantasia, between, medium("Toy Story", None)], [credit(None, [fantasia, between])])
    )
    lost = [medium("Lost Film", 1999), TOY_STORY]
    log.staged("lost", entry("Lost", lost, [credit("Someone Else", lost)], **toys, original="{…}".encode()))
    log.staged(
        "credit-only", entry("Slinky", [TOY_STORY], [credit("Jim Varney", [TOY_STORY_2, medium("Nowhere", 2001)])])
    )
    log.staged("placeless", entry("Placeless", [], [credit("Idle Actor", [])]))
    # Games, series and shorts: with a franchise of origin, of the file, and of nothing but their own title.
    hearts = {"franchise_id": "kingdom-hearts", "franchise_name": "Kingdom Hearts"}
    origin = {"origin_franchise_id": "mickey-mouse", "origin_franchise_name": "Mickey Mouse", **hearts}
    log.staged("mickey", entry("Mickey", [KINGDOM_HEARTS], [credit("Wayne Allwine", [KINGDOM_HEARTS])], **origin))
    log.staged(
        "mickey-2",
        entry(
            "Mickey",
            [{**KINGDOM_HEARTS, "title": "KINGDOM HEARTS"}],
            [credit("Wayne Allwine", [KINGDOM_HEARTS], confidence="two_sources_agree"), credit(None, [KINGDOM_HEARTS])],
            **origin,
            role="ally",
        ),
    )
    log.staged("sora", entry("Sora", [KINGDOM_HEARTS], [], **hearts, role="protagonist"))
    short, series = medium("Lamp Life", 2020, "short"), medium("Old Series", None, "series")
    log.staged("bo", entry("Bo", [short, TOY_STORY], [credit("Annie Potts", [short, TOY_STORY])]))
    first, second = {"franchise_id": "b", "franchise_name": "B"}, {"franchise_id": "a", "franchise_name": "A"}
    log.staged("serial", entry("Serial", [series], [credit("Jim Cummings", [series])], **first))
    log.staged("serial-2", entry("Serial", [series], [], **second))
    log.staged("serial-3", entry("Lone", [medium("Loose Series", None, "series")], []))
    log.staged("same-title-game", entry("Pixel", [medium("Toy Story", 1995, "game")], []))
    # Ensembles: named people, nobody, an ensemble for a character, and one in a game.
    extras = entry(
        "Additional Voices",
        [TOY_STORY, KINGDOM_HEARTS],
        [
            credit("Jack Angel", [TOY_STORY]),
            credit("Jack Angel", [TOY_STORY, KINGDOM_HEARTS], confidence="missing", source_text="Angel, Jack"),
            credit(None, [TOY_STORY]),
        ],
        kind="ensemble",
    )
    log.staged("extras", extras)
    log.staged("extras-2", {**extras, "name": "ADDITIONAL VOICES"})
    log.staged(
        "crowd", entry("Crowd", [TOY_STORY_2, medium("Lost Film", 1999)], [], kind="ensemble", confidence="missing")
    )
    soldiers = entry("Soldiers", both, [credit(None, both, source_text="various"), credit("R Lee Ermey", [TOY_STORY])])
    undecided = problem("voice_actor", "undecidable_credit", "no rule decides", "A (B / C")
    log.staged("soldiers", {**soldiers, "problems": [undecided], "original": b'{"name":"Soldiers"}'})
    log.staged("soldiers-old", {**soldiers, "problems": [undecided], "original": b"old"})
    log.staged("soldiers-old", soldiers)
    # Mended one after the other: each replay names a row of the record before it.
    nowhere = entry("Mended", [medium("Nowhere At All", 1999)], [], problems=[undecided], original=b"first")
    log.staged("1|2|3|mended", nowhere)
    first = log.last("field", "raw-characters", "undecidable_credit", "voice_actor")
    log.staged("1|2|3|mended", {**nowhere, "problems": [], "original": b"second"}, replay_of=first)
    second = log.last("field", "raw-characters", "film_not_in_catalogue", "media/nowhere-at-all-1999")
    log.staged("1|2|3|mended", entry("Mended", [TOY_STORY], [], original=b"third"), replay_of=second)
    _decisions(log)
    return log


def _decisions(log: Log) -> None:
    """Names that reviewed rows join and part, titles spelled otherwise, near misses, and casts that disagree."""
    inc, university = medium("Monsters, Inc.", 2001), medium("Monsters University", 2013)
    crystal = credit("Billy Crystal", [inc])
    log.staged("mike", entry("Mike", [inc], [crystal], species="monster", name_variants=["Mike W.", "Mike Wazowski"]))
    log.staged("mike-2", entry("Mike Wazowski", [university], [credit("Billy Crystal", [university])], gender="male"))
    both = credit("Frank Welker", [inc, university], confidence="two_sources_agree")
    log.staged("mike-3", entry("Mike Wazowski", [inc, university], [both], source="other.json", place="/all/0"))
    newer = credit("Noah Johnston", [university], confidence="missing")
    log.staged("mike-4", entry("Mike Wazowski", [university], [newer], source="third.json", place="/characters/0"))
    agreeing = [credit("Billy Crystal", [inc]), credit("Second Voice", [inc])]
    log.staged("mike-5", entry("Mike Wazowski", [inc], agreeing, source="fourth.json", place="/characters/1"))
    log.staged("mike-near", entry("Mike Wazowsky", [inc], [credit("Billy Crystall", [inc])]))
    for number, film_of in enumerate([medium("Peter Pan", 1953), medium("Return to Never Land", 2002)]):
        log.staged(f"narrator-{number}", entry("Narrator", [film_of], [credit(f"Teller {number}", [film_of])]))
    spelled = [medium("Lion King 2", 1998), medium("Simba's Pride", 1998), medium("Disney's The Lion King II", 1998)]
    log.staged("simba", entry("Simba", spelled, []))
    log.staged("simba-2", entry("Simba", [medium("The Lion King II: Simba's Pride", 1999)], []))
    log.staged("lost-title", entry("Nobody", [medium("Up", 2015), medium("Toy Storey", 1995), medium("Up", None)], []))
    parted = credit("Chris Williams", [TOY_STORY], talent_id="chris-williams-director", named_by="identity")
    joined = credit("Jim Varney", [TOY_STORY], spelled="Jim Varny", named_by="alias", named_why="misspelling")
    log.staged("parted", entry("Chris", [TOY_STORY], [{**parted, "named_why": "the director"}, joined]))
    log.staged("variant", entry("Hamm", [TOY_STORY], [credit("J R", [TOY_STORY])], talent_variants=["John R", "J R"]))
    sheriff = credit("Tom Hanks", [TOY_STORY])
    log.staged("sheriff", entry("Sheriff Woody", [TOY_STORY], [sheriff]))
    for name in ("Jason Lee", "Jason Scott Lee"):
        log.staged(name, entry(f"Extra of {name}", [TOY_STORY], [credit(name, [TOY_STORY])]))


def box_office() -> Log:
    """Days over the turn of a year, a tie for the highest film, corrections, withdrawn days and a film nobody knows."""
    log = Log(BOXOFFICE.names)
    for number, (key, payload) in enumerate(
        [
            takings("toy-story-1995", "1995-12-30", "CA", 100, "modelled_extrapolated"),
            takings("toy-story-1995", "1995-12-30", "NY", 50, "modelled_extrapolated"),
            takings("toy-story-1995", "1995-12-31", "CA", 0, "modelled_extrapolated"),
            takings("toy-story-1995", "1996-01-01", "CA", 500, "modelled_extrapolated"),
            takings("fantasia-2000-1999", "1996-01-01", "CA", 250),
            takings("fantasia-2000-1999", "1996-01-31", "TX", 250),
            takings("up-2009", "2009-06-01", "CA", 9_000_000_000_000),
            takings("up-2009", "2009-06-01", "CA", 9_000_000_000_001),
            takings("up-2009", "2009-06-01", "NY", 7),
            takings("up-2009", "2009-06-02", "NY", 7),
            takings("wall-e-2008", "2009-06-02", "NY", 3),
            takings("unknown-2001", "2001-01-01", "CA", 12),
            takings("gone-1990", "1990-01-01", "CA", 13),
        ]
    ):
        log.staged(key, payload, partition=number % 4)
    repeated, payload = takings("up-2009", "2009-06-02", "NY", 7)
    log.staged(repeated, payload, partition=1)
    log.tombstone("up-2009|2009-06-01|NY", partition=0)
    log.quarantined("up-2009|2009-06-03|NY", "invalid_date", b'{"film_id":"up-2009","date":"soon"}', partition=3)
    newer, payload = takings("wall-e-2008", "2009-06-02", "NY", 4)
    log.staged(newer, payload, generation=1, partition=2)
    wrong, payload = takings("pu-2009", "2009-06-04", "CA", 5)
    log.staged(wrong, payload, generation=1)
    lost = log.last("field", "raw-boxoffice", "film_not_in_catalogue", "film_id")
    right, payload = takings("up-2009", "2009-06-04", "CA", 5)
    log.staged(right, payload, generation=1, replay_of=lost)
    log.tombstone(wrong, generation=1, replay_of=lost)
    return log


def decisions() -> list[tuple[str, str, str]]:
    """What a person has dropped: a row that is open, one that was replayed in vain, one that is resolved, and none."""
    left = [row for row in films().rows if row["key"] in ("left-2006", "bent-2002", "outlived-2004")]
    ids = [
        quarantine_id(
            *("record", "raw-films", row["partition"], row["offset"], row["generation"], row["source"], row["place"]),
            *(row["key"], "", row["reason_code"]),
        )
        for row in left
        if row["outcome"] == "quarantined" and (row["key"] != "bent-2002" or row["replay_of"] is None)
    ]
    return [(each, "2024-02-03T04:05:06Z", f"nobody needs {number}") for number, each in enumerate([*ids, "0" * 32])]
