"""Every text of what is no message, full of what MDX, Markdown, YAML and tables give a meaning to.

Each text says which field it is of. `tests/e2e/test_structure_safety.py` puts other traps in the place of this one.
"""

import datetime

from catalog_gen import (
    Actor,
    Adr,
    Agent,
    Attachment,
    Badge,
    Changes,
    Container,
    Contract,
    Custom,
    CustomDoc,
    DataProduct,
    Diagram,
    DocCategory,
    Domain,
    Entity,
    Event,
    ExternalSystem,
    Flow,
    Items,
    MenuItem,
    Model,
    NextStep,
    Output,
    Previous,
    Property,
    Receives,
    Relationship,
    Repository,
    ResourceDoc,
    ResourceGroup,
    Sends,
    Service,
    Specification,
    Step,
    System,
    Team,
    Term,
    Tool,
    Trigger,
    User,
)

TRAP = "import x\n{a} <b> </Tile> `x` | y\nexport const\n---\n:::note key:value host:topic @someone [[Order]] <!-- c --> {/* d */} \\ $ \"q\" 'r' ${e} {{ f }} {% g %} *h* _i_ ~~j~~ # k https://l.example/{m}?n=o&p=q &amp; \u05e9\u05dc\u05d5\u05dd \u200f\u202e \x07\x1b[2J\x7f U+2028\u2028end \u00a0nbsp 1e3 ]]> ``` *"
# What the address of a term can hold.
WORD = "{a} <b> `x` | y :note key:value @someone [[Order]] $ \"q\" 'r' {{ f }} *h* _i_ ~~j~~ & \u05e9 ]]> *"


def text(field):
    return f"{TRAP} q{field}Q"


user = User("u", name=text("User.name"), role=text("User.role"))
team = Team("t", name=text("Team.name"), summary=text("Team.summary"), members=[user])
badge = Badge(text("Badge.content"), "red")
diagram = Diagram("Drawing", name=text("Diagram.name"), summary=text("Diagram.summary"), description=text("Diagram.description"), owners=[team])
seen = Event("Seen", name=text("Event.name"), summary=text("Event.summary"), owners=[team], snippets=[])

