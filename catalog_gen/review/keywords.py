"""What the keywords of resources are about, as far as others rely on it."""

from __future__ import annotations

from typing import Final

ADDRESS: Final = frozenset({"address", "environments", "parameters"})
"""Where messages travel."""

DELIVERY: Final = frozenset({
    "key", "wire_format", "content_type", "headers", "envelope", "registry_subject", "bindings", "channels",
    "protocols", "delivery_guarantee", "discriminator", "dead_letter", "routes", "operation",
})  # fmt: skip
"""How they do."""

AGREED: Final = frozenset({"compatibility", "accepts"})
"""What was promised about changes of their schemas."""

SCHEMA: Final = frozenset({"schema_path", "schemas", "payload", "schema_format", "headers_schema_path"})
"""Which schemas they have: what is in these tells what has changed."""

ELSEWHERE: Final = SCHEMA | {
    "id", "version", "owners", "sends", "receives", "formerly", "defaults", "docs", "github", "members",
}  # fmt: skip
"""What changes of other kinds tell, where it takes effect."""
