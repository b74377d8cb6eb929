"""What a user did that cannot be right, as a value: where it is, what it is, what to do.

A stage never raises for a mistake in the user's files and never prints: it yields problems, and
`cli` shows them all, sorted by place and without secrets. `CODES` is the one table of codes; the README shows the same.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Severity = Literal["error", "warning", "off"]


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: POSIX path relative to the project, line and column counted from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`path:line:column`, as editors and compilers write it."""
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: its code from `CODES`, the words, the place, whom it concerns and what to do about it."""

    code: str
    message: str
    place: Place
    subject: str = ""
    hint: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            message = f"{self.code} is not in the table of problem codes"
            raise ValueError(message)


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """How severe a code is unless the settings say otherwise, and what it means in one line."""

    severity: Severity
    meaning: str

    @property
    def lowerable(self) -> bool:
        """Whether settings may make it less than an error: not where a page could then say what is not true."""
        return self.severity == "warning" or self in _LOWERABLE


def _errors(**meanings: str) -> dict[str, Code]:
    return {code.replace("_", "-"): Code("error", meaning) for code, meaning in meanings.items()}


def _warnings(**meanings: str) -> dict[str, Code]:
    return {code.replace("_", "-"): Code("warning", meaning) for code, meaning in meanings.items()}


CODES: Mapping[str, Code] = {
    # settings
    **_errors(
        bad_settings="the settings file cannot be read, or a setting has the wrong type or value",
        unknown_setting="a key under `[tool.catalog-gen]` is not known",
        wrong_program_version="`required-version` asks for another version of catalog-gen",
        no_definitions="no file matches `definitions`, or none of them declares a resource",
        unknown_base="the commit that `--base` compares with is not known here (exit code 2)",
        other_catalog="the settings write another catalog than `eventcatalog generate` is run for (exit code 2)",
    ),
    # reading
    **_errors(
        unreadable_file="a file cannot be read, is not UTF-8, or is not Python that can be parsed",
        unreadable_value="a resource uses a value that only running the code would tell",
        unreadable_statement="a statement has an effect; definitions are read, not run",
        too_much_work="reading a file would take too many steps, too much memory or too deep a nesting",
        definition_failed="Python would raise an exception here",
        import_not_found="an imported name or module is not there",
        import_cycle="two definitions files import each other; one of them should use ids",
    ),
    **_warnings(
        ignored_call="a call with an effect was not made; nothing uses its value",
        unreachable_resource="a resource is bound to no name, so it is not part of the catalog",
    ),
    # declaring
    **_errors(
        unknown_keyword="a keyword that the type does not have",
        wrong_type="a value of another type than the field takes",
        bad_value="a value outside of what the field allows",
        illegal_id="an id that cannot be a folder name and a web address on every system",
        illegal_version="a version that is not strict MAJOR.MINOR.PATCH",
        relative_url="a web address that is not absolute",
    ),
    **_warnings(
        unknown_color="a colour that EventCatalog would not show",
    ),
    # resolving
    **_errors(
        duplicate_id="two resources share an id (and version, where they are of one type)",
        case_collision="two ids differ by upper and lower case only",
        version_order="a previous version is not older than the current one",
        unknown_owner="an owner is neither declared nor written by hand nor external",
        unknown_channel="a channel is not known",
        unknown_message="an event, command or query is not known",
        unknown_resource="a resource that another one points to is not known",
        unknown_version="a resource is known, but not in the version asked for",
        wrong_kind="an id belongs to a resource of another type than the field takes",
        ambiguous_owners="owners could be inherited from several resources that differ",
        ambiguous_defaults="defaults reach a resource from several others and differ",
        schema_not_found="a schema file is not there",
        bad_schema="a schema is not what its format allows",
        unresolved_reference="a schema refers to a type or a file that is not there",
        missing_extra="reading this needs an extra of catalog-gen that is not installed",
        unreadable_payload="a payload class has an annotation of which no schema can be derived",
        bad_example="an example payload is not valid under the schema of its message",
        unknown_field="a field that the schema of the message, or a property that the entity, does not have",
        file_not_found="a file that a definition names is not there",
        path_outside_project="a path leads out of the project",
        domain_cycle="a domain is, directly or through others, its own subdomain",
        undeclared_parameter="a channel's address has a parameter that `parameters` does not declare",
        unguarded_channels="EventCatalog would rewrite pages that carry `channels` at its next build",
        agent_changelogs="EventCatalog 3 fails to build a catalog with agents while changelogs are enabled",
    ),
    **_warnings(
        no_owner="a resource without owner",
        suspicious_schema="a schema says something that is allowed but hardly meant",
        no_example="no payload example was found that is valid under the schema, so the page shows none",
        no_summary="a resource without summary, nor a text to take it from",
        orphan_message="a message that nobody sends and nobody receives",
        draft_is_current="a draft would hide the released version behind it",
        unused_parameter="a channel parameter that the address does not use",
        no_snippet="no code can be shown for a message, or not for one of its clients; the words say why",
        unused_setting="a setting that the snippets of a client do not know, so that they are without it",
        unfit_headers="the headers of a message are not what the schema of its headers wants",
        no_discriminator="a channel carries several messages, and nothing tells its consumers which is which",
        stale_decision="a decision that another one supersedes, and whose status does not say so",
        unfinished_flow="a flow without steps, or with steps that nothing connects to the first one",
        not_in_target="something that the targeted EventCatalog does not know; it is left out",
        other_eventcatalog="the catalog's package.json names another major version than the setting `eventcatalog`",
    ),
    # versions
    **_errors(
        breaking_change="a schema breaks readers of an older version, and the new version does not say so",
        missing_bump="a schema has changed more than its version says",
        rewritten_version="the schema of a version that is released says something else than before (`check --base`)",
        expired_acceptance="the end date of an `Accepted` is over (`check`)",
    ),
    **_warnings(
        undecided_compatibility="nobody can tell whether readers of an older version manage; the words say why",
        risky_change="readers of an older version go on, but may take values for others",
        unused_acceptance="an `Accepted` that nothing needs any more",
    ),
    # bumping
    **_errors(
        cannot_bump="a resource cannot be given that version by `bump`; where it can by hand, the text is printed",
    ),
    # CODEOWNERS
    **_errors(
        missing_owners="CODEOWNERS gives a file to others than the definitions do (`owners --check`)",
        dead_line="a line of CODEOWNERS matches no file in git (`owners --check`)",
        shadowed_line="a later line of CODEOWNERS decides about every file that this one matches (`owners --check`)",
        ignored_line="GitHub or GitLab passes over a line of CODEOWNERS, or over a word in it (`owners --check`)",
        bad_codeowners="a CODEOWNERS file cannot be read or written, is too large, or our comments in it are broken",
        unfit_path="CODEOWNERS cannot name a file without naming another one, too",
    ),
    **_warnings(
        no_handle="an owner has no `github` (nor `email`, nor members who have), so CODEOWNERS cannot name it",
        unread_codeowners="GitHub or GitLab does not read this CODEOWNERS file, but another one, or none",
        mixed_owners="the resources of one file have different owners, so CODEOWNERS names all of them",
    ),
    # snippets, pages and output
    **_errors(
        unknown_client="a client for which there are no snippets",
        bad_client="the entry of a client of your own cannot be used",
        literal_secret="a secret stands in the settings, an address, a link, a header or an example",  # noqa: S106 - no secret
        template_error="a template of your own cannot be rendered",
        edited_page="id, version, schemaPath or schemas was changed by hand in a page; they come from the definition",
        edited_copy="a copy of a schema or an example was changed by hand",
        unmergeable_page="a page that was changed by hand cannot be merged safely",
        merge_conflict="git has left a conflict in a page, with hand-written words or other line ends in it",
        version_downgrade="the catalog has a newer version of a resource than the definition",
        unknown_section="`--overwrite` names something that there is not",
        stale_output="the catalog on disk is not what the definitions say (`check`)",
        foreign_file="a file that we did not write stands where ours would go",
        claimed_twice="two settings files would write the same path",
        bad_manifest="the record of what was written cannot be read",
        not_writable="the catalog cannot be written",
    ),
    **_warnings(
        unreadable_page="a page written by hand has no front matter that can be read",
        held_back="what a definition says now is held back by a hand edit in its page",
        lost_record="the record of what was written is missing",
        kept_file="a file of a page that is gone, moved or archived stays: it was changed by hand, or is a link",
        skipped_schema="a schema file of which `init --from` makes no definition; the words say why",
    ),
}


_LOWERABLE = frozenset(
    CODES[code]
    for code in (
        "case-collision",
        "unknown-owner",
        "unknown-channel",
        "unknown-message",
        "unknown-resource",
        "unknown-version",
        "ambiguous-owners",
        "ambiguous-defaults",
        "undeclared-parameter",
        "unknown-field",
        "unguarded-channels",
        "agent-changelogs",
        "stale-output",
        "breaking-change",
        "missing-bump",
        "rewritten-version",
        "expired-acceptance",
        "missing-owners",
        "dead-line",
        "shadowed-line",
        "ignored-line",
    )
)
"""References to what is not known are dropped from pages, and of changes pages tell: a team may live with them."""


def nearest(word: str, words: Iterable[str], alike: float = 0.6) -> str:
    """The word that was probably meant, quoted as a question for a hint; empty when none is so much `alike` (of 1)."""
    import difflib

    close = difflib.get_close_matches(word, sorted(words), n=1, cutoff=alike)
    return f'did you mean "{close[0]}"?' if close else ""


def a(noun: str) -> str:
    """The noun with its article: `an event`, `a team`."""
    vowel = noun[:1].lower() in "aeiou" and not noun.lower().startswith("us")
    return f"an {noun}" if vowel else f"a {noun}"


def noun(kind: str) -> str:
    """The kind of a resource in words: `ADR`, `data product`."""
    return "ADR" if kind == "adr" else kind.replace("-", " ")


def severity(problem: Problem, overrides: Mapping[str, Severity]) -> Severity:
    """How severe the problem is under the settings' `[tool.catalog-gen.problems]`."""
    return overrides.get(problem.code, CODES[problem.code].severity)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, sorted by place; at one place, in the order in which the stages found them."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place))


