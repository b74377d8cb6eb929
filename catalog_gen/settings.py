"""`[tool.catalog-gen]` in pyproject.toml, or catalog-gen.toml: one settings file is one catalog.

`load` finds the nearest file upward that has settings and checks every key; what is wrong comes back as
problems with the line. Paths in it are relative to the file's folder, the project.
"""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from catalog_gen.model.checking import DROPPED, Report, checker, named
from catalog_gen.model.values import Level, Url
from catalog_gen.problems import CODES, Place, Problem, Severity, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "catalog-gen.toml"
DEFINITIONS = ("schemas/**/definitions.py",)
"""Where definitions are unless the settings say otherwise."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SnippetSettings:
    """What `[tool.catalog-gen.snippets.NAME]` says for a protocol or a client.

    `clients` are those that pages show (None: the default one); `config` are settings of the client with their values,
    `env` those whose value comes from an environment variable.
    """

    place: Place
    clients: tuple[str, ...] | None = None
    config: Mapping[str, str | int | float | bool] = dataclasses.field(default_factory=dict)
    env: Mapping[str, str] = dataclasses.field(default_factory=dict)


Bump = Literal["none", "patch", "minor", "major", "never"]
"""What a version has to be raised by at least; `never`: no new version makes it right."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bumps:
    """What `[tool.catalog-gen.bumps]` says that changes of a schema need: breaking ones, others, new words only."""

    breaking: Bump = "major"
    compatible: Bump = "patch"
    wording: Bump = "none"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one catalog is made from, and how."""

    root: Path
    """The project: the folder of the settings file."""

    path: str
    """The settings file, relative to the project."""

    program: str = ""
    """The version of catalog-gen that runs."""

    name: str = "catalog"
    definitions: tuple[str, ...] = DEFINITIONS
    roots: tuple[str, ...] = ()
    output: str = "output"
    templates: str | None = None
    reader: Literal["static", "import"] = "static"
    layout: Literal["flat", "nested"] = "flat"
    inherit_owners: bool = False
    external: tuple[str, ...] = ()
    snippets: Mapping[str, SnippetSettings] = dataclasses.field(default_factory=dict)
    """By protocol or client."""
    compatibility: Level | None = None
    bumps: Bumps = dataclasses.field(default_factory=Bumps)
    message_channels: bool = False
    edit_url: Url | None = None
    eventcatalog: Literal[3, 4] = 3
    required_version: str | None = None
    archive: bool = True
    problems: Mapping[str, Severity] = dataclasses.field(default_factory=dict)

    @property
    def output_dir(self) -> Path:
        """Where the catalog is."""
        return self.root / self.output

    @property
    def output_from_project(self) -> str:
        """The way from the project to the output, as a POSIX path without detours."""
        return Path(os.path.relpath(self.output_dir, self.root)).as_posix()


_CHECKS: dict[str, Any] = {
    "name": str,
    "definitions": typing.Sequence[str],
    "roots": typing.Sequence[str],
    "output": str,
    "templates": str,
    "reader": Literal["static", "import"],
    "layout": Literal["flat", "nested"],
    "inherit-owners": bool,
    "external": typing.Sequence[str],
    "snippets": typing.Mapping[str, typing.Mapping[str, object]],
    "compatibility": Level,
    "bumps": typing.Mapping[str, Bump],
    "message-channels": bool,
    "edit-url": Url,
    "eventcatalog": Literal[3, 4],
    "required-version": str,
    "archive": bool,
    "problems": typing.Mapping[str, Literal["error", "warning", "off"]],
}
KEYS = tuple(_CHECKS)

_SNIPPET_CHECKS: dict[str, Any] = {
    "clients": typing.Sequence[str],
    "config": typing.Mapping[str, str | int | float | bool],
    "env": typing.Mapping[str, str],
}


def load(start: Path, config: Path | None, version: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings that hold in folder `start` (or those of the file `config`), and what is wrong with them.

    No settings at all is a problem, too; so is a `required-version` that this program's `version` is not.
    """
    path = config or nearest_file(start.resolve())
    if path is None:
        message = "there are no settings here or in a folder above"
        hint = '"catalog-gen init" makes a project; else add [tool.catalog-gen] to pyproject.toml, or catalog-gen.toml'
        return None, (Problem("bad-settings", message, Place("pyproject.toml"), hint=hint),)
    return _load(path.resolve(), version)


def place(settings: Settings, key: str) -> Place:
    """Where the settings file says a key; the whole file where it does not."""
    text = (settings.root / settings.path).read_text(encoding="utf-8-sig")
    return _Reading(settings.path, text).place(key)


