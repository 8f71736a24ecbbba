"""The one commit of the lake: a numbered, immutable manifest that is put only if absent.

The highest number is current. A writer that loses the race reads again and builds again, so it goes on only
if what it relied on still holds. Data files are written before their manifest, so a reader sees the old
version or the new one, with a SIGKILL at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.store import Store

M = TypeVar("M", bound=BaseModel)

ATTEMPTS = 100


class Commit(NamedTuple, Generic[M]):
    """A manifest and its number."""

    number: int
    manifest: M


class CommitLog(Generic[M]):
    """The manifests of one thing, in `<folder>/_commits/00000001.json` and so on."""

    def __init__(self, store: Store, folder: str, model: type[M]) -> None:
        self.store = store
        self.folder = folder
        self._model = model

    def numbers(self) -> list[int]:
        """All commit numbers, ascending."""
        names = self.store.names(f"{self.folder}/_commits")
        return sorted(int(name.removesuffix(".json")) for name in names if name.endswith(".json"))

    def head(self) -> Commit[M] | None:
        """The current manifest, or None before the first."""
        numbers = self.numbers()
        return self.get(numbers[-1]) if numbers else None

    def get(self, number: int) -> Commit[M]:
        """The manifest of a number. Raises StorageError if there is none or it is damaged."""
        path = self._path(number)
        try:
            return Commit(number, self._model.model_validate_json(self.store.read(path)))
        except FileNotFoundError:
            raise StorageError(f"{self.folder} has no commit {number}") from None
        except ValidationError as error:
            raise StorageError(f"the manifest {self.store.uri(path)} is damaged: {error.errors()[0]['msg']}") from None

    def history(self) -> Iterator[Commit[M]]:
        """All manifests, newest first."""
        for number in reversed(self.numbers()):
            yield self.get(number)

    def update(self, build: Callable[[M | None], M | None]) -> Commit[M] | None:
        """Commit what `build` makes of the current manifest; None from it means that nothing is to change.

        `build` runs again when another writer was faster; it raises where its inputs hold no more. Returns the
        current commit.
        """
        for _ in range(ATTEMPTS):
            head = self.head()
            made = build(head.manifest if head else None)
            if made is None:
                return head
            number = head.number + 1 if head else 1
            if self.store.put_if_absent(self._path(number), made.model_dump_json(indent=1).encode()):
                return Commit(number, made)
        raise StorageError(f"{self.folder}: {ATTEMPTS} other writers were faster; run again")

    def _path(self, number: int) -> str:
        return f"{self.folder}/_commits/{number:08d}.json"
