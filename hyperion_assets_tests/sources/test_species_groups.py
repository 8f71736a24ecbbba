"""Species and their groups: an English compound ends in what it is, and some words decide wherever they stand."""

from __future__ import annotations

import pytest

from hyperion_assets.sources.species_groups import species_group


@pytest.mark.parametrize(
    ("word", "group"),
    [
        ("Human", "human"),
        ("humans", "human"),
        ("human princess", "human"),
        ("cursed human", "human"),
        ("human (transformed into a bear)", "human"),
        ("lion", "mammal"),
        ("Meerkats", "mammal"),
        ("warthog", "mammal"),
        ("anthropomorphic mouse", "mammal"),
        ("Siberian tiger", "mammal"),
        ("dog (German Shepherd)", "mammal"),
        ("wolves", "mammal"),
        ("Spix's macaw", "bird"),
        ("keel-billed toucan", "bird"),
        ("sea turtle", "reptile"),
        ("Tyrannosaurus rex", "reptile"),
        ("velociraptors", "reptile"),
        ("poison dart frog", "amphibian"),
        ("clownfish", "fish"),
        ("blue tang", "fish"),
        ("great white shark", "fish"),
        ("moorish idol", "fish"),
        ("octopus (septopus)", "invertebrate"),
        ("rhinoceros beetle", "invertebrate"),
        ("butterflies", "invertebrate"),
        ("various animals", "animal"),
        ("mermaid", "fantasy"),
        ("fairies", "fantasy"),
        ("dwarf", "fantasy"),
        ("dwarves", "fantasy"),
        ("genie of the lamp", "fantasy"),
        ("blue genie", "fantasy"),
        ("ghost", "spirit"),
        ("ghost pirate", "spirit"),
        ("tree spirit", "spirit"),
        ("emotion", "spirit"),
        ("sea monster", "monster"),
        ("vampire bat", "monster"),
        ("alien", "alien"),
        ("alien (Experiment 626)", "alien"),
        ("alien dog", "alien"),
        ("robot dog", "robot"),
        ("android", "robot"),
        ("toy (cowboy doll)", "toy"),
        ("cowboy doll", "toy"),
        ("toy dinosaur", "toy"),
        ("stuffed bear", "toy"),
        ("car", "vehicle"),
        ("race car", "vehicle"),
        ("1951 Hudson Hornet car", "vehicle"),
        ("plane", "vehicle"),
        ("tow truck", "vehicle"),
        ("talking tree", "plant"),
        ("enchanted candelabrum", "object"),
        ("magic carpet", "object"),
        ("garden gnome", "object"),
        ("human / beast", "human"),
        ("crab and lobster", "invertebrate"),
        ("creature (axolotl)", "animal"),
        ("flerken (cat)", "mammal"),
    ],
)
def test_groups(word: str, group: str) -> None:
    assert species_group(word) == (group, True)


@pytest.mark.parametrize("word", [None, "", "various", "N/A", "unknown"])
def test_words_that_know_no_species(word: str | None) -> None:
    assert species_group(word) == (None, True)


@pytest.mark.parametrize("word", ["flibbertigibbet", "(…)", "of the sea"])
def test_words_that_no_group_is_known_of(word: str) -> None:
    assert species_group(word) == (None, False)
