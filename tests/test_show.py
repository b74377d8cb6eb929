from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner

from catalog_gen.cli import main
from catalog_gen.showing import listing

if TYPE_CHECKING:
    from projects import Project

ROOT = Path(__file__).resolve().parents[1]
FINE = """
    crew = Team("crew", name="The crew", summary="s", github="@acme/crew")
    e = Event("E", snippets=[], summary="What happened.", version="1.1.0", previous=[Previous("1.0.0")])
    s = Service("S", sends=[e], owners=[crew], summary="s")
"""


class Ran(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def _show(root: Path, *arguments: str) -> Ran:
    with contextlib.chdir(root):
        ran = CliRunner().invoke(main, ["show", *arguments])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def _on_a_terminal(root: Path, *arguments: str, **environment: str) -> list[str]:
    """The lines of stdout on a terminal; progress and problems are elsewhere."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "catalog_gen", "show", *arguments]
    own = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS"}}
    environment |= {"PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=root, env={**own, **environment}, stdout=follower, stderr=subprocess.DEVNULL
    ) as ran:
        os.close(follower)
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal ends
            while chunk := os.read(leader, 4096):
                shown += chunk
        os.close(leader)
        assert ran.wait() == 0
    return shown.decode().replace("\r\n", "\n").splitlines()


def test_a_resource_is_shown_and_nothing_is_written(project: Project) -> None:
    project.define(FINE)
    assert _show(project.root, "E") == (
        0,
        "event E 1.1.0\n"
        "\n"
        "Name       E\n"
        "Summary    What happened.\n"
        "Versions   1.1.0 (shown), 1.0.0\n"
        "Owners     crew (The crew)\n"
        "             GitHub  @acme/crew\n"
        "Snippets   none\n"
        "Producers  S 1.0.0\n"
        "Page       output/events/E/index.mdx (not written yet)\n",
        "",
    )
    assert not (project.root / "output").exists()
    project.build()
    assert _show(project.root, "E").stdout.endswith("Page       output/events/E/index.mdx\n")


def test_an_older_version_is_shown_by_its_number(project: Project) -> None:
    project.define(FINE)
    assert _show(project.root, "E@1.0.0").stdout.startswith("event E 1.0.0\n")
    assert _show(project.root, "E@1.1.0").stdout == _show(project.root, "E").stdout


def test_without_an_id_everything_is_listed_with_counts(project: Project) -> None:
    project.define(FINE)
    assert _show(project.root).stdout.splitlines() == [
        "1 service",
        "  S     1.0.0  crew  s",
        "",
        "1 event",
        "  E     1.1.0  crew  What happened.",
        "",
        "1 team",
        "  crew  -      -     s",
    ]
    assert _show(project.root, "--owner", "crew", "--type", "event").stdout.splitlines() == [
        "ID  TYPE   VERSION  OWNERS  SUMMARY",
        "E   event  1.1.0    crew    What happened.",
    ]


def test_nothing_that_fits_is_said_and_no_error(project: Project) -> None:
    project.define(FINE)
    assert _show(project.root, "--type", "query") == (0, "", "nothing is like that\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Other"], 'the definitions declare no resource "Other".'),
        (["crw"], 'the definitions declare no resource "crw"; did you mean "crew"?'),
        (["E@9.0.0"], '"E" has no version "9.0.0"; there is 1.1.0, 1.0.0.'),
        (["E@"], '"E" has no version ""; there is 1.1.0, 1.0.0.'),
        (["crew@1.0.0"], '"crew" has no version "1.0.0"; there is none.'),
        (["--owner", "crw"], 'the definitions declare no owner "crw"; did you mean "crew"?'),
        (["--owner", "S"], 'the definitions declare no owner "S".'),
        (["--channel", "E"], 'the definitions declare no channel "E".'),
        (["--type", "evnt"], 'there is no type "evnt"; did you mean "event"?'),
        (
            ["--type", "thing?"],
            'there is no type "thing?". There are domain, system, service, agent, event, command, query, channel, adr,'
            " container, data-product, diagram, entity, flow, team, user.",
        ),
        (["E", "--type", "event"], "--type, --owner and --channel narrow lists down; leave the ID out."),
        (["--why"], "--why needs an ID."),
        (["--owner", ""], "--owner is empty."),
        (["--type", "", "--channel", "c"], "--type is empty."),
        (["a\x1b[2Jb"], r'the definitions declare no resource "a\x1b[2Jb".'),
    ],
)
def test_what_cannot_be_shown_is_bad_usage(project: Project, arguments: list[str], message: str) -> None:
    project.define(FINE)
    ran = _show(project.root, *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines()[-1] == f"Error: {message}"


@pytest.mark.parametrize("word", ["event", "events", "Event", "EVENTS"])
def test_a_type_may_be_written_as_people_write_it(project: Project, word: str) -> None:
    project.define(FINE)
    assert _show(project.root, "--type", word) == _show(project.root, "--type", "event")
    assert "E   event" in _show(project.root, "--type", word).stdout


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Decisions", "adr"), ("data store", "container"), ("datastores", "container"), ("people", "people")],
)
def test_a_type_may_have_another_name(word: str, kind: str) -> None:
    assert listing.kind_of(word) == kind


def test_a_document_is_shown_by_its_name_where_there_is_one_of_it(project: Project) -> None:
    project.define(
        's = Service("S", summary="s", owners=[], docs=[ResourceDoc("runbook", description="Do it.")])\n'
        't = Service("T", summary="t", owners=[], docs=[ResourceDoc("guide", description="One."),\n'
        '    ResourceDoc("guide", category="more", description="Two.")])\n'
    )
    assert _show(project.root, "runbook").stdout.startswith("resource-doc S/docs/runbook")
    assert _show(project.root, "guide").returncode == 2


def test_what_could_be_read_is_shown_beside_the_errors(project: Project) -> None:
    project.define(FINE + '    bad = Event("Bad", owners=["nobody"], key=3)\n')
    ran = _show(project.root, "E")
    assert ran.returncode == 1
    assert ran.stdout.startswith("event E 1.1.0\n")
    assert [line.rpartition(" ")[2] for line in ran.stderr.splitlines()] == [
        "[unknown-owner]",
        "[wrong-type]",
        "file",
    ]
    assert _show(project.root).returncode == 1


def test_warnings_are_shown_with_the_resource_that_they_are_about(project: Project) -> None:
    project.define('e = Event("E", summary="s")\nf = Event("F", summary="s")')
    ran = _show(project.root, "E")
    assert ran.returncode == 0
    assert {line.split(": ")[2] for line in ran.stderr.splitlines()[:-1]} == {"E 1.0.0"}
    assert "[orphan-message]" in ran.stderr
    assert _show(project.root).stderr == ""


def test_an_id_that_may_be_declared_where_reading_broke_off_is_no_bad_usage(project: Project) -> None:
    project.define("e = Event(\n")
    ran = _show(project.root, "E")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].endswith('; nothing that could be read declares the resource "E"')


def test_a_page_written_by_hand_and_an_external_id_are_shown_as_such(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["Far"]\n')
    project.write("output/services/Hand/index.mdx", "---\nid: Hand\nname: By hand\nversion: 2.0.0\n---\n")
    project.define('d = Domain("D", services=["Hand"], summary="s", owners=[])\ns = Service("S", sends=["Far"])')
    assert _show(project.root, "Hand", "--why").stdout.splitlines() == [
        "service Hand 2.0.0",
        "",
        "Name      By hand  <- written by hand, output/services/Hand/index.mdx",
        "Versions  2.0.0  <- written by hand, output/services/Hand/index.mdx",
        "Part of   D 1.0.0 (domain)  <- schemas/definitions.py:2:27",
        "Page      output/services/Hand/index.mdx  <- written by hand, output/services/Hand/index.mdx",
    ]
    assert _show(project.root, "Far", "--why").stdout.splitlines() == [
        "external Far",
        "",
        "Producers  S 1.0.0  <- schemas/definitions.py:3:25",
    ]
    assert "  Hand  2.0.0  -  (written by hand), By hand" in _show(project.root).stdout.splitlines()
    assert _show(project.root, "Hand@1.0.0").returncode == 2


def _types(value: Any) -> Any:
    """What kinds of values a document has, by their keys."""
    if isinstance(value, dict):
        return {key: _types(item) for key, item in value.items()}
    return [_types(value[0])] if isinstance(value, list) and value else type(value).__name__


def test_json_has_each_fact_with_its_origin(project: Project) -> None:
    project.define(FINE)
    ran = _show(project.root, "E", "--format", "json")
    document = json.loads(ran.stdout)
    origin = {"source": "str", "of": "str", "path": "str", "line": "int", "column": "int"}
    reference = {"id": "str", "type": "str", "version": "str"}
    assert _types(document) == {
        "problems": "list",
        "resource": {
            **reference,
            "facts": {
                "name": [{"value": "str", **origin}],
                "summary": [{"value": "str", **origin}],
                "version": [{"value": "str", **origin}],
                "owners": [
                    {"value": {"id": "str", "type": "str", "name": "str", "contacts": {"github": "str"}}, **origin}
                ],
                "snippets": [{"value": "list", **origin}],
                "producers": [{"value": {**reference, "field": "str"}, **origin}],
                "page": [{"value": {"path": "str", "exists": "bool"}, **origin}],
            },
        },
    }
    (owner,) = document["resource"]["facts"]["owners"]
    assert owner == {
        "value": {"id": "crew", "type": "team", "name": "The crew", "contacts": {"github": "@acme/crew"}},
        "source": "inherited",
        "of": "S",
        "path": "schemas/definitions.py",
        "line": 4,
        "column": 37,
    }


def test_json_of_lists_and_of_nothing_has_the_same_keys(project: Project) -> None:
    project.define(FINE)
    document = json.loads(_show(project.root, "--format", "json").stdout)
    assert [resource["id"] for resource in document["resources"]] == ["S", "E", "crew"]
    assert json.loads(_show(project.root, "--type", "query", "--format", "json").stdout) == {
        "problems": [],
        "resources": [],
    }
    project.define("e = Event(\n")
    broken = json.loads(_show(project.root, "E", "--format", "json").stdout)
    assert broken["resource"] is None
    assert broken["problems"][0]["code"] == "unreadable-file"


def test_texts_of_definitions_cannot_steer_the_terminal(project: Project) -> None:
    project.define(
        r"""
        t = Team("t", name="a\x1b[2J\u202eb", summary="two\nlines\x9b1m", github="@a")
        e = Event("E", name="x\x1b]0;y\x07", owners=[t],
                  badges=[Badge("b\r\nc", "red")], extensions={"x-\x1b": "\u200f"}, key="k")
        """
    )
    for arguments in (["E", "--why"], ["t"], [], ["--type", "team"], ["E", "--format", "json"]):
        shown = _show(project.root, *arguments).stdout
        assert {character for character in shown if not character.isprintable()} == {"\n"}
    assert r"Name        x\x1b]0;y\x07" in _show(project.root, "E").stdout.splitlines()
    document = json.loads(_show(project.root, "E", "--format", "json").stdout)
    assert document["resource"]["facts"]["name"][0]["value"] == "x\x1b]0;y\x07"


def test_other_definitions_can_be_named_and_run(project: Project, tmp_path: Path) -> None:
    project.define("""import json\nname = json.loads('"E"')\ne = Event(name, summary="s")""")
    config = str(project.root / "pyproject.toml")
    assert _show(tmp_path, "E", "--config", config).returncode == 1
    assert _show(tmp_path, "E", "--config", config, "--import").stdout.startswith("event E 1.0.0\n")
    assert _show(tmp_path, "E", "--config", config, "--format", "github").returncode == 2


def test_a_terminal_gets_colours_unless_it_wants_none_and_lines_as_narrow_as_it_is(project: Project) -> None:
    project.define(FINE)
    assert _on_a_terminal(project.root, "E")[0] == "\x1b[1mevent E 1.1.0\x1b[0m"
    narrow = _on_a_terminal(project.root, "E", NO_COLOR="1", COLUMNS="30")
    assert narrow[:4] == ["event E 1.1.0", "", "Name", "  E"]
    assert "\x1b" not in _show(project.root, "E", "--why").stdout


@pytest.mark.skipif(os.name == "nt", reason="no such shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_is_no_error(project: Project, closed: str) -> None:
    project.define(FINE)
    command = f'exec "$0" -m catalog_gen show crew {closed}'
    ran = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("team crew" if closed == "2>&-" else "")


def test_the_readme_shows_what_the_sample_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("### Looking things up")[2].partition("\n#")[0]
    (command, shown), *_ = re.findall(r"```console\n\$ catalog-gen show ([^\n]+)\n(.*?)```", section, re.DOTALL)
    assert _show(ROOT, *command.split()) == (0, shown, "")
