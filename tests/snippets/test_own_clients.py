"""Clients of a team's own: their entries, their templates, and templates of ours that a team replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pagecode
import pytest

if TYPE_CHECKING:
    from projects import Project

EXAMPLE = 'examples=[Example({"order_id": "o-1"})]'


def found(project: Project) -> list[str]:
    """The problems that clients of a team's own have."""
    return [line for line in project.problems() if line.endswith(("[bad-client]", "[template-error]"))]


def one(project: Project, message: str, channel: str = 'protocols=["kafka"]') -> str:
    """The page of an event on a channel."""
    project.define(f'channel = Channel("orders", {channel})\nservice = Service("OrderService", sends=[{message}])')
    project.build()
    return project.page("events/OrderPlaced/index.mdx")


OWN = {
    "client.toml": 'title = "Acme"\nprotocol = "kafka"\nlanguage = "python"\ninstall = ["acme-kafka"]\n',
    "producer.py.j2": "from acme import send\n\nsend({{ address }}, {{ payload }}, json)\n",
    "consumer.py.j2": "from acme import receive\n\nreceive({{ address }}, {{ id }})\n",
}


def own_client(project: Project, **changes: str) -> None:
    """A client of a team's own, in its templates folder."""
    project.write("pyproject.toml", '[tool.catalog-gen]\ntemplates = "templates"\n')
    for name, text in (OWN | {key.replace("_", "."): value for key, value in changes.items()}).items():
        project.write(f"templates/snippets/acme/{name}", text)


def test_a_team_adds_a_client_in_its_templates_folder(project: Project) -> None:
    own_client(project)
    page = one(project, f'Event("OrderPlaced", channels=[channel], snippets=["acme"], {EXAMPLE})')
    assert pagecode.program(page, "producer").startswith("import json\n\nfrom acme import send\n")
    assert pagecode.program(page, "consumer") == 'from acme import receive\n\nreceive("orders", "OrderPlaced")\n'
    assert "`pip install acme-kafka`" in page


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"client_toml": "title ="}, "the entry of the client cannot be read"),
        (
            {"client_toml": 'titel = "x"\nprotocol = "kafka"\nlanguage = "python"'},
            'has no "titel" (did you mean "title"?)',
        ),
        ({"client_toml": 'protocol = "kafka"\nlanguage = "cobol"'}, "needs a protocol and a language"),
        ({"client_toml": 'protocol = "kafka"\nlanguage = "python"\nwire-formats = ["jsno"]'}, 'has no "jsno"'),
    ],
)
def test_what_is_wrong_with_the_entry_of_a_client_is_said(
    project: Project, changes: dict[str, str], problem: str
) -> None:
    own_client(project, **changes)
    project.define(f'event = Event("OrderPlaced", snippets=[], {EXAMPLE})')
    assert problem in "".join(found(project))


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("[packages]\njson = [1, 2]", "packages is not what it has to be: see the entries of the clients"),
        ("[packages]\njson = 'acme'", "packages is not what it has to be: see the entries of the clients"),
        ("[packages]\njosn = ['acme']", 'packages has no "josn" (did you mean "json"?)'),
        ("[packages]\njson = ['a`b']", 'packages: "a`b" is no package that can be installed'),
        ("install = [1]", "install is not what it has to be: see the entries of the clients"),
        ("install = ['']", 'install: "" is no package that can be installed'),
        ("install = ['a\"; rm']", 'install: "a"; rm" is no package that can be installed'),
        ("install = ['$(x)']", 'install: "$(x)" is no package that can be installed'),
        ("install = ['--pre']", 'install: "--pre" is no package that can be installed'),
        ('install = ["a\\nb"]', 'install: "a\\x0ab" is no package that can be installed'),
        ('title = ""', "title has to be a text in one line, without blanks around it"),
        ('title = " Acme"', "title has to be a text in one line, without blanks around it"),
        ('title = "A\\nB"', "title has to be a text in one line, without blanks around it"),
        ("config = 'keyword'", 'config has no "keyword" (did you mean "keywords"?)'),
    ],
)
def test_an_entry_that_cannot_be_used_is_no_crash(project: Project, entry: str, problem: str) -> None:
    own_client(project, client_toml=f'protocol = "kafka"\nlanguage = "python"\n{entry}\n')
    project.define(f'event = Event("OrderPlaced", snippets=[], {EXAMPLE})')
    [line] = found(project)
    assert line.startswith(f"templates/snippets/acme/client.toml: {problem}")
    assert line.endswith(" [bad-client]")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the entry of a client needs a protocol and a language (python, typescript)"),
        (b'protocol = ""\nlanguage = "python"', "protocol has to be a text in one line, without blanks around it"),
        (b'protocol = ["kafka"]\nlanguage = "python"', "protocol is not what it has to be"),
        (b'title = "\xff"', "the entry of the client cannot be read: it is not UTF-8"),
        (None, "the entry of the client cannot be read: Is a directory"),
    ],
)
def test_a_file_that_is_no_entry_is_reported(project: Project, content: bytes | None, problem: str) -> None:
    own_client(project)
    file = project.root / "templates/snippets/acme/client.toml"
    file.unlink()
    file.mkdir() if content is None else file.write_bytes(content)
    project.define(f'event = Event("OrderPlaced", snippets=[], {EXAMPLE})')
    [line] = found(project)
    assert line.startswith(f"templates/snippets/acme/client.toml: {problem}")
    assert str(project.root) not in line