customer = Entity("Customer", name=text("Customer.name"), summary=text("Customer.summary"), owners=[team])
inside = [Property(text("Inside.name"), text("Inside.type"), description=text("Inside.description"), enum=[text("Inside.enum")])]
entity = Entity(
    "Thing",
    name=text("Entity.name"),
    summary=text("Entity.summary"),
    owners=[team],
    identifier=text("Property.name"),
    properties=[
        Property(
            text("Property.name"),
            text("Property.type"),
            required=True,
            description=text("Property.description"),
            enum=[text("Property.enum"), text("Property.enum2")],
            references=customer,
            references_identifier=text("Property.references_identifier"),
            relation_type=text("Property.relation_type"),
        ),
        Property(text("Object.name"), text("Object.type"), properties=inside),
        Property(text("List.name"), text("List.type"), items=Items(text("Items.type"), properties=inside)),
    ],
    attachments=[Attachment("https://a.example/b", title=text("Attachment.title"), description=text("Attachment.description"))],
)
store = Container(
    "Store",
    container_type="other",
    name=text("Container.name"),
    summary=text("Container.summary"),
    owners=[team],
    technology=text("Container.technology"),
    purpose=text("Container.purpose"),
    residency=text("Container.residency"),
    retention=text("Container.retention"),
    repository=Repository("https://r.example/a", language=text("Repository.language")),
    diagrams=[diagram],
)
agent = Agent(
    "Helper",
    name=text("Agent.name"),
    summary=text("Agent.summary"),
    owners=[team],
    model=Model(text("Model.name"), provider=text("Model.provider"), version=text("Model.version")),
    tools=[
        Tool(text("Tool.name"), type=text("Tool.type"), icon=text("Tool.icon"), description=text("Tool.description")),
        Tool(text("Linked.name"), type="mcp", url="https://t.example/{a}|b?c=<d>&e='f'"),
    ],
    sends=[Sends(seen, group=text("Sends.group"))],
    receives=[Receives(seen, triggers=[Trigger(seen, condition=text("Trigger.condition"))])],
    writes_to=[store],
    specifications=[Specification("https://s.example/a.yml", type="openapi", name=text("Specification.name"))],
)
service = Service("Worker", name=text("Service.name"), summary=text("Service.summary"), owners=[team], entities=[entity], reads_from=[store])
flow = Flow(
    "Way",
    name=text("Flow.name"),
    summary=text("Flow.summary"),
    owners=[team],
    steps=[
        Step(text("Step.id"), text("Step.title"), summary=text("Step.summary"), next_step=NextStep(2, text("NextStep.label"))),
        Step(2, actor=Actor(text("Flow.Actor.id"), name=text("Flow.Actor.name"), summary=text("Flow.Actor.summary")), next_steps=[3, text("Step.id")]),
        Step(3, actor=text("Step.actor"), next_step=4),
        Step(
            4,
            custom=Custom(
                text("Custom.title"),
                icon=text("Custom.icon"),
                type=text("Custom.type"),
                summary=text("Custom.summary"),
                color=text("Custom.color"),
                properties={text("Custom.key"): text("Custom.value")},
                menu=[MenuItem(text("MenuItem.label"))],
            ),
        ),
        Step(5, external_system=ExternalSystem(text("ExternalSystem.name"), summary=text("ExternalSystem.summary"))),
        Step(6, external_system=text("Step.external_system")),
        Step(7, service=service),
    ],
)
product = DataProduct(
    "Product",
    name=text("DataProduct.name"),
    summary=text("DataProduct.summary"),
    owners=[team],
    inputs=[seen],
    outputs=[Output(store, contract=Contract("contract {a} 'b'.json", name=text("Contract.name"), type=text("Contract.type")))],
)
decision = Adr(
    "Decision",
    name=text("Adr.name"),
    status="accepted",
    date=datetime.date(2026, 1, 1),
    summary=text("Adr.summary"),
    owners=[team],
    decision_makers=[user],
    applies_to=[service, entity],
    related=["Other"],
)
other = Adr("Other", name=text("Other.name"), status="rejected", date=datetime.date(2026, 1, 1), summary=text("Other.summary"), description=text("Other.description"), owners=[team])
near = System("Near", name=text("Near.name"), summary=text("Near.summary"), description=text("Near.description"), owners=[team], scope="external")
system = System(
    "Whole",
    version="2.0.0",
    name=text("System.name"),
    summary=text("System.summary"),
    owners=[team],
    services=[service],
    entities=[entity],
    containers=[store],
    flows=[flow],
    relationships=[Relationship(near, text("Relationship.label"))],
    actors=[
        Actor(text("Actor.id"), label=text("Actor.label"), summary=text("Actor.summary")),
        Actor("named", name=text("Actor.name"), direction="outbound"),
    ],
    diagrams=[diagram],
    resource_groups=[ResourceGroup(text("ResourceGroup.id"), title=text("ResourceGroup.title"), items=[seen])],
    changes=Changes(text("Changes.text"), badges=[badge]),
    previous=[Previous("1.0.0", name=text("Previous.name"), summary=text("Previous.summary"), changes=text("Previous.changes"))],
)
domain = Domain(
    "Part",
    name=text("Domain.name"),
    summary=text("Domain.summary"),
    owners=[team],
    systems=[system, near],
    agents=[agent],
    data_products=[product],
    entities=[customer],
    ubiquitous_language=[
        Term(WORD, summary=text("Term.summary"), description=text("Term.description"), icon=text("Term.icon")),
        Term("named", name=text("Term.name")),
    ],
    docs=[
        ResourceDoc(
            "how",
            title=text("ResourceDoc.title"),
            summary=text("ResourceDoc.summary"),
            category=DocCategory("shelf", label=text("DocCategory.label"), position=1),
            badges=[badge],
        ),
        ResourceDoc("described", category="shelf", description=text("ResourceDoc.description")),
    ],
)
guide = CustomDoc(
    "guide",
    title=text("CustomDoc.title"),
    summary=text("CustomDoc.summary"),
    label=text("CustomDoc.label"),
    badges=[badge],
    owners=[team],
)
