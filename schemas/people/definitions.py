"""The people of the Acme shop and the teams they work in.

The other definition files name them by id: `owners=["full-stack", "dboyne"]`.
"""

from catalog_gen import Team, User


# Addresses at Acme follow one pattern, so they are written once.
def person(identifier: str, name: str, role: str, slack: str, about: str) -> User:
    return User(
        identifier,
        name=name,
        role=role,
        description=about,
        email=f"{identifier}@acme.example.com",
        github=f"@acme-{identifier}",
        slack=f"https://acme.slack.com/team/{slack}",
    )


dboyne = person("dboyne", "David Boyne", "Lead developer", "U01", "Knows why the events look as they do.")
msmith = person("msmith", "Martin Smith", "Senior developer", "U02", "Wrote most of the stock keeping.")
asmith = person("asmith", "Amy Smith", "Product owner", "U03", "Decides what the shop and the app do next.")
jchen = person("jchen", "Jia Chen", "Mobile developer", "U04", "Builds the shop's app for Android and iOS.")
kpatel = person("kpatel", "Kiran Patel", "Backend developer", "U05", "Looks after everything about orders.")
lrossi = person("lrossi", "Lucia Rossi", "Engineering manager", "U06", "Leads Checkout and Payments.")
onovak = person("onovak", "Ondrej Novak", "Logistics engineer", "U07", "Connects warehouses and carriers.")
fdiallo = person("fdiallo", "Fatou Diallo", "Security engineer", "U08", "Reviews whatever touches money.")
mokoro = person("mokoro", "Maya Okoro", "Data engineer", "U10", "Counts what was sold, and tells you what it means.")
stanaka = person("stanaka", "Sota Tanaka", "Platform engineer", "U09", "Runs the brokers and their topics.")

full_stack = Team(
    "full-stack",
    name="Full stackers",
    summary="Keeps the stock and runs the shop's website.",
    description=(
        "Ask us about stock levels, reservations and the website. Our working hours are 8:00 to 17:00"
        " Central European Time; outside of them, call whoever is on call."
    ),
    members=[dboyne, msmith, asmith],
    email="full-stack@acme.example.com",
    github="@acme/full-stack",
    slack="https://acme.slack.com/archives/C01FULLSTACK",
    on_call="https://acme.pagerduty.com/schedules/PSTOCK1",
)
mobile_devs = Team(
    "mobile-devs",
    name="Mobile devs",
    summary="Builds the app.",
    description=(
        "Tell us early about changes to events that the app shows: a release takes a week to reach customers."
    ),
    members=[asmith, jchen],
    email="mobile-devs@acme.example.com",
    github="@acme/mobile-devs",
    slack="https://acme.slack.com/archives/C02MOBILE",
)
checkout = Team(
    "checkout",
    name="Checkout",
    summary="Owns an order from the basket to the parcel.",
    members=[kpatel, lrossi],
    email="checkout@acme.example.com",
    github="@acme/checkout",
    slack="https://acme.slack.com/archives/C03CHECKOUT",
    on_call="https://acme.pagerduty.com/schedules/PORDER1",
)
payments_crew = Team(
    "payments-crew",
    name="Payments crew",
    summary="Takes the money and gives it back.",
    description="Changes to our schemas need a review by a security engineer. Plan one day for it.",
    members=[lrossi, fdiallo],
    email="payments-crew@acme.example.com",
    github="@acme/payments-crew",
    slack="https://acme.slack.com/archives/C04PAYMENTS",
    on_call="https://acme.pagerduty.com/schedules/PMONEY1",
)
logistics = Team(
    "logistics",
    name="Logistics",
    summary="Runs the warehouses and hands parcels to carriers.",
    members=[onovak, msmith],
    email="logistics@acme.example.com",
    github="@acme/logistics",
    slack="https://acme.slack.com/archives/C05LOGISTICS",
    on_call="https://acme.pagerduty.com/schedules/PSHIP01",
)
platform = Team(
    "platform",
    name="Platform",
    summary="Runs Kafka, RabbitMQ and the MQTT broker.",
    description=(
        "We own the channels: names, access, retention and partitions. What travels in them belongs to the"
        " teams that send it. A new topic is a pull request to `acme/platform`; most are merged on the same"
        " day."
    ),
    members=[stanaka, dboyne],
    email="platform@acme.example.com",
    github="@acme/platform",
    slack="https://acme.slack.com/archives/C06PLATFORM",
    on_call="https://acme.pagerduty.com/schedules/PPLAT01",
)
insights = Team(
    "insights",
    name="Insights",
    summary="Makes data that others can rely on.",
    description="Tell us before you change an event that we read, and ask us before you build a report by yourself.",
    members=[mokoro, asmith],
    email="insights@acme.example.com",
    github="@acme/insights",
    slack="https://acme.slack.com/archives/C07INSIGHTS",
)