def test_an_entry_may_begin_with_a_byte_order_mark(project: Project) -> None:
    own_client(project, client_toml=f"\ufeff{OWN['client.toml']}")
    page = one(project, f'Event("OrderPlaced", channels=[channel], snippets=["acme"], {EXAMPLE})')
    assert "acme-kafka" in page


@pytest.mark.parametrize(
    ("protocol", "channel", "shown"),
    [
        ("Acme Bus", "Acme Bus", "Acme Bus"),
        ("Acme Bus", "acme bus", "Acme Bus"),
        ("rabbitmq", "amqp", "RabbitMQ"),
        ("RabbitMQ", "rabbitmq", "RabbitMQ"),
        ("Apache Kafka", "kafka", "Kafka"),
    ],
)
def test_entries_may_call_a_protocol_as_channels_do(project: Project, protocol: str, channel: str, shown: str) -> None:
    own_client(project, client_toml=f'default = true\nprotocol = "{protocol}"\nlanguage = "python"\n')
    event = f'Event("OrderPlaced", channels=[channel], snippets=["acme"], {EXAMPLE})'
    page = one(project, event, f'protocols=["{channel}"]')
    assert pagecode.programs(page)
    assert f"over {shown}" in page


def test_clients_with_the_same_title_are_told_apart_by_their_names(project: Project) -> None:
    own_client(project)
    for name, text in OWN.items():
        project.write(f"templates/snippets/acme-two/{name}", text)
    names = '["acme", "acme-two", "aiokafka"]'
    page = one(project, f'Event("OrderPlaced", channels=[channel], snippets={names}, {EXAMPLE})')
    tabs = [each.tab for each in pagecode.programs(page) if each.role == "producer"]
    assert tabs == ["Acme (acme)", "Acme (acme-two)", "aiokafka"]


def test_a_problem_says_which_of_the_clients_with_the_same_title_it_is_about(project: Project) -> None:
    project.write(
        "schemas/a.avsc", '{"type": "record", "name": "A", "fields": [{"name": "order_id", "type": "string"}]}'
    )
    project.define(
        f"""
        channel = Channel("orders", protocols=["sqs"])
        event = Event("OrderPlaced", channels=[channel], schema_path="a.avsc", wire_format="avro", {EXAMPLE})
        """
    )
    assert "boto3-sqs has no snippet for avro" in "".join(project.problems())


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{% set x = 1 %}\n{{ nothing }}", "acme/producer.py.j2:2: 'nothing' is undefined (for OrderPlaced)"),
        ("{{ key.value }}", "acme/producer.py.j2:1: 'None' has no attribute 'value' (for OrderPlaced)"),
        ("x = = 1", "what it makes of OrderPlaced is no code: invalid syntax in line 1 (x = = 1)"),
        ("{% if %}", "acme/producer.py.j2:1: "),
        ('{{ "".__class__.__mro__ }}', "acme/producer.py.j2:1: access to attribute"),
    ],
)
def test_what_is_wrong_with_a_template_of_a_client_is_said(project: Project, template: str, problem: str) -> None:
    own_client(project)
    project.write("templates/snippets/acme/producer.py.j2", template)
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"])
        event = Event("OrderPlaced", channels=[channel], snippets=["acme"], {EXAMPLE})
        """
    )
    [line] = [line for line in project.problems() if "[template-error]" in line]
    assert problem in line


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{# wire #}\n{% if %}", ":2: Expected an expression"),
        ("{% macro decoder() %}{% endmacro %}", ": an imported template has no macro 'enc"),
        ("{% macro encoder() %}\n{{ gone }}{% endmacro %}", ":2: 'gone' is"),
        (
            "{% macro encoder() %}x = = 1{% endmacro %}{% macro encoded() %}{% endmacro %}",
            ": what it makes of OrderPlaced in confluent-kafka/producer.py.j2 is no code",
        ),
        ('{% import "more.py.j2" as more %}', ":1: there is no template"),
        (b"\xff", ": 'utf-8' codec"),
    ],
)
def test_a_mistake_in_a_template_that_takes_the_place_of_ours_is_the_teams(
    project: Project, template: str | bytes, problem: str
) -> None:
    own_client(project)
    project.write("templates/snippets/wire.py.j2", template)
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"])
        event = Event("OrderPlaced", channels=[channel], {EXAMPLE})
        """
    )
    lines = found(project)
    assert lines
    assert any(line.startswith(f"templates/snippets/wire.py.j2{problem}") for line in lines)
    assert all(line.endswith("[template-error]") for line in lines)


def test_a_mistake_in_a_partial_of_a_teams_own_is_said_at_its_line(project: Project) -> None:
    own_client(project)
    project.write("templates/snippets/acme/producer.py.j2", '{% import "shared.py.j2" as shared %}\n{{ shared.a() }}')
    project.write("templates/snippets/shared.py.j2", "{% macro a() %}\n\n{{ nothing }}\n{% endmacro %}")
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"])
        event = Event("OrderPlaced", channels=[channel], snippets=["acme"], {EXAMPLE})
        """
    )
    [line] = found(project)
    assert line.startswith(
        "templates/snippets/shared.py.j2:3: 'nothing' is undefined (for OrderPlaced, acme/producer.py.j2)"
    )
