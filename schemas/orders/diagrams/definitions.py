"""The drawings that new colleagues get to see on their first day."""

from catalog_gen import Diagram

who_talks_to_whom = Diagram(
    "WhoTalksToWhom",
    name="Who talks to whom",
    version="1.1.0",
    summary="The services of the shop, and what goes between them while an order is placed.",
    description_path="who-talks-to-whom.md",
    owners=["checkout"],
)
