"""Publishing as an asset: what its metadata tell of the source files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hyperion_assets_tests.assets.ingestion import Ingestion


@pytest.mark.parametrize(
    ("encodings", "told"),
    [
        ({"a": "utf-8"}, None),
        (
            {"a": "cp1252", "b": "utf-8", "c": "utf-16"},
            "- `characters/a.json`: Windows-1252\n- `characters/c.json`: UTF-16 LE",
        ),
    ],
)
def test_files_in_other_encodings_are_named(
    ingestion: Ingestion, tmp_path: Path, encodings: dict[str, str], told: str | None
) -> None:
    folder = tmp_path / "characters"
    folder.mkdir()
    text = json.dumps({"film": "Rio", "characters": [{"name": "Zoë", "voice_actor": "A"}]}, ensure_ascii=False)
    for name, encoding in encodings.items():
        (folder / f"{name}.json").write_bytes(text.encode(encoding))
    mine = Ingestion(ingestion.settings.model_copy(update={"characters_dir": folder}))
    result = mine.materialize(["published_characters"], {})
    assert result.success
    [event] = result.asset_materializations_for_node("published_characters")
    assert event.metadata["published"].value == len(encodings)
    found = event.metadata.get("not in UTF-8")
    assert (found.value if found else None) == told