def nearest_file(folder: Path) -> Path | None:
    """The settings file that holds in a folder: its own, or the nearest one upward."""
    for parent in (folder, *folder.parents):
        own = parent / NAME
        if own.is_file():
            return own
        shared = parent / "pyproject.toml"
        if shared.is_file() and _is_ours(shared):
            return shared
    return None


_HEADER = re.compile(r"""\s*\[\s*["']?tool["']?\s*\.\s*["']?catalog-gen["']?\s*[].]""")


def _is_ours(path: Path) -> bool:
    """Whether a pyproject.toml has our table; one that cannot be read is taken for what it looks like."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return True
    except UnicodeDecodeError:
        return b"[tool.catalog-gen" in path.read_bytes()
    if "catalog-gen" not in text:
        return False
    try:
        return "catalog-gen" in _tools(tomllib.loads(text))
    except (ValueError, RecursionError):
        return any(_HEADER.match(line) for line in text.splitlines())


def _tools(document: Mapping[str, Any]) -> Mapping[str, Any]:
    tools = document.get("tool")
    return tools if isinstance(tools, dict) else {}


def _load(path: Path, version: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        place = Place(path.name, *_position(str(error)))
        return None, (Problem("bad-settings", f"the settings cannot be read: {_reason(error)}", place),)
    table = _tools(document).get("catalog-gen") if path.name == "pyproject.toml" else document
    if table is None:
        return None, (Problem("bad-settings", "there is no table [tool.catalog-gen]", Place(path.name)),)
    if not isinstance(table, dict):
        return None, (Problem("bad-settings", "[tool.catalog-gen] is not a table", Place(path.name)),)
    reading = _Reading(path.name, text)
    values = {key.replace("-", "_"): value for key, value in reading.values(table)}
    settings = Settings(root=path.parent, path=path.name, program=version, **values)
    problems = (*reading.problems, *_beyond_types(settings, reading, version))
    return settings, problems


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _position(message: str) -> tuple[int, int]:
    found = re.search(r"line (\d+), column (\d+)", message)
    return (int(found[1]), int(found[2])) if found else (0, 0)


class _Reading:
    """One settings file while its keys are checked."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()
        headers = [number for number, line in enumerate(self._lines) if _HEADER.match(line)]
        self._first = headers[0] if headers and path == "pyproject.toml" else 0
        self.problems: list[Problem] = []

    def values(self, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The known keys with their checked values; the others become problems."""
        for key, value in table.items():
            if key not in _CHECKS:
                hint = nearest(key, _CHECKS) or f"known are {', '.join(_CHECKS)}"
                if key == "tool" and self._path == NAME:
                    hint = f"in {NAME}, tables are called without tool.catalog-gen in front: [snippets.kafka]"
                self.problem("unknown-setting", f'there is no setting "{key}"', key, hint)
                continue
            clean = self._checked(_CHECKS[key], value, key, key)
            if clean is not DROPPED:
                yield key, self._read(key, clean)

    def _read(self, key: str, clean: Any) -> Any:
        """The value of a key as the settings keep it."""
        if key == "bumps":
            return Bumps(**dict(self._bumps(clean)))
        return dict(self._snippets(clean)) if key == "snippets" else clean

    def _bumps(self, table: Mapping[str, Bump]) -> Iterator[tuple[str, Bump]]:
        known = [field.name for field in dataclasses.fields(Bumps)]
        for name, bump in table.items():
            if name in known:
                yield name, bump
            else:
                hint = nearest(name, known) or f"known are {', '.join(known)}"
                self.problem("unknown-setting", f'bumps has no "{name}"', name, hint)

    def _checked(self, annotation: Any, value: Any, key: str, shown: str) -> Any:
        """The value if it is what the annotation says, else DROPPED; what is wrong becomes problems of the key.

        Below `snippets`, problems never show a value: it could be a password.
        """
        report = Report(private=shown.partition(".")[0] == "snippets")
        clean = checker(annotation)(value, report)
        for fault in report.faults:
            said = named(fault, shown).message
            said = said if said.startswith(shown) else f"{shown}: {said}"
            self.problem("bad-settings", said, key, fault.hint)
        return DROPPED if report.faults else clean

    def _snippets(self, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, SnippetSettings]]:
        """What is said for each protocol or client."""
        for name, table in tables.items():
            where = name if self.place(name).line else "snippets"
            values = {}
            for key, value in table.items():
                shown = f"snippets.{name}.{key}"
                if key not in _SNIPPET_CHECKS:
                    hint = nearest(key, _SNIPPET_CHECKS) or f"known are {', '.join(_SNIPPET_CHECKS)}"
                    self.problem("unknown-setting", f'snippets.{name} has no "{key}"', where, hint)
                    continue
                clean = self._checked(_SNIPPET_CHECKS[key], value, where, shown)
                if clean is not DROPPED and key == "env" and not all(map(_is_variable, clean.values())):
                    hint = 'the value itself stays outside, write for example "KAFKA_PASSWORD"'
                    self.problem(
                        "bad-settings", f"{shown} takes names of environment variables, in capitals", where, hint
                    )
                elif clean is not DROPPED:
                    values[key] = clean
            yield name, SnippetSettings(place=self.place(where), **values)

    def problem(self, code: str, message: str, key: str, hint: str = "") -> None:
        """Note what is wrong with a key, at the line where it stands."""
        self.problems.append(Problem(code, message, self.place(key), hint=hint))

    def place(self, key: str) -> Place:
        """The line of a key, found in the text (from our table on) since TOML parsers do not tell."""
        pattern = re.compile(rf"""\s*(\[([^\]]*[\s.\[])?)?["']?{re.escape(key)}["']?\s*[=\].]""")
        for number, line in enumerate(self._lines, 1):
            if number > self._first and pattern.match(line):
                return Place(self._path, number, len(line) - len(line.lstrip()) + 1)
        return Place(self._path)


def _is_variable(name: str) -> bool:
    return re.fullmatch(r"[A-Z_][A-Z0-9_]*", name) is not None


def _beyond_types(settings: Settings, reading: _Reading, version: str) -> Iterator[Problem]:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", settings.name):
        message = f'name "{settings.name}" has other characters than letters, digits, ".", "-" and "_"'
        yield Problem("bad-settings", message, reading.place("name"))
    for code in settings.problems:
        if code not in CODES:
            yield Problem(
                "bad-settings",
                f'there is no problem code "{code}"',
                reading.place(code),
                hint=nearest(code, CODES),
            )
    if not settings.definitions or "" in settings.definitions:
        yield Problem("bad-settings", "definitions is empty", reading.place("definitions"))
    yield from _folder_problems(settings, reading)
    for code in settings.problems:
        if code in CODES and not CODES[code].lowerable and settings.problems[code] != "error":
            message = f"{code} guards what pages promise, so it stays an error"
            yield Problem("bad-settings", message, reading.place(code))
    if not settings.output:
        hint = 'write "output", or "." for here'
        yield Problem("bad-settings", "output is empty", reading.place("output"), hint=hint)
    if settings.required_version is not None:
        yield from _version_problems(settings.required_version, version, reading.place("required-version"))


def _folder_problems(settings: Settings, reading: _Reading) -> Iterator[Problem]:
    """Folders that are named have to be there; only the output comes into being by itself."""
    named = [("templates", settings.templates)] if settings.templates is not None else []
    for key, folder in [*named, *(("roots", root) for root in settings.roots), ("output", settings.output)]:
        if "\0" in folder:
            yield Problem("bad-settings", f"{key}: a path cannot have a null character", reading.place(key))
        elif key == "output" and (settings.root / folder).is_file():
            yield Problem("bad-settings", f'output: "{folder}" is a file, not a folder', reading.place(key))
        elif key != "output" and not (settings.root / folder).is_dir():
            yield Problem("bad-settings", f'{key}: there is no folder "{folder}"', reading.place(key))


_SPECIFIER = re.compile(r"\s*(==|!=|<=|>=|<|>)\s*([0-9]{1,9}(?:\.[0-9]{1,9})*)\s*")


def _version_problems(required: str, version: str, place: Place) -> Iterator[Problem]:
    for part in required.split(","):
        specifier = _SPECIFIER.fullmatch(part)
        if specifier is None:
            hint = 'write for example ">=1.2,<2"'
            yield Problem("bad-settings", f'required-version "{required}" cannot be read', place, hint=hint)
            return
        if not _holds(specifier[1], _numbers(version), _numbers(specifier[2])):
            message = f"this is catalog-gen {version}, but the settings ask for {required}"
            hint = f'pip install "catalog-gen{required}"'
            yield Problem("wrong-program-version", message, place, hint=hint)
            return


def _holds(operator: str, left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    return {
        "==": left == right,
        "!=": left != right,
        "<=": left <= right,
        ">=": left >= right,
        "<": left < right,
        ">": left > right,
    }[operator]


def _numbers(version: str) -> tuple[int, ...]:
    release = re.match(r"[0-9]+(\.[0-9]+)*", version)
    numbers = [int(number) for number in release[0].split(".")[:3]] if release else []
    return tuple(numbers + [0] * (3 - len(numbers)))
