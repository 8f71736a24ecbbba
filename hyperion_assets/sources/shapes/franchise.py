"""A franchise of films: each category is one of the listed films, or holds for all of them."""

from __future__ import annotations

from hyperion_assets.sources.media import Kind
from hyperion_assets.sources.shapes.entries import Context, Json, Reading, word
from hyperion_assets.sources.shapes.sections import sections
from hyperion_assets.sources.shapes.titles import category_media, listed_media


def read_franchise(document: Json, shape: str = "franchise") -> Reading:
    """Entries by category; a category with a year that the list has not is a medium of the list's kind."""
    listed = listed_media(document)
    kinds = {medium.kind for medium in listed}
    kind: Kind = kinds.pop() if len(kinds) == 1 else "film"
    context = Context(shape, word(document, "franchise"), word(document, "studio"), listed)
    yield from sections(document, context, lambda categories: category_media(categories, listed, kind))
