"""A small catalog, and what a pull request does to it."""

MARKER = "<!-- catalog-gen review of shop -->"
SETTINGS = '[tool.catalog-gen]\nname = "shop"\n'
DEFINITIONS = """
from catalog_gen import Event, Service, Team

crew = Team("crew", summary="Everything.", github="@acme/crew")
orders = Service(
    "OrderService",
    summary="Takes orders.",
    owners=[crew],
    sends=[Event("OrderPlaced", summary="An order is there.", owners=[crew])],
)
"""
WITHOUT_OWNER = DEFINITIONS.replace('is there.", owners=[crew]', 'is there."')
"""What a pull request changes: an event has no owner any more, for which @acme/crew has to approve."""
HOSTILE = """
import pathlib
pathlib.Path({pwned!r}).write_text("x")
"""
