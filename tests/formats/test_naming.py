from __future__ import annotations

import pytest

from catalog_gen.formats.naming import has, names
from catalog_gen.formats.tree import Field, Tree, Type

TEXT = Type(kind="string", words="string")


def record(*fields: Field, **more: object) -> Type:
    return Type(kind="record", words="record", fields=fields, **more)  # type: ignore[arg-type]


def field(name: str, type_: Type, key: str = "") -> Field:
    return Field(name=name, key=key, type=type_, required=True)


def reference(name: str) -> Type:
    return Type(kind="reference", words=name, name=name)


def array(items: Type) -> Type:
    return Type(kind="array", words="array", items=items)


NODE = record(field("id", TEXT), field("next", reference("Node")))
ORDER = Tree(
    record(
        field("order_id", TEXT, key="orderId"),
        field("lines", array(reference("Line"))),
        field(
            "payment", Type(kind="union", words="union", branches=(Type(kind="null", words="null"), reference("Card")))
        ),
        field("labels", Type(kind="map", words="map", items=TEXT)),
        field("extra", Type(kind="any", words="any")),
        field("strict", record(field("a", TEXT), open=True)),
        field("typed", record(field("a", TEXT), open=True, items=TEXT)),
        field("free", record(open=True)),
        field("node", reference("Node")),
        field("dotted.name", TEXT),
        field("circle", reference("Circle")),
    ),
    {
        "Line": record(field("sku", TEXT)),
        "Card": record(field("number", TEXT)),
        "Node": NODE,
        "Circle": array(reference("Circle")),
    },
)


@pytest.mark.parametrize(
    "path",
    [
        "order_id",
        "orderId",
        "lines",
        "lines.sku",
        "lines[].sku",
        "payment.number",
        "labels.anything",
        "extra.whatever.at.all",
        "typed.b",
        "free.b",
        "node.next.next.next.id",
        "dotted.name",
    ],
)
def test_a_path_to_a_field_is_known(path: str) -> None:
    assert has(ORDER, path)


@pytest.mark.parametrize(
    "path",
    ["", ".", "order", "order_id.x", "lines.skew", "payment.iban", "strict.b", "node.next.x", "dotted", "circle.x"],
)
def test_a_path_to_nothing_is_not_known(path: str) -> None:
    assert not has(ORDER, path)


def test_the_names_for_hints_are_dotted_and_finite() -> None:
    known = names(ORDER)
    assert known[:3] == ("order_id", "lines", "payment")
    assert {"lines.sku", "payment.number", "node.next.id"} <= set(known)
