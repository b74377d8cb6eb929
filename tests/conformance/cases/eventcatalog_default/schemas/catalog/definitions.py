from datetime import date

from schemas.shared import (
    code,
    container,
    core,
    http,
    internal,
    kafka,
    node,
    optional,
    postgres,
    required,
    somebody,
    step,
    to,
)
from texts import ACTORS, LABELS, RESOURCES, TERMS

from catalog_gen import (
    Actor,
    Adr,
    Badge,
    Command,
    Container,
    Defaults,
    Domain,
    Entity,
    Event,
    Flow,
    Query,
    Receives,
    Relationship,
    Sends,
    Service,
    Specification,
    Styles,
    System,
    Term,
)

team = Defaults(owners=["product-platform"], schema_path="{id}.json")
search_team = Defaults(team, owners=["search-platform"])
events = Defaults(team, badges=kafka)

# --- The product catalog -------------------------------------------------------------------------------------------

product_database = Container(
    "product-database",
    **RESOURCES["product-database"],
    container_type="database",
    technology="postgres@16",
    authoritative=True,
    access_mode="readWrite",
    classification="internal",
    retention="indefinite",
    residency="eu-west-1",
    defaults=postgres,
)

product_created = Event("product-created", **RESOURCES["product-created"], defaults=events)
product_updated = Event("product-updated", **RESOURCES["product-updated"], defaults=events)
product_deleted = Event("product-deleted", **RESOURCES["product-deleted"], defaults=events)
changes = [product_created, product_updated, product_deleted]

product_api = Service(
    "product-api",
    **RESOURCES["product-api"],
    **code("TypeScript", "product-api"),
    receives=[
        Command("create-product", **RESOURCES["create-product"], **http("POST", "/products", "201", "400", "409")),
        Command(
            "update-product",
            **RESOURCES["update-product"],
            **http("PATCH", "/products/{productId}", "200", "400", "404"),
        ),
        Command(
            "delete-product", **RESOURCES["delete-product"], **http("DELETE", "/products/{productId}", "204", "404")
        ),
        Query("get-product", **RESOURCES["get-product"], **http("GET", "/products/{productId}", "200", "404")),
    ],
    writes_to=[product_database],
    reads_from=[product_database],
    specifications=[Specification("ProductAPI/openapi.yml", type="openapi", name="Product API")],
    defaults=team,
)
product_worker = Service(
    "product-worker",
    **RESOURCES["product-worker"],
    **code("Go", "product-worker"),
    reads_from=[product_database],
    writes_to=[product_database],
    defaults=team,
)
product_search_publisher = Service(
    "product-search-publisher",
    **RESOURCES["product-search-publisher"],
    **code("Go", "product-search-publisher"),
    reads_from=[product_database],
    sends=[Sends(event, to=["catalog.product-events"]) for event in changes],
    defaults=team,
)
product_catalog_system = System(
    "product-catalog-system",
    **RESOURCES["product-catalog-system"],
    services=[product_api, product_worker, product_search_publisher],
    containers=[product_database],
    relationships=[Relationship("search-system", LABELS["product-catalog-system"]["search-system"])],
    actors=[
        Actor("merchandiser", **ACTORS["product-catalog-system"]["merchandiser"], direction="inbound"),
        Actor("catalog-admin", **ACTORS["product-catalog-system"]["catalog-admin"], direction="inbound"),
    ],
    badges=internal,
    defaults=team,
)

outbox = Adr(
    "adr-001-use-transactional-outbox",
    **RESOURCES["adr-001-use-transactional-outbox"],
    status="accepted",
    date=date(2026, 2, 10),
    decision_makers=["product-platform"],
    applies_to=[product_catalog_system, product_search_publisher, product_database],
    badges=[Badge("Messaging", "blue"), Badge("Reliability", "green")],
    extensions={"x-next-review-date": "2027-02-10", "x-risk-level": "medium"},
    defaults=team,
)
system_of_record = Adr(
    "adr-002-postgres-as-system-of-record",
    **RESOURCES["adr-002-postgres-as-system-of-record"],
    status="accepted",
    date=date(2026, 2, 12),
    decision_makers=["product-platform"],
    applies_to=[product_catalog_system, product_database],
    related=[outbox],
    badges=[Badge("Data", "purple")],
    defaults=team,
)
worker = Adr(
    "adr-003-offload-async-work-to-worker",
    **RESOURCES["adr-003-offload-async-work-to-worker"],
    status="accepted",
    date=date(2026, 2, 18),
    decision_makers=["product-platform"],
    applies_to=[product_catalog_system, product_worker, product_api],
    badges=[Badge("Architecture", "blue"), Badge("Performance", "green")],
    defaults=team,
)

# --- Search --------------------------------------------------------------------------------------------------------

