"""Messages under their only producer, services under their only domain."""

from catalog_gen import Channel, Command, Domain, Event, Previous, Query, Receives, Service

stock_events = Channel("stock.events", summary="Stock events.", owners=["ops"])
counted = Event(
    "StockCounted",
    version="1.1.0",
    summary="Somebody counted.",
    schema_path="counted.proto",
    channels=[stock_events],
    previous=[Previous("1.0.0")],
)
shared = Event("Shared", summary="Two services send it.", channels=["stock.events"])
count = Command("CountStock", summary="Count it.")
level = Query("GetLevel", summary="How many?")

counting = Service("Counting", summary="Counts.", sends=[counted, shared], receives=[count])
levels = Service("Levels", summary="Tells levels.", sends=[shared, count], receives=[Receives(counted, fields=["id"]), level])
alone = Service("Alone", summary="Belongs to no domain.", sends=[level], owners=["ops"])
deep = Service("Deep", summary="Lies too deep to be nested.")

deepest = Domain("Deepest", summary="A subdomain of a subdomain.", services=[deep])
inner = Domain("Inner", summary="A subdomain.", services=[levels], domains=[deepest])
outer = Domain("Outer", summary="The domain.", services=[counting], domains=[inner], owners=["ops"])
