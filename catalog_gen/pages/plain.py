"""The values of definitions as plain data, under the keys that EventCatalog knows.

The one table of EventCatalog's camelCase keys is here.
"""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Badge, Draft, Styles
from catalog_gen.model.declaring import Declared, fields

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS: Mapping[str, str] = {
    "aggregate_root": "aggregateRoot",
    "amended_by": "amendedBy",
    "applies_to": "appliesTo",
    "avatar_url": "avatarUrl",
    "background_color": "backgroundColor",
    "data_product": "dataProduct",
    "data_products": "data-products",
    "decision_makers": "decisionMakers",
    "delivery_guarantee": "deliveryGuarantee",
    "details_panel": "detailsPanel",
    "edit_url": "editUrl",
    "external_system": "externalSystem",
    "from_": "from",
    "ms_teams": "msTeamsDirectMessageUrl",
    "parent_domains": "parentDomains",
    "read_only": "readOnly",
    "reads_from": "readsFrom",
    "reference_target": "referenceTarget",
    "references_identifier": "referencesIdentifier",
    "relation_type": "relationType",
    "resource_groups": "resourceGroups",
    "schema_path": "schemaPath",
    "slack": "slackDirectMessageUrl",
    "status_codes": "statusCodes",
    "superseded_by": "supersededBy",
    "text_color": "textColor",
    "triggered_by": "triggeredBy",
    "ubiquitous_language": "ubiquitousLanguage",
    "writes_to": "writesTo",
}


@functools.singledispatch
def data(value: Any) -> Any:
    """A value of the model as plain data: texts, numbers, lists and mappings."""
    return value


@data.register
def _(value: Declared) -> Any:
    return present({KEYS.get(name, name): data(getattr(value, name)) for name in fields(type(value))})


@data.register
def _(value: Badge) -> Any:
    return _badge(value)


@data.register
def _(value: Styles) -> Any:
    node = present({"color": value.node_color, "label": value.node_label})
    return present({"icon": value.icon, "node": node or None})


@data.register
def _(value: Draft) -> Any:
    return present({"title": value.title, "message": value.message})


@data.register
def _(value: dict) -> Any:  # type: ignore[type-arg]
    return {key: data(item) for key, item in value.items()}


@data.register(list)
@data.register(tuple)
def _(value: Any) -> Any:
    return [data(item) for item in value]


@data.register
def _(value: datetime.date) -> Any:
    return value.isoformat()


def _badge(badge: Badge) -> dict[str, Any]:
    return present(
        {
            "content": badge.content,
            "backgroundColor": badge.background_color or badge.color,
            "textColor": badge.text_color or badge.color,
            "icon": badge.icon,
            "url": badge.url,
        }
    )


def present(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that are not said."""
    return {key: value for key, value in values.items() if value is not None}
