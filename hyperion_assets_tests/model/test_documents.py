"""The generated documents are what the model says."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from hyperion_assets.model.__main__ import main
from hyperion_assets.model.diagram import er_diagram_svg
from hyperion_assets.model.documents import documents, stale_documents
from hyperion_assets.model.tables import TABLES, foreign_keys, in_group
from hyperion_assets.settings import REPOSITORY, Settings


def test_documents_are_fresh() -> None:
    assert stale_documents(REPOSITORY) == [], "run `python -m hyperion_assets.model`"


def test_command_writes_what_is_stale_and_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--repository", str(tmp_path)]) == 0
    assert main(["--repository", str(tmp_path), "--check"]) == 0
    (tmp_path / "docs/data_dictionary.md").write_text("older", encoding="utf-8")
    (tmp_path / "docs/ddl/hive.sql").unlink()
    capsys.readouterr()
    assert main(["--repository", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "docs/data_dictionary.md is stale: run `python -m hyperion_assets.model`",
        "docs/ddl/hive.sql is stale: run `python -m hyperion_assets.model`",
    ]
    assert main(["--repository", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == ["wrote docs/data_dictionary.md", "wrote docs/ddl/hive.sql"]


def test_dictionary_has_every_column() -> None:
    text = documents()["docs/data_dictionary.md"]
    for table in TABLES:
        section = text.split(f"\n### {table.name}\n")[1].split("\n### ")[0]
        assert table.comment is not None
        assert table.comment in section
        for item in table.columns:
            assert f"| {item.name} | " in section
    assert "| budget_cents | bigint | yes |  | Production budget, US cents. At least 0. |" in text
    assert "| studio_id | text | no | → [studios](#studios) | Studio that made the film. |" in text


def test_settings_have_every_variable_with_its_default_and_meaning() -> None:
    text = documents()["docs/settings.md"]
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"| `HYPERION_{name.upper()}` | " in text
    assert "| `HYPERION_SOURCE_DIR` | `data` | Folder with complete_movie_list.json and characters/. |" in text
    assert "| `HYPERION_ENGINE` | `sail` | What runs the PySpark transforms. One of `sail`, `spark`. |" in text
    assert "| `HYPERION_POSTGRES_DSN` |  | postgresql://…; default: an embedded PostgreSQL. |" in text


def test_mermaid_draws_every_foreign_key() -> None:
    text = documents()["docs/er_diagram.md"]
    for table in in_group("core", "media", "analytics"):
        for key in foreign_keys(table):
            assert f'--o{{ {table.name} : "{", ".join(key.column_keys)}"' in text
    assert '    character_films ||--o{ character_talent : "character_id, film_id"' in text
    assert '    talent |o--o{ ensemble_credits : "talent_id"' in text


def test_picture_shows_tables_columns_and_keys_without_overlap() -> None:
    tables = in_group("core")
    root = ElementTree.fromstring(er_diagram_svg(tables))
    shown = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    drawn = [element.text for element in root.iter("{http://www.w3.org/2000/svg}title")]
    for table in tables:
        assert table.name in shown
        assert all(item.name in shown for item in table.columns if not item.name.endswith("_confidence"))
    assert len(drawn) == sum(len(foreign_keys(table)) for table in tables)
    boxes = []
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        x, y = (float(number) for number in group.attrib["transform"].removeprefix("translate(").rstrip(")").split())
        box = next(group.iter("{http://www.w3.org/2000/svg}rect")).attrib
        boxes.append((x, y, x + float(box["width"]), y + float(box["height"])))
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert right < other[0] or other[2] < left or bottom < other[1] or other[3] < top
