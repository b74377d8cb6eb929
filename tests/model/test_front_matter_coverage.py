"""Whether definitions can say what EventCatalog's front matter can say."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen import (
    Actor,
    Adr,
    Agent,
    Attachment,
    Badge,
    Changes,
    Channel,
    Command,
    Container,
    Custom,
    CustomDoc,
    DataProduct,
    Diagram,
    DocCategory,
    Domain,
    Entity,
    Event,
    Flow,
    Model,
    Operation,
    Output,
    Parameter,
    Property,
    Query,
    Relationship,
    Repository,
    ResourceDoc,
    ResourceGroup,
    Route,
    Service,
    Sidebar,
    Source,
    Specification,
    Step,
    System,
    Team,
    Term,
    Tool,
    User,
)
from catalog_gen.model.declaring import fields
from catalog_gen.pages import metadata, plain

if TYPE_CHECKING:
    from pathlib import Path

KINDS: dict[str, Any] = {
    "events": Event,
    "commands": Command,
    "queries": Query,
    "channels": Channel,
    "services": Service,
    "domains": Domain,
    "systems": System,
    "agents": Agent,
    "flows": Flow,
    "entities": Entity,
    "containers": Container,
    "data-products": DataProduct,
    "diagrams": Diagram,
    "adrs": Adr,
    "users": User,
    "teams": Team,
}

COMPUTED = frozenset(
    "producers consumers messages versions latestVersion catalog ownedAgents ownedDomains ownedServices ownedEvents"
    " ownedCommands ownedQueries associatedTeams messageChannels servicesThatWriteToContainer"
    " servicesThatReadFromContainer dataProductsThatWriteToContainer dataProductsThatReadFromContainer"
    " ownedSystems ownedAdrs".split()
)
"""What EventCatalog fills in from other pages (its loaders and reference lookups)."""

LATER = frozenset({"schemas"})
"""What a later part adds: several schema files of one message."""

NOT_OF_THIS_KIND = {
    *((kind, "schemaPath") for kind in KINDS if kind not in {"events", "commands", "queries", "users", "teams"}),
    ("channels", "channels"),  # older spelling of `routes`
    ("entities", "domains"),  # computed from the domains and services that list it
    ("entities", "services"),
    ("containers", "services"),
}
"""What the base schema allows and nothing shows on these pages, and what EventCatalog works out."""

NESTED: dict[str, Any] = {
    "actors": Actor,
    "attachments": Attachment,
    "badges": Badge,
    "model": Model,
    "outputs": Output,
    "properties": Property,
    "relationships": Relationship,
    "resourceGroups": ResourceGroup,
    "steps": Step,
    "tools": Tool,
    "operation": Operation,
    "parameters": Parameter,
    "repository": Repository,
    "routes": Route,
    "sidebar": Sidebar,
    "source": Source,
    "specifications": Specification,
}


@functools.cache
def _schemas(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["schemas"]
    return loaded


@pytest.fixture
def schemas(conformance: Path) -> dict[str, Any]:
    return _schemas(conformance.parent / "reference" / "frontmatter-4.7.5.json")


def keys(cls: Any) -> set[str]:
    """The keys of the front matter that the arguments of a type become."""
    return {plain.KEYS.get(field, field) for field in fields(cls)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_that_a_person_may_set_can_be_declared(kind: str, schemas: dict[str, Any]) -> None:
    settable = set(schemas[kind]["properties"]) - COMPUTED - LATER
    settable -= {name for of, name in NOT_OF_THIS_KIND if of == kind}
    assert settable - keys(KINDS[kind]) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_that_is_declared_is_written(kind: str, schemas: dict[str, Any]) -> None:
    written = {plain.KEYS.get(field, field) for field in metadata._ORDER}
    assert set(schemas[kind]["properties"]) & keys(KINDS[kind]) - written == set()


@pytest.mark.parametrize("kind", KINDS)
def test_what_eventcatalog_requires_is_always_there(kind: str, schemas: dict[str, Any]) -> None:
    mandatory = {plain.KEYS.get(field, field) for field in KINDS[kind].mandatory}
    assert set(schemas[kind]["required"]) <= {"id", "name", "version", "steps"} | mandatory


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"users", "teams"}])
def test_every_section_of_the_details_panel_can_be_hidden(kind: str, schemas: dict[str, Any]) -> None:
    sections = set(schemas[kind]["properties"].get("detailsPanel", {}).get("properties", ()))
    ours = {plain.KEYS.get(section, section) for section in KINDS[kind].panel}
    assert sections - ours == set()


@pytest.mark.parametrize("field", NESTED)
@pytest.mark.parametrize("kind", KINDS)
def test_every_nested_property_can_be_declared(kind: str, field: str, schemas: dict[str, Any]) -> None:
    theirs = _properties(schemas[kind]["properties"].get(field, {}))
    assert theirs - keys(NESTED[field]) - _otherwise(field) == set()


def _otherwise(field: str) -> set[str]:
    """What the front matter calls otherwise: whom a route or relationship leads to; specifications are a list."""
    otherwise = {
        "routes": {"id"},
        "relationships": {"id"},
        "outputs": {"id"},
        "specifications": {"openapiPath", "asyncapiPath", "graphqlPath"},
    }
    return otherwise.get(field, set())


def _properties(schema: Any) -> set[str]:
    """The properties of an object, of the elements of a list, of the values of a mapping, of any alternative."""
    if not isinstance(schema, dict):
        return set()
    found = set(schema.get("properties", {}))
    for inner in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())):
        found |= _properties(inner)
    return found


def test_the_exceptions_are_needed(schemas: dict[str, Any]) -> None:
    everything = {name for kind in KINDS for name in schemas[kind]["properties"]}
    ours = {(kind, name) for kind in KINDS for name in schemas[kind]["properties"] if name not in keys(KINDS[kind])}
    assert everything >= LATER
    assert ours >= NOT_OF_THIS_KIND


DOCUMENTS: dict[str, tuple[Any, dict[str, str]]] = {
    "customPages": (CustomDoc, {"label": "sidebar", "order": "sidebar"}),
    "resourceDocs": (ResourceDoc, {"category": "type"}),  # its version is that of the resource
    "resourceDocCategories": (DocCategory, {}),
    "changelogs": (Changes, {"text": "createdAt"}),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_documents_can_say_what_their_pages_can_say(kind: str, schemas: dict[str, Any]) -> None:
    cls, otherwise = DOCUMENTS[kind]
    ours = {otherwise.get(field, field) for field in fields(cls)}
    assert set(schemas[kind]["properties"]) - ours - COMPUTED - {"version"} == set()


def test_terms_can_say_what_a_dictionary_can_say(schemas: dict[str, Any]) -> None:
    dictionary = schemas["ubiquitousLanguages"]["properties"]["dictionary"]
    assert _properties(dictionary) == set(fields(Term))


def test_the_node_that_a_team_draws_itself_has_all_that_eventcatalog_draws(schemas: dict[str, Any]) -> None:
    custom = schemas["flows"]["properties"]["steps"]["items"]["properties"]["custom"]
    assert _properties(custom) == set(fields(Custom))


def test_the_table_of_keys_has_only_fields_that_exist() -> None:
    known = {field for cls in (*KINDS.values(), *NESTED.values(), Custom) for field in fields(cls)}
    sections = {section for cls in KINDS.values() for section in getattr(cls, "panel", ())}
    assert set(plain.KEYS) - known - sections - {"from_"} == set()
