"""Customer care: answers to customers, first by an agent, then by people."""

from catalog_gen import Agent, Badge, Container, Defaults, Domain, Model, Receives, Repository, Sends, Term, Tool

care = Defaults(owners=["checkout"], badges=[Badge("Customer care", "pink")])

help_index = Container(
    "HelpIndex",
    name="Help index",
    container_type="searchIndex",
    technology="opensearch@2.15",
    summary="What the help pages say, in pieces that can be searched.",
    authoritative=False,
    access_mode="readWrite",
    classification="public",
    retention="rebuilt every night",
    defaults=care,
)

answer_drafter = Agent(
    "AnswerDrafter",
    name="Answer drafter",
    version="1.2.0",
    summary="Drafts the answer to a customer's question; a person sends it.",
    description=(
        "Reads the question, asks where the order is, and writes three sentences. **It never sends anything by"
        " itself**: a person reads each draft, and changes one of four.\n\n"
        "### What it must not do\n\n"
        "- promise a date that `TrackShipment` did not give,\n"
        "- say why a payment failed,\n"
        "- cancel anything."
    ),
    repository=Repository("https://github.com/acme/answer-drafter", language="Python"),
    model=Model("claude-sonnet-4-5", provider="anthropic"),
    tools=[
        Tool(
            "search_help",
            type="mcp",
            url="https://tools.acme.example.com/help/mcp",
            description="Searches the help pages.",
        ),
        Tool("save_draft", type="api", description="Puts the draft beside the customer's question."),
    ],
    receives=[
        Receives("OrderCancelled", fields=["order_id", "reason"]),
        Receives("ShipmentDelivered", fields=["order_id", "delivered_at"]),
    ],
    sends=[Sends("GetOrder"), Sends("TrackShipment")],
    reads_from=[help_index],
    defaults=care,
)

customer_care = Domain(
    "CustomerCare",
    name="Customer care",
    version="1.0.0",
    summary="Answers what customers ask.",
    description="Six people and an agent. Most questions are *where is it?*, and the others are about money.",
    agents=[answer_drafter],
    ubiquitous_language=[
        Term(
            "Question",
            summary="Whatever a customer writes to us, also when it is a complaint.",
            icon="MessageCircleQuestion",
        ),
        Term(
            "Draft",
            summary="An answer that no customer has seen.",
            description="A draft becomes an answer when a *person* sends it.",
        ),
        Term("Goodwill", summary="Money that we give although we need not.", icon="HeartHandshake"),
    ],
    defaults=care,
)
