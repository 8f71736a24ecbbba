"""docs/engines.md is a function of what was found; no figure is asserted here but those given."""

from __future__ import annotations

from hyperion_assets.proof.__main__ import DOCUMENT
from hyperion_assets.proof.cells import CELLS
from hyperion_assets.proof.lakes import COMPARED
from hyperion_assets.proof.report import matrix, render
from hyperion_assets.proof.result import Difference, Proof, Reading

EXPECTED = {"films": f"2-{'a' * 30}", "staged_films": f"10-{'b' * 30}"}
READINGS = [
    Reading("sail/folder", "DuckDB", 0.25, EXPECTED),
    Reading("sail/folder", "Trino", 1.5, {"films": EXPECTED["films"]}),
    Reading("spark-local/folder", "DuckDB", 0.2, EXPECTED | {"films": f"2-{'c' * 30}"}),
]
DIFFERENCE = Difference(
    "films", "spark-local/folder", "DuckDB", f"2-{'a' * 30}", f"2-{'c' * 30}", [("up-2009", "Up")], [("up-2009", "Üp")]
)


def proof(*differences: Difference) -> Proof:
    runs = {"sail/folder": 8.04, "spark-local/folder": 60.0}
    return Proof(runs, EXPECTED, frozenset({"films"}), READINGS, list(differences), 150.0)


def test_the_matrix_counts_the_tables_that_are_as_expected() -> None:
    assert matrix(proof()).splitlines()[2:] == [
        "| sail/folder | 8.0 s | 2 of 2, 0.2 s |  | 1 of 1, 1.5 s |",
        "| spark-local/folder | 60.0 s | 1 of 2, 0.2 s |  |  |",
    ]


def test_every_table_stands_in_the_document_with_who_expects_it() -> None:
    lines = render(proof()).splitlines()
    assert f"| `films` | 2 | `2-{'a' * 30}` | the oracle |" in lines
    assert f"| `staged_films` | 10 | `10-{'b' * 30}` | the first cell |" in lines
    assert "All of it took 2.5 minutes, the start and end of every service included." in lines
    assert not [line for line in lines if len(line) > 120 and not line.startswith(("|", "- "))]


def test_a_difference_names_table_cell_hashes_and_rows() -> None:
    assert not proof(DIFFERENCE).holds
    assert DIFFERENCE.in_words.splitlines() == [
        f"differs: films in spark-local/folder as DuckDB reads it: 2-{'c' * 30}, not 2-{'a' * 30}",
        "  missing: ('up-2009', 'Up')",
        "  too many: ('up-2009', 'Üp')",
    ]


def test_the_document_is_of_all_cells_and_tables_and_says_what_the_command_would_say_today() -> None:
    written = DOCUMENT.read_text(encoding="utf-8").splitlines()
    said_today = [line for line in render(proof()).splitlines() if not line.startswith(("| ", "All of it took"))]
    assert [line for line in said_today if line not in written] == []
    assert [line.split(" | ")[0].strip("| ") for line in written if line.startswith(("| sail/", "| spark-"))] == [
        cell.name for cell in CELLS
    ]
    assert [name for name in COMPARED if f"| `{name}` |" not in "\n".join(written)] == []
