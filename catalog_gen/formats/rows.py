"""A field tree as the rows of a table: one per field, with dotted paths, finite and linear for every schema.

Paths: `items[].price` goes through the elements of an array, `labels.*` through the values of a map, `point[0]` to the
first element of a tuple, `payment (Card).number` into one branch of a union. A named type is opened where it is used
first (the least deep use counts); everywhere else the row says where that is.
"""

from __future__ import annotations

import dataclasses
import json
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats import field_paths, limiting
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from catalog_gen.formats.limiting import Rule
    from catalog_gen.formats.tree import Field, Tree, Type

MOST: Final = 120
"""So many rows stand in one table."""

MOST_VALUES: Final = 20
"""So many values of an enum stand in one row."""

WHOLE: Final = "(value)"
"""The path of the row that speaks of the whole payload."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class See:
    """Where the fields of a named type stand: below that path (empty: below the root)."""

    path: str
    recursive: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field, element, map value or branch. Texts are whole, values are compact JSON.

    `required` is None where the question makes no sense: for elements, map values and branches. `default` is None
    where there is none ("null" where it is null). `values` are the first values of an enum, with null where that may
    stand instead, `more_values` the number of the others. `hidden` is the number of rows below that the table has no
    room for.
    """

    path: str
    type: str
    required: bool | None = None
    why: str = ""
    default: str | None = None
    doc: str = ""
    rules: tuple[Rule, ...] = ()
    values: tuple[str, ...] = ()
    more_values: int = 0
    example: str | None = None
    notes: tuple[str, ...] = ()
    deprecated: bool = False
    key: str = ""
    see: See | None = None
    hidden: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table in the order of the schema, and how many more fields the schema has."""

    rows: tuple[Row, ...]
    more: int = 0


def rows(tree: Tree, most: int = MOST) -> Rows:
    """The tree as at most `most` rows: the upper levels first, those of one record all or none.

    Of a root with more fields than that, the first ones. What is left out is counted, each named type once.
    """
    return _Walk(tree, most).rows()


@dataclasses.dataclass(slots=True, eq=False)
class _Spot:
    """A place in the tree on the way from the root; `silent` ones are passed through without a row."""

    path: str
    type: Type
    parent: _Spot | None = None
    field: Field | None = None
    silent: bool = False
    opened: str = ""
    see: See | None = None
    hidden: int = 0
    inside: list[_Spot] = dataclasses.field(default_factory=list)


class _Walk:
    """Goes through a tree level by level, each named type once."""

    def __init__(self, tree: Tree, most: int) -> None:
        self._tree = tree
        self._most = most
        self._opened = {name: "" for name, type_ in tree.types.items() if type_ is tree.root}  # the paths of types

    def rows(self) -> Rows:
        root = _Spot("", self._tree.root, opened=next(iter(self._opened), ""))
        spots = self._inside(root)
        shown, more = spots[: self._most], spots[self._most :]
        left = self._most - len(shown)
        waiting, later = deque(shown), deque(more)
        root.inside = shown
        while waiting:
            spot = waiting.popleft()
            before = len(self._opened)
            inside = self._inside(spot)
            if len(inside) > left:
                while len(self._opened) > before:
                    self._opened.popitem()
                spot.hidden, spot.opened = len(inside), ""
                later.append(spot)
                continue
            spot.inside = inside
            left -= len(inside)
            waiting.extend(inside)
        hidden = len(more) + self._count(later)
        table = tuple(self._row(spot) for spot in _preorder(root))
        if not table or self._says_more_than_doc(self._tree.root):
            table = (dataclasses.replace(self._row(root), path=WHOLE, see=None, doc=""), *table)
        return Rows(table, hidden)

    def _count(self, waiting: deque[_Spot]) -> int:
        """How many rows there are below these spots."""
        count = 0
        while waiting:
            inside = self._inside(waiting.popleft())
            count += len(inside)
            waiting.extend(inside)
        return count

    # --- what is inside of what

    def _inside(self, spot: _Spot) -> list[_Spot]:
        """The rows directly below a spot; opens its type, or notes where that is open already."""
        found: list[_Spot] = []
        stack = [*self._open(spot, spot)]
        while stack:
            part = stack.pop()
            if not part.silent or _says(self._layers(part.type)[0]):
                found.append(part)
            else:
                stack += self._open(part, spot)
        return found

    def _open(self, spot: _Spot, row: _Spot) -> list[_Spot]:
        """The parts of a spot, the last one first; none if its type is open elsewhere, which `row` then says."""
        layers, name = self._layers(spot.type)
        parts = list(_parts(spot, layers[-1], self._worth_a_row))
        if not parts or not name:
            return parts[::-1]
        if name in self._opened:
            row.see = See(path=self._opened[name], recursive=_is_inside(spot, name))
            return []
        self._opened[name] = spot.path
        spot.opened = name
        return parts[::-1]

    def _layers(self, type_: Type) -> tuple[tuple[Type, ...], str]:
        """The type, what it refers to, what is in it besides null, and so on; and the name of the last one."""
        layers, name, passed = [type_], "", set()
        while True:
            top = layers[-1]
            if top.kind == "reference":
                if top.name in passed or top.name not in self._tree.types:
                    return tuple(layers), ""
                passed.add(top.name)
                name = top.name
                layers.append(self._tree.types[name])
                continue
            branches = [branch for branch in top.branches if branch.kind != "null"] if top.kind == "union" else []
            if len(branches) != 1:
                return tuple(layers), name
            layers.append(branches[0])

    def _worth_a_row(self, branch: Type) -> bool:
        """Whether a branch of a union has more to say than its name in the type of the union."""
        passed: set[int] = set()
        while True:
            layers, _ = self._layers(branch)
            last = layers[-1]
            if last.kind in {"record", "union"} or last.prefix or _says(layers):
                return True
            if last.items is None or id(last) in passed:
                return False
            passed.add(id(last))
            branch = last.items

    # --- what a row says

    def _says_more_than_doc(self, type_: Type) -> bool:
        layers, _ = self._layers(type_)
        return layers[-1].kind in {"record", "union", "array", "map"} and any(
            any(limiting.rules(layer)) or layer.notes for layer in layers
        )

    def _row(self, spot: _Spot) -> Row:
        layers, _ = self._layers(spot.type)
        field = spot.field
        values = next((layer.values for layer in layers if layer.values), ())
        examples = [*(field.examples if field else ()), *(text for layer in layers for text in layer.examples)]
        notes = [note for layer in layers for note in layer.notes]
        if field and field.group and field.group not in field.why:
            notes.insert(0, f"at most one of {field.group} is set")
        return Row(
            path=spot.path,
            type=spot.type.words,
            required=field.required if field else None,
            why=field.why if field else "",
            default=_json(field.default) if field and field.default is not ABSENT else None,
            doc=_doc(field, layers),
            rules=tuple(dict.fromkeys(rule for layer in layers for rule in limiting.rules(layer))),
            values=tuple(_values(values[:MOST_VALUES], nullable=_may_be_null(layers))),
            more_values=max(0, len(values) - MOST_VALUES),
            example=_json(examples[0]) if examples and not values else None,
            notes=tuple(dict.fromkeys(notes)),
            deprecated=field.deprecated if field else False,
            key=field.key if field and field.key != field.name else "",
            see=spot.see,
            hidden=spot.hidden,
        )


def _doc(field: Field | None, layers: tuple[Type, ...]) -> str:
    """What is said of a field, or else of its type; the bare name of the type stands in the table anyway."""
    docs = [field.doc if field else "", *(layer.doc for layer in layers)]
    names = {name for layer in layers for name in (layer.words, field_paths.short(layer))}
    return next((doc for doc in docs if doc and doc.strip() not in names), "")


def _preorder(root: _Spot) -> Iterator[_Spot]:
    stack = root.inside[::-1]
    while stack:
        spot = stack.pop()
        yield spot
        stack += spot.inside[::-1]


def _says(layers: Iterable[Type]) -> bool:
    """Whether a type says anything besides what it is."""
    return any(
        layer.doc or layer.values or layer.notes or layer.examples or any(limiting.rules(layer)) for layer in layers
    )


def _is_inside(spot: _Spot, name: str) -> bool:
    """Whether the way to the spot leads through that type."""
    above: _Spot | None = spot
    while above is not None:
        if above.opened == name:
            return True
        above = above.parent
    return False


def _parts(spot: _Spot, type_: Type, worth_a_row: Callable[[Type], bool]) -> Iterator[_Spot]:
    """What a type consists of: fields, elements, values, branches."""
    path = spot.path
    if type_.kind == "record":
        for field in type_.fields:
            yield _Spot(field_paths.joined(path, field.name), field.type, spot, field)
        if type_.items is not None and type_.items.kind not in {"any", "never"}:
            yield _Spot(field_paths.below(path, "*"), type_.items, spot)
    elif type_.kind == "array":
        for index, item in enumerate(type_.prefix):
            yield _Spot(f"{path}[{index}]", item, spot)
        if type_.items is not None:
            yield _Spot(f"{path}[]", type_.items, spot, silent=bool(path))
    elif type_.kind == "map" and type_.items is not None:
        yield _Spot(field_paths.below(path, "*"), type_.items, spot, silent=bool(path))
    elif type_.kind == "union":
        for label, branch in field_paths.labelled(type_.branches):
            if not path or worth_a_row(branch):
                yield _Spot(f"{path} ({label})".lstrip(), branch, spot)


def _may_be_null(layers: tuple[Type, ...]) -> bool:
    """Whether null may stand instead of what the last layer is."""
    return any(branch.kind == "null" for layer in layers[:-1] for branch in layer.branches)


def _values(values: Iterable[Any], *, nullable: bool) -> list[str]:
    """The values of an enum: texts as they are where they cannot be taken for something else, else JSON."""
    values = list(values)
    bare = all(isinstance(value, str) and value.strip() == value != "" for value in values)
    bare = bare and not (nullable and "null" in values)
    told = [str(value) for value in values] if bare else [_json(value) for value in values]
    return [*told, "null"] if values and nullable and None not in values else told


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    except (RecursionError, ValueError):  # nested deeper, or a longer number, than Python's JSON can write
        return "…"
