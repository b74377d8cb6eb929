from texts import RESOURCES

from catalog_gen import Channel, Defaults

at_least_once = Defaults(delivery_guarantee="at-least-once")

search_indexer = Channel(
    "catalog.search-indexer.queue",
    **RESOURCES["catalog.search-indexer.queue"],
    address="catalog-search-indexer",
    protocols=["sqs"],
    owners=["search-platform"],
    defaults=at_least_once,
)
search_events = Channel(
    "catalog.product-events.search",
    **RESOURCES["catalog.product-events.search"],
    protocols=["kafka"],
    routes=[search_indexer],
    owners=["search-platform"],
    defaults=at_least_once,
)
product_events = Channel(
    "catalog.product-events",
    **RESOURCES["catalog.product-events"],
    protocols=["kafka"],
    routes=[search_events],
    owners=["product-platform"],
    defaults=at_least_once,
)
payment_outcomes = Channel(
    "payments.outcomes",
    **RESOURCES["payments.outcomes"],
    address="/webhooks/stripe",
    protocols=["http"],
    owners=["payments-platform"],
    defaults=at_least_once,
)
discount_commands = Channel(
    "shopping.discount-commands",
    **RESOURCES["shopping.discount-commands"],
    address="shopping-discount-commands",
    protocols=["sqs"],
    owners=["shopping-platform"],
    defaults=at_least_once,
)
