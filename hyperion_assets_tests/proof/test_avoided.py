"""No transform uses what engines differ in by nature."""

from __future__ import annotations

import ast
from collections import Counter

from hyperion_assets.proof.avoided import AVOIDED
from hyperion_assets.settings import REPOSITORY


def functions_used() -> Counter[str]:
    """How often the transforms name each function of PySpark, as `F.name`."""
    modules = (REPOSITORY / "spark" / "transforms").rglob("*.py")
    nodes = (node for path in modules for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return Counter(
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "F"
    )


def test_transforms_use_none_of_them() -> None:
    used = functions_used()
    assert used["col"] > 100
    assert {name for each in AVOIDED for name in each.functions} & used.keys() == set()


def test_what_is_said_of_those_that_they_use() -> None:
    used = functions_used()
    assert (used["first"], used["avg"], used["upper"]) == (1, 1, 1)
    assert {"round", "median", "any_value"}.isdisjoint(used)


def test_nothing_is_divided() -> None:
    modules = (REPOSITORY / "spark" / "transforms").rglob("*.py")
    nodes = (node for path in modules for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assert not [node for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)]