def text(problem: Problem) -> str:
    """One line for people: `path:line:column: subject: message (hint) [code]`."""
    parts = [f"{problem.place}: "] if problem.place.path else []
    parts += [f"{problem.subject}: "] if problem.subject else []
    parts += [problem.message]
    parts += [f" ({problem.hint})"] if problem.hint else []
    return f"{printable(''.join(parts))} [{problem.code}]"


def printable(text: str) -> str:
    """The text as part of a line for people: without secrets, nor anything that a terminal would not just show.

    Nor does it order a runner of GitHub to do something, which takes commands from logs as well.
    """
    from catalog_gen.masking import masked

    return _COMMAND.sub(lambda found: _escaped(found[0]), masked(text).translate(_INVISIBLE))


_COMMAND = re.compile(r"^\s*:(?=:)|(?<=#)#(?=\[)")
"""How commands start, at the start of a line and in it: `::error::`, `##[error]`; one character less, and it is none.

https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
"""


def _escaped(text: str) -> str:
    return f"{text[:-1]}\\x{ord(text[-1]):02x}"


_STEERING = (0x061C, *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
"""Characters besides the first 32 that would break the line, steer the terminal or reorder what is read."""

_INVISIBLE = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"  # noqa: PLR2004 - two digits are enough
    for code in (*range(0x20), *_STEERING)
}
_INVISIBLE_IN_PATHS = {code: shown for code, shown in _INVISIBLE.items() if chr(code) not in "\r\n"}
_INVISIBLE_IN_JSON = {code: f"\\u{code:04x}" for code in _STEERING}


