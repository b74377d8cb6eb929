from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

import catalog_gen
from catalog_gen import model, packaged
from catalog_gen.model import Owner, Resource
from catalog_gen.model.declaring import Declared

PUBLIC = {name: getattr(catalog_gen, name) for name in catalog_gen.__all__}
FOR_READERS = {"Documented", "Message", "Owner", "Resource"}
"""Bases that definitions do not construct."""

METHODS = [
    pytest.param(member, id=f"{name}.{attribute}")
    for name, cls in PUBLIC.items()
    for attribute, member in inspect.getmembers(cls, inspect.isfunction)
    if not attribute.startswith("_")
]


def kinds(base: type) -> list[Any]:
    direct: list[Any] = base.__subclasses__()
    return [cls for cls in direct if cls.__module__.startswith("catalog_gen.")] + [
        cls for parent in direct for cls in kinds(parent)
    ]


def test_all_names_are_sorted_and_there_once() -> None:
    assert list(catalog_gen.__all__) == sorted(set(catalog_gen.__all__))


def test_everything_that_definitions_construct_is_public() -> None:
    assert set(catalog_gen.__all__) == set(model.__all__) - FOR_READERS


def test_every_type_of_the_model_is_in_the_list() -> None:
    assert {cls.__name__ for cls in kinds(Declared)} == set(model.__all__)


def test_a_star_import_brings_the_public_names_and_nothing_else() -> None:
    namespace: dict[str, object] = {}
    exec("from catalog_gen import *", namespace)  # noqa: S102 - it is what is tested
    assert set(namespace) - {"__builtins__"} == set(catalog_gen.__all__)


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="Resource"):
        _ = catalog_gen.Resource


def test_the_public_attributes_are_those_names_the_version_and_modules() -> None:
    own = {
        name for name, value in vars(catalog_gen).items() if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert own - set(catalog_gen.__all__) == {"Any", "TYPE_CHECKING", "annotations"}


def test_the_version_is_one_of_python_packages() -> None:
    assert [part.isdigit() for part in catalog_gen.__version__.split(".")] == [True] * 3


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_type_says_what_it_is_for(name: str) -> None:
    doc = PUBLIC[name].__doc__ or ""
    assert doc
    assert not doc.startswith(f"{name}("), "this is what dataclasses write where there is no docstring"


@pytest.mark.parametrize("method", METHODS)
def test_a_public_method_says_what_it_does(method: Any) -> None:
    assert method.__doc__


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_type_lists_arguments_that_it_has(name: str) -> None:
    cls = PUBLIC[name]
    assert {*cls.positional, *cls.mandatory} <= set(inspect.signature(cls.__init__).parameters)


CONCRETE = [
    PUBLIC[name] for name in sorted({cls.__name__ for base in (Resource, Owner) for cls in kinds(base)} & set(PUBLIC))
]


@pytest.mark.parametrize("cls", CONCRETE, ids=lambda cls: cls.__name__)
def test_every_kind_of_resource_has_a_template(cls: Any) -> None:
    assert (packaged.templates() / f"{cls.kind}.mdx.j2").is_file()


def test_the_templates_of_a_checkout_stand_beside_the_package() -> None:
    assert packaged.templates() == Path(catalog_gen.__file__).parents[1] / "templates"


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({cls.kind for cls in CONCRETE}) == len(CONCRETE) == 16