search_index = Container(
    "search-index",
    **RESOURCES["search-index"],
    container_type="searchIndex",
    technology="opensearch@2",
    authoritative=False,
    access_mode="readWrite",
    classification="internal",
    retention="rebuildable",
    residency="eu-west-1",
    styles=Styles(icon="/icons/analytics/clickhouse.svg"),
    defaults=container,
)
search_api = Service(
    "search-api",
    **RESOURCES["search-api"],
    **code("TypeScript", "search-api"),
    receives=[
        Query("search-products", **RESOURCES["search-products"], **http("GET", "/search/products", "200", "400"))
    ],
    reads_from=[search_index],
    specifications=[Specification("SearchAPI/openapi.yml", type="openapi", name="Search API")],
    defaults=search_team,
)
search_indexer = Service(
    "search-indexer",
    **RESOURCES["search-indexer"],
    **code("Go", "search-indexer"),
    receives=[Receives(event, from_=["catalog.search-indexer.queue"]) for event in changes],
    writes_to=[search_index],
    defaults=search_team,
)

INDEXING = "product-search-indexing"
indexing = Flow(
    INDEXING,
    **RESOURCES[INDEXING],
    steps=[
        step(
            INDEXING,
            "merchant_edits_product",
            "product_api",
            actor=somebody(INDEXING, "merchant_edits_product"),
        ),
        step(INDEXING, "product_api", "product_database", service=product_api),
        step(INDEXING, "product_database", "outbox_note", container=product_database),
        step(
            INDEXING,
            "outbox_note",
            "product_search_publisher",
            custom=node(INDEXING, "outbox_note", "Pattern", "blue", "InboxStackIcon"),
        ),
        step(
            INDEXING,
            "product_search_publisher",
            "product_created",
            "product_updated",
            "product_deleted",
            service=product_search_publisher,
        ),
        *[step(INDEXING, event.id.replace("-", "_"), "search_indexer", message=event) for event in changes],
        step(INDEXING, "search_indexer", "search_index", service=search_indexer),
        step(INDEXING, "search_index", "searchable", container=search_index),
        step(INDEXING, "searchable", custom=node(INDEXING, "searchable", "Outcome", "green", "MagnifyingGlassIcon")),
    ],
    defaults=search_team,
)
search_system = System(
    "search-system",
    **RESOURCES["search-system"],
    services=[search_api, search_indexer],
    containers=[search_index],
    flows=[indexing],
    relationships=[Relationship(product_catalog_system, LABELS["search-system"]["product-catalog-system"])],
    actors=[
        Actor(actor, **ACTORS["search-system"][actor], direction="inbound") for actor in ("shopper", "storefront-team")
    ],
    badges=internal,
    defaults=search_team,
)

# --- The business --------------------------------------------------------------------------------------------------

product = Entity(
    "product",
    **RESOURCES["product"],
    aggregate_root=True,
    identifier="productId",
    properties=[
        required("product", "productId", "UUID"),
        required("product", "sku", "string"),
        required("product", "name", "string"),
        required("product", "status", "string", enum=["draft", "active", "archived"]),
    ],
)
product_variant = Entity(
    "product-variant",
    **RESOURCES["product-variant"],
    identifier="variantId",
    properties=[
        required("product-variant", "variantId", "UUID"),
        required("product-variant", "productId", "UUID", **to(product, "belongsTo", "productId")),
        required("product-variant", "sku", "string"),
        required("product-variant", "attributes", "object"),
    ],
)
category = Entity(
    "category",
    **RESOURCES["category"],
    aggregate_root=True,
    identifier="categoryId",
    properties=[
        required("category", "categoryId", "UUID"),
        required("category", "slug", "string"),
        required("category", "displayName", "string"),
        optional("category", "parentCategoryId", "UUID", **to("category", "belongsTo", "categoryId")),
    ],
)
search_document = Entity(
    "search-document",
    **RESOURCES["search-document"],
    identifier="documentId",
    properties=[
        required("search-document", "documentId", "string"),
        required("search-document", "productId", "UUID", **to(product, "represents", "productId")),
        required("search-document", "searchableText", "string"),
        required("search-document", "indexedAt", "datetime"),
    ],
    owners=["search-platform"],
)
catalog = Domain(
    "catalog",
    **RESOURCES["catalog"],
    systems=[product_catalog_system, search_system],
    entities=[product, product_variant, category, search_document],
    ubiquitous_language=[
        Term("Product", **TERMS["catalog"]["Product"], icon="Package"),
        Term("SKU", **TERMS["catalog"]["SKU"], icon="Tag"),
        Term("Catalog", **TERMS["catalog"]["Catalog"], icon="BookOpen"),
        Term("Search Index", **TERMS["catalog"]["Search Index"], icon="Search"),
        Term("Lifecycle Status", **TERMS["catalog"]["Lifecycle Status"], icon="Workflow"),
        Term("Outbox", **TERMS["catalog"]["Outbox"], icon="Mail"),
    ],
    badges=core,
    defaults=team,
)
