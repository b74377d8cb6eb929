"""How we work with events: pages beside those of the resources."""

from catalog_gen import Badge, CustomDoc

naming = CustomDoc(
    "naming-events",
    title="How events are named",
    summary="Something has happened: a noun, then a verb in the past.",
    description_path="naming-events.md",
    owners=["platform"],
)
on_call = CustomDoc(
    "operations/01-on-call",
    title="On call",
    summary="What to do in the first ten minutes.",
    description_path="on-call.md",
    label="On call",
    order=1,
    owners=["full-stack", "checkout"],
    badges=[Badge("Read this first", "red")],
)
