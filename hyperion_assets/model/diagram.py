"""An entity-relationship diagram as SVG: tables in columns from parents to children, a line for each foreign key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import sqlalchemy as sa

from hyperion_assets.model.tables import foreign_keys, key_names

ROW, HEADER, CHARACTER, PADDING = 19, 28, 6.7, 12
LAYER_GAP, BOX_GAP, MARGIN = 96, 34, 24
_TYPES = {"text": "text", "integer": "int", "big_integer": "bigint", "boolean": "bool", "large_binary": "bytes"}
_STYLE = """
  .page, .box { fill: #ffffff; } .box { stroke: #94a3b8; } .head { fill: #1e3a5f; } .key { fill: #eef4fb; }
  text { font: 11px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2937; }
  .title { font-weight: 700; font-size: 12px; fill: #ffffff; }
  .mark { fill: #b45309; font-weight: 700; font-size: 9px; }
  .type { fill: #64748b; } .line { fill: none; stroke: #475569; stroke-width: 1.3; }
"""


@dataclass(frozen=True)
class _Line:
    """A line of a box: its mark (PK, FK), text and type, and the columns that it stands for."""

    mark: str
    text: str
    type: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class _Box:
    name: str
    lines: tuple[_Line, ...]
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        return HEADER + ROW * len(self.lines)

    def at(self, column: str) -> float:
        """The height at which a column stands."""
        number = next(number for number, line in enumerate(self.lines) if column in line.columns)
        return self.y + HEADER + ROW * number + ROW / 2


def er_diagram_svg(tables: Sequence[sa.Table]) -> str:
    """The diagram of these tables; a key that refers to a table outside of them is not drawn."""
    boxes = _place(tables)
    width = max(box.x + box.width for box in boxes.values()) + MARGIN
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    lines = [
        _relation(boxes, key) for table in tables for key in foreign_keys(table) if key.referred_table.name in boxes
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
            f'height="{height:.0f}" role="img" aria-label="Entity-relationship diagram of {len(boxes)} tables">',
            f"<style>{_STYLE}</style>",
            f'<rect class="page" width="{width:.0f}" height="{height:.0f}" rx="8"/>',
            *lines,
            *(_drawn(box) for box in boxes.values()),
            "</svg>\n",
        ]
    )


def _place(tables: Sequence[sa.Table]) -> dict[str, _Box]:
    """Boxes in columns by depth, each column centred, its boxes in the order of their parents."""
    parents = {table.name: _parents(table, [item.name for item in tables]) for table in tables}
    layers = _layers(parents)
    lines = {table.name: _lines(table) for table in tables}
    columns = [[name for name in parents if layers[name] == layer] for layer in range(max(layers.values()) + 1)]
    rank: dict[str, float] = {}
    for names in columns:
        names.sort(key=lambda name: _mean([rank[parent] for parent in parents[name] if parent in rank]))
        rank |= {name: number for number, name in enumerate(names)}
    heights = [sum(HEADER + ROW * len(lines[name]) + BOX_GAP for name in names) - BOX_GAP for names in columns]
    boxes: dict[str, _Box] = {}
    x = float(MARGIN)
    for names, height in zip(columns, heights, strict=True):
        width = max(_width(name, lines[name]) for name in names)
        y = MARGIN + (max(heights) - height) / 2
        for name in names:
            boxes[name] = _Box(name, lines[name], x, y, width)
            y += boxes[name].height + BOX_GAP
        x += width + LAYER_GAP
    return boxes


def _layers(parents: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The column of each table: one after its last parent, or just before its first child where it has no parent."""
    layers: dict[str, int] = {}
    for name, above in parents.items():
        layers[name] = max((layers[parent] + 1 for parent in above), default=0)
    for name, above in parents.items():
        children = [layers[child] for child, its_parents in parents.items() if name in its_parents]
        if not above and children:
            layers[name] = min(children) - 1
    return layers


def _parents(table: sa.Table, drawn: Sequence[str]) -> list[str]:
    found = [key.referred_table.name for key in foreign_keys(table)]
    return [name for name in dict.fromkeys(found) if name in drawn and name != table.name]


def _mean(ranks: Sequence[float]) -> float:
    """The place among its neighbours that crosses fewest lines; a table without parents goes last."""
    return sum(ranks) / len(ranks) if ranks else float("inf")


def _lines(table: sa.Table) -> tuple[_Line, ...]:
    """A line a column; the columns that say how well others are sourced share one."""
    confidence = tuple(item.name for item in table.columns if item.name.endswith("_confidence"))
    made = []
    for item in table.columns:
        if item.name in confidence and len(confidence) > 1:
            continue
        mark = " ".join(["PK"] * (item.name in key_names(table)) + ["FK"] * bool(item.foreign_keys))
        kind = item.type.__visit_name__
        made.append(_Line(mark, item.name, _TYPES.get(kind, kind), (item.name,)))
    if len(confidence) > 1:
        made.append(_Line("", f"{len(confidence)} columns …_confidence", "text", confidence))
    return tuple(made)


def _width(name: str, lines: Sequence[_Line]) -> float:
    longest = max(6 + len(line.text) + 2 + len(line.type) for line in lines)
    return max(longest, len(name) + 2) * CHARACTER + 2 * PADDING


def _relation(boxes: Mapping[str, _Box], key: sa.ForeignKeyConstraint) -> str:
    """Lines from the parent's columns to the child's, with a bar at the one and a crow's foot at the many."""
    child, parent = boxes[key.table.name], boxes[key.referred_table.name]
    x1, x2 = parent.x + parent.width, child.x
    bend = max((x2 - x1) / 2, 24)
    paths = []
    for here, element in zip(key.column_keys, key.elements, strict=True):
        y1, y2 = parent.at(element.column.name), child.at(here)
        paths += [
            f"M{x1:.1f} {y1:.1f} C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2 - 10:.1f} {y2:.1f} H{x2:.1f}",
            f"M{x1 + 6:.1f} {y1 - 5:.1f} v10 M{x2:.1f} {y2 - 5:.1f} L{x2 - 10:.1f} {y2:.1f} L{x2:.1f} {y2 + 5:.1f}",
        ]
    names = f"{child.name} ({', '.join(key.column_keys)}) → {parent.name}"
    return f'<path class="line" d="{" ".join(paths)}"><title>{escape(names)}</title></path>'


def _drawn(box: _Box) -> str:
    width = f"{box.width:.1f}"
    parts = [
        f'<g transform="translate({box.x:.1f} {box.y:.1f})">',
        f'<rect class="box" width="{width}" height="{box.height:.1f}" rx="4"/>',
        f'<path class="head" d="M0 {HEADER} V4 Q0 0 4 0 H{box.width - 4:.1f} Q{width} 0 {width} 4 V{HEADER} Z"/>',
        f'<text class="title" x="{PADDING}" y="{HEADER / 2 + 4:.0f}">{escape(box.name)}</text>',
    ]
    for number, line in enumerate(box.lines):
        top = HEADER + ROW * number
        if "PK" in line.mark:
            parts.append(f'<rect class="key" x="0.7" y="{top}" width="{box.width - 1.4:.1f}" height="{ROW}"/>')
        parts += [
            f'<text class="mark" x="{PADDING}" y="{top + 13}">{line.mark}</text>',
            f'<text x="{PADDING + 6 * CHARACTER:.1f}" y="{top + 13}">{escape(line.text)}</text>',
            f'<text class="type" x="{box.width - PADDING:.1f}" y="{top + 13}" text-anchor="end">{line.type}</text>',
        ]
    return "\n".join([*parts, "</g>"])
