"""docs/settings.md: every setting by its environment variable, from the settings themselves."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from hyperion_assets.settings import PREFIX, REPOSITORY, Settings


def settings_document(command: str) -> str:
    """A table of variable, default and description; `command` is what writes it."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field)} | {field.description}{_allowed(field)} |"
        for name, field in Settings.model_fields.items()
    ]
    return (
        f"# Settings\n\nGenerated from `hyperion_assets/settings.py` by `{command}`; do not edit.\n\n"
        "Each is read from the environment, else from a `.env` file in the working folder. An empty variable counts as "
        "not set. Paths are relative to the working folder.\n\n"
        "| Variable | Default | Meaning |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value in (None, "", {}):
        return ""
    return f"`{str(value).replace(str(REPOSITORY) + '/', '')}`"


def _allowed(field: FieldInfo) -> str:
    words = list(_words(field.annotation))
    return f" One of {', '.join(f'`{word}`' for word in words)}." if words else ""


def _words(annotation: object) -> Iterable[str]:
    """The values that a type allows, if it lists them."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return [word for part in get_args(annotation) if part is not NoneType for word in _words(part)]
