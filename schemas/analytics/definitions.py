"""Analytics: data that is made for others to use, and where it is made."""

from catalog_gen import Badge, Container, Contract, DataProduct, Defaults, Domain, Output, Repository, Service

numbers = Defaults(owners=["insights"], badges=[Badge("Analytics", "teal")])

lake = Container(
    "EventLake",
    name="Event lake",
    container_type="dataLake",
    technology="Parquet on S3",
    summary="Every event of the shop since 2024, as it was sent.",
    description="One folder for each topic and day. Files are written once and never changed.",
    authoritative=False,
    access_mode="appendOnly",
    classification="confidential",
    residency="eu-central-1",
    retention="7 years",
    defaults=numbers,
)
sales_warehouse = Container(
    "SalesWarehouse",
    name="Sales warehouse",
    container_type="dataWarehouse",
    technology="snowflake",
    summary="Tables for whoever asks how business is.",
    authoritative=False,
    access_mode="read",
    classification="internal",
    residency="eu-central-1",
    defaults=numbers,
)

forecast_files = Container(
    "ForecastFiles",
    name="Forecast files",
    container_type="objectStore",
    technology="S3",
    summary="One file for each Monday, with the days that the stock of each product will last.",
    authoritative=True,
    access_mode="write",
    classification="internal",
    retention="1 year",
    defaults=numbers,
)

event_archiver = Service(
    "EventArchiver",
    version="1.1.0",
    summary="Copies what travels over Kafka into the event lake.",
    repository=Repository("https://github.com/acme/event-archiver", language="Python"),
    receives=["OrderPlaced", "OrderConfirmed", "OrderCancelled", "PaymentAuthorized", "InventoryAdjusted"],
    writes_to=[lake],
    defaults=numbers,
)

daily_sales = DataProduct(
    "DailySales",
    name="Daily sales",
    version="2.1.0",
    summary="What was sold on each day, by product and country; complete at 6:00 on the next one.",
    description=(
        "One row for each day, product and country. Cancelled orders are subtracted on the day on which they were"
        " *placed*, so yesterday's numbers can become smaller.\n\n"
        "Ask in `#insights` before you show these numbers outside of the company."
    ),
    repository=Repository("https://github.com/acme/daily-sales", language="SQL"),
    inputs=["OrderConfirmed", "OrderCancelled", lake],
    outputs=[
        Output(sales_warehouse, contract=Contract("daily-sales.contract.json", name="Daily sales", type="json-schema")),
    ],
    defaults=numbers,
)
stock_forecast = DataProduct(
    "StockForecast",
    name="Stock forecast",
    summary="How long the stock of each product will last.",
    description="Made every Monday from the sales of the last 26 weeks. It knows of Christmas and not of the weather.",
    inputs=[sales_warehouse, "InventoryAdjusted", "StocktakeCompleted"],
    outputs=[forecast_files],
    defaults=numbers,
)

analytics = Domain(
    "Analytics",
    version="1.0.0",
    summary="Tells the shop how it is doing.",
    description=(
        "Reads what everybody sends and changes nothing. If all of it were switched off, customers would not notice."
    ),
    services=[event_archiver],
    data_products=[daily_sales, stock_forecast],
    defaults=numbers,
)
