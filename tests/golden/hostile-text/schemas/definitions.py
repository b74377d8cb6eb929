"""Every text that a person can write is full of what MDX, Markdown and YAML give a meaning to."""

from datetime import date

from catalog_gen import (
    Accepted,
    Attachment,
    Badge,
    Channel,
    Command,
    Deprecated,
    Domain,
    Draft,
    Event,
    Example,
    Operation,
    Parameter,
    Previous,
    Query,
    Receives,
    Repository,
    ResourceGroup,
    Schema,
    Sends,
    Service,
    Sidebar,
    Specification,
    Styles,
    Team,
    User,
)

ALL = (
    "{a} <b> </Tile> `x` import x export const --- :::note key:value [[Order]] <!-- c --> {/* d */} \\ $ \"q\" 'r'"
    " ${e} {{ f }} {% g %} a|b *h* _i_ ~~j~~ # k https://l.example/{m}?n=o&p=q www.r.com s@t.example &amp; &#65; emoji \U0001f389"
    " \u05e9\u05dc\u05d5\u05dd U+2028\u2028end \u00a0nbsp 1e3 08 null yes ]]> *"
)
LINES = "import x\nexport const y\n---\n:::note\n```\n<Tile>\n- {z}\n    indented {code}\n===\n# heading {id}\n| a | b |"
SHORT = ["1e3", "08", "null", "yes", "---", ":::note", "import x", "export const", "<!-- -->", "{/*", "\\", "`", "$", "#", "-"]

user = User("u", name=ALL, role=ALL, summary=ALL, description=ALL + "\n\n" + LINES, email="a{b}@c.example")
team = Team("t", name=ALL, summary=ALL, description=ALL, members=[user], slack="https://s.example/{a}?<b>&c='d'")
channel = Channel(
    "shop.{env}",
    name=ALL,
    summary=ALL,
    description=ALL,
    address="{env}|<a>`b`:c",
    protocols=[ALL],
    parameters={"env": Parameter(enum=[*SHORT, "{x}|`y`"], default="{x}|`y`", description=ALL, examples=[ALL])},
    environments={ALL: ALL},
    owners=[team],
)
event = Event(
    "Nasty",
    name=ALL,
    version="2.0.0",
    summary=ALL,
    description=ALL + "\n\n" + LINES,
    owners=[user, team],
    badges=[Badge(text, "red") for text in [ALL, *SHORT]],
    draft=Draft(ALL, title=ALL),
    deprecated=Deprecated(ALL, date=ALL),
    repository=Repository("https://r.example/{a}|<b>", language=ALL),
    sidebar=Sidebar(ALL, badge=ALL),
    styles=Styles(node_label=ALL),
    attachments=[Attachment("https://a.example/{b}", title=ALL, type=ALL, description=ALL)],
    resource_groups=[ResourceGroup(title=ALL, items=[channel])],
    extensions={"x-text": ALL, "x-list": SHORT, "x-{a}: b": {"<c>": "{d}"}},
    key="{a}.`b`|c",
    channels=[channel],
    operation=Operation("GET", "/{a}/<b>|`c`", status_codes=SHORT),
    examples=[
        Example({"text": ALL, "```": "````", "list": SHORT}, name=ALL, summary=ALL),
        Example(path="nasty.txt", name="`{a}\" title=\"<b>", summary="---"),
    ],
    previous=[Previous("1.0.0", schema_path="nasty.avsc", name=text_name, changes=ALL + "\n" + LINES) for text_name in [ALL]],
    changes="`code | {x}` and {y} | <z>\n- key:value",
    schemas=[
        Schema("nasty.json", name=ALL, environments=SHORT, default=True),
        Schema("nasty.avsc", name="---", environments=[ALL]),
    ],
    headers_schema_path="headers.json",
)
shorts = [Event(f"Short{i}", name=text, summary=text, description=text, key=text, owners=[team]) for i, text in enumerate(SHORT)]
changed = Event(
    "Changed",
    version="2.0.0",
    summary=ALL,
    owners=[team],
    schema_path="changed-2.json",
    previous=[Previous("1.0.0", schema_path="changed-1.json")],
    compatibility="FULL",
    accepts=[Accepted("breaking-change", because=ALL, until=date(2027, 1, 1), field="{a}")],
)
command = Command("Do", name="08", summary="1e3", description="> {quote}\n\n1. {one}\n2. <two>\n\n[link](https://l.example/{x}) ![i](a.png)", owners=[team])
query = Query("Ask", name=":::note", summary="| a | {b} |", description="| a | b |\n| - | - |\n| {c} | `{d}|` <e> |", owners=[team])
service = Service(
    "S",
    name=ALL,
    summary=ALL,
    description=LINES,
    owners=[team],
    sends=[event, changed, command, query, *shorts],
    receives=[Receives("Nasty", fields=["{a}", "b|c", "`d`"], group=ALL)],
    repository=Repository("https://r.example/{a}", language="{b}"),
    specifications=[Specification("https://s.example/{a}.yml", type="openapi", name=ALL)],
    writes_to=["x"],
)
domain = Domain("D", name=ALL, summary=ALL, description=ALL, owners=[team], services=[service], sends=[Sends(event)])
