"""One mistake each; all of them are to be found in one run."""

from catalog_gen import Attachment, Badge, Channel, Command, Domain, Event, Example, Previous, Receives, Route, Sends, Service, Team, User

ann = User("ann", email="ann at example.com")
crew = Team("crew", members=[ann, "bob"], github="acme/crew")
events = Channel("shop.{env}.events", owners=[crew], summary="s")
typed = Channel("typed.{env}", parameters={"env": {"enum": ["dev"], "default": 1}}, owners=[crew], summary="s")
routed = Channel("routed", routes=[Route("typed.{env}", delivery_mode="push")], owners=[crew], summary="s")

unknown_owner = Event("UnknownOwner", owners=["crw"], summary="s")
duplicate = Event("Duplicate", owners=[crew], summary="s")
duplicate_again = Command("Duplicate", owners=[crew], summary="s")
by_case = Event("duplicatE", owners=[crew], summary="s")
short_version = Event("ShortVersion", version="1.0", owners=[crew], summary="s")
float_version = Event("FloatVersion", version=1.0, owners=[crew], summary="s")
owners_as_text = Event("OwnersAsText", owners="crew", summary="s")
misspelt = Event("Misspelt", onwers=[crew], summary="s", owners=[crew])
no_schema = Event("NoSchema", schema_path="nowhere.avsc", owners=[crew], summary="s")
outside = Event("Outside", schema_path="../../../etc/passwd", owners=[crew], summary="s")
relative = Event("Relative", attachments=["docs/runbook.md", Attachment("runbook.pdf")], owners=[crew], summary="s")
no_channel = Event("NoChannel", channels=["shop.dev.events"], owners=[crew], summary="s")
illegal = Event("Illegal/Id", owners=[crew], summary="s")
reserved = Event("events", owners=[crew], summary="s")
level = Event("Level", compatibility="BACKWARDS", owners=[crew], summary="s")
color = Event("Color", badges=[Badge("x", "gren"), Badge("y")], owners=[crew], summary="s")
order = Event("Order", version="1.2.0", previous=[Previous("1.10.0")], owners=[crew], summary="s")
example = Event("NoExample", examples=[Example(), Example(path="nothing.json")], owners=[crew], summary="s")
two = Event("Two", description="a", description_path="b.md", owners=[crew])
broken = Event("Broken", schema_path="broken.avsc", owners=[crew], summary="s")
orphan = Event("Orphan", owners=[crew], summary="s")
positional = Event("Positional", "Positional event", owners=[crew], summary="s")
nameless = Domain(name="Nameless", owners=[crew], summary="s")
Event("Unreachable", owners=[crew], summary="s")
service = Service(
    "Service",
    owners=[crew, 7],
    summary="s",
    sends=[
        Sends(unknown_owner, to=["nowhere"]),
        duplicate,
        short_version,
        float_version,
        owners_as_text,
        misspelt,
        no_schema,
        outside,
        relative,
        no_channel,
        illegal,
        reserved,
        level,
        color,
        order,
        example,
        two,
        broken,
        positional,
        by_case,
        "Nothing",
        crew,
    ],
    receives=Receives(order),
)
domain = Domain("Shop", services=["Servic"], details_panel={"nodes": True}, extensions={"y": 1}, owners=[crew], summary="s")