def as_json(problems: Sequence[tuple[Problem, Severity]], facts: Mapping[str, object] | None = None) -> str:
    """All problems as one JSON document: a list of objects with flat keys; `facts` of the run stand beside it."""
    return document({"problems": [as_data(problem, level) for problem, level in problems], **(facts or {})})


def as_data(problem: Problem, level: Severity) -> dict[str, str | int]:
    """A problem for programs, with flat keys and without secrets."""
    from catalog_gen.masking import masked

    return {
        "code": problem.code,
        "severity": level,
        "message": masked(problem.message),
        "hint": masked(problem.hint),
        "subject": masked(problem.subject),
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
    }


def document(value: object) -> str:
    """A value as a JSON document that means the same to programs, and nothing to terminals and runners."""
    import json

    written = json.dumps(value, indent=2, ensure_ascii=False)
    # what is escaped here stands in texts only, where JSON can escape it
    return written.translate(_INVISIBLE_IN_JSON).replace("##[", "#\\u0023[")


def github(problem: Problem, level: Severity) -> str:
    """A problem as an annotation of its line in the pull request."""
    return annotation(level, problem.code, text(dataclasses.replace(problem, place=Place(""))), problem.place)


def annotation(level: str, title: str, message: str, place: Place) -> str:
    """A GitHub workflow command, which annotates a place; the level is `error`, `warning` or `notice`.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
    """
    where = {"file": place.path.translate(_INVISIBLE_IN_PATHS), "line": place.line, "col": place.column}
    values = {key: value for key, value in where.items() if value} | {"title": title}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    return f"::{level} {properties}::{_data(message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
