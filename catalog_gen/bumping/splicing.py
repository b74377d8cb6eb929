"""The edits of one definition: its version, its previous versions, what belongs to the older one, an import."""

from __future__ import annotations

import ast
import dataclasses
import re
from typing import TYPE_CHECKING

from catalog_gen.bumping import items
from catalog_gen.bumping.texts import Edit, UneditableError
from catalog_gen.bumping.writing import Segment, literal, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.bumping.items import Items
    from catalog_gen.bumping.texts import Spot, Text
    from catalog_gen.bumping.writing import Call

_LIBRARY = "catalog_gen"
_LONGEST = 60
_STRING = re.compile(r"""([rRuU]?)('''|\"""|'|")(.*)\2""", re.DOTALL)


class ByHandError(UneditableError):
    """The definition says something in a way that only its author can change; `spot` is where, if not at its call."""

    def __init__(self, message: str, spot: Spot | None = None) -> None:
        super().__init__(message)
        self.spot = spot


@dataclasses.dataclass(frozen=True, slots=True)
class Definition:
    """A constructor call in a text."""

    text: Text
    node: ast.Call
    arguments: Items

    @property
    def quote(self) -> str:
        """The kind of quotes that most texts of the definition have."""
        texts = [node for node in ast.walk(self.node) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        written = [_STRING.match(self.text.between(self.text.begin(node), self.text.end(node))) for node in texts]
        kinds = [found[2][0] for found in written if found]
        return "'" if kinds.count("'") > kinds.count('"') else '"'

    @property
    def unit(self) -> str:
        """By how much lines inside of brackets are further in."""
        outer = self.text.indentation(self.node.lineno)
        starts = [item.start for item in self.arguments.items if self.text.is_first(item.start)]
        inner = self.text.indentation(starts[0][0]) if starts else ""
        unit = inner.removeprefix(outer) if inner.startswith(outer) else ""
        return unit if 0 < len(unit) <= 8 else "\t" if "\t" in outer else "    "  # noqa: PLR2004 - as far as people go

    def keyword(self, name: str) -> ast.keyword | None:
        """A keyword argument."""
        return next((keyword for keyword in self.node.keywords if keyword.arg == name), None)

    def index(self, name: str) -> int | None:
        """Which of the arguments has that keyword."""
        keyword = self.keyword(name)
        return None if keyword is None else self.arguments.at(self.text.begin(keyword))

    def segment(self, name: str, replaced: dict[tuple[Spot, Spot], str] | None = None) -> Segment | None:
        """What the definition says for a keyword, as it is written, with some ranges of it `replaced`."""
        index = self.index(name)
        return None if index is None else value_of(self.text, self.arguments.items[index], replaced)

    @property
    def first(self) -> int:
        """Which of the arguments is the id."""
        return self.index("id") or 0


def definition(text: Text, spot: Spot) -> Definition:
    """The constructor call that begins at the spot.

    Raises:
        ByHandError: there is none.
    """
    calls = [node for node in ast.walk(text.tree) if isinstance(node, ast.Call) and text.begin(node) == spot]
    if not calls:
        raise ByHandError("the definition is not a call that can be edited")
    node = min(calls, key=text.end)
    return Definition(text, node, items.between_brackets(text, text.end(node.func)))


def bumped(
    text: Text, spot: Spot, version: str, call: Call, moved: Iterable[str] = (), imported: Iterable[str] = ()
) -> Text:
    """The text with a new version in the definition at the spot, and the older one as the `call` before the others.

    What was `moved` into the call leaves the definition; `imported` are names of catalog_gen that the file needs.

    Raises:
        ByHandError: the definition does not say its version, or its previous ones, in a way that can be edited.
    """
    found = definition(text, spot)
    _refuse_stars(found)
    _previous(found)
    has_version = _version(found) is not None
    if not has_version:
        text = with_version(found, version)
    for keyword in moved:
        text = without(definition(text, spot), keyword)
    text = _with_previous(definition(text, spot), call)
    if has_version:
        text = with_version(definition(text, spot), version)  # last, as it may stand in front of the definition
    for name in imported:
        text = with_import(text, name)
    return text


def _refuse_stars(found: Definition) -> None:
    """Refuse arguments of which not even the names are known."""
    for argument in found.node.args:
        if isinstance(argument, ast.Starred):
            raise ByHandError("some arguments come from `*`", found.text.begin(argument))
    for keyword in found.node.keywords:
        if keyword.arg is None:
            message = "some keywords come from `**`, and the version may be among them"
            raise ByHandError(message, found.text.begin(keyword))


def with_version(found: Definition, version: str) -> Text:
    """The text with another version in the definition, or in the constant that only it uses; see `bumped`."""
    text, value = found.text, _version(found)
    if value is None:
        new = f"version={literal(version, found.quote)}"
        return text.edited(items.behind(text, found.arguments, found.first, lambda *_: new))
    written = _STRING.fullmatch(text.between(text.begin(value), text.end(value)))
    plain = written is not None and written[3] == value.value
    new = f"{written[1]}{written[2]}{version}{written[2]}" if written and plain else literal(version, found.quote)
    return text.edited([Edit(text.begin(value), text.end(value), new)])


def _version(found: Definition) -> ast.Constant | None:
    """The text that is the version, in the definition or in the constant that only it uses; None where it says none."""
    keyword = found.keyword("version")
    if keyword is None:
        return None
    value = _constant(found.text, keyword.value) if isinstance(keyword.value, ast.Name) else keyword.value
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value
    raise ByHandError(f"version= is not written as a text but as `{_words(found, keyword)}`", found.text.begin(keyword))


def _constant(text: Text, name: ast.Name) -> ast.expr:
    """What a name stands for that is bound once at the top of the file and used only here; else the name."""
    uses = [node for node in ast.walk(text.tree) if isinstance(node, ast.Name) and node.id == name.id]
    told = [node for node in ast.walk(text.tree) if isinstance(node, ast.Constant) and node.value == name.id]
    for statement in text.tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
        if len(targets) == 1 and isinstance(targets[0], ast.Name) and targets[0].id == name.id:
            assert isinstance(statement, ast.Assign | ast.AnnAssign)  # noqa: S101 - others have no targets
            only = len(uses) == 2 and not told  # noqa: PLR2004 - here, and where it is bound
            return statement.value if only and statement.value is not None else name
    return name


def _previous(found: Definition) -> ast.List | ast.Constant | None:
    """The list of previous versions, or `None` as it is written; None where the definition says nothing of them."""
    keyword = found.keyword("previous")
    if keyword is None or isinstance(keyword.value, ast.List):
        return None if keyword is None else keyword.value  # type: ignore[return-value]
    if isinstance(keyword.value, ast.Constant) and keyword.value.value is None:
        return keyword.value
    raise ByHandError(
        f"previous= is not written as a list but as `{_words(found, keyword)}`", found.text.begin(keyword)
    )


def _words(found: Definition, keyword: ast.keyword) -> str:
    """The value of a keyword as it is written, in short."""
    line = found.text.between(found.text.begin(keyword.value), found.text.end(keyword.value)).split("\n")[0]
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _with_previous(found: Definition, call: Call) -> Text:
    """The text with one more previous version in the definition, before the others."""
    text, value = found.text, _previous(found)
    if value is None:
        place = found.index("version") or found.first
        edits = items.behind(text, found.arguments, place, lambda *where: call.as_list("previous", *where))
        return text.edited(edits)
    if isinstance(value, ast.Constant):
        new = call.as_list("previous", text.indentation(value.lineno), text.width).removeprefix("previous=")
        return text.edited([Edit(text.begin(value), text.end(value), new)])
    inside = items.between_brackets(text, text.begin(value))
    return text.edited(items.in_front(text, inside, call.put, found.unit))


def without(found: Definition, name: str) -> Text:
    """The text without a keyword argument of the definition."""
    index = found.index(name)
    return found.text if index is None else found.text.edited(items.without(found.text, found.arguments, index))


def named(found: Definition, name: str) -> tuple[str, str]:
    """How the file calls a name of catalog_gen, and what it has to import first, if anything.

    Where the file calls something else so, the name gets another one.
    """
    function = found.node.func
    if isinstance(function, ast.Attribute):
        whole = found.text.between(found.text.begin(function), found.text.end(function))
        return whole[: len(whole) - len(function.attr)] + name, ""
    everything = False
    for statement in _imports(found.text):
        for alias in statement.names:
            if alias.name == name:
                return alias.asname or name, ""
            everything = everything or alias.name == "*"
    if name in _bound(found.text.tree):
        return f"Catalog{name}", f"{name} as Catalog{name}"
    return name, "" if everything else name


def with_import(text: Text, name: str) -> Text:
    """The text with a name of catalog_gen among its imports, where the others of them are."""
    statements = list(_imports(text))
    if not statements:
        return _with_new_import(text, name)
    statement = statements[0]
    index = text.token_at(text.begin(statement))
    while text.tokens[index].string != "import":
        index += 1
    bare = text.tokens[index + 1].string != "("
    listed = items.listed(text, index + 1 if bare else index + 2)
    names = [alias.name for alias in statement.names]
    ordered = next((key for key in (str, str.lower) if names == sorted(names, key=key)), None)
    place = len(names) - 1
    if ordered is not None:
        place = sum(1 for each in names if ordered(each) < ordered(name)) - 1
    if place >= 0 and bare:
        end = listed.items[place].end
        return text.edited([Edit(end, end, f", {name}")])
    if place >= 0:
        return text.edited(items.behind(text, listed, place, lambda *_: name))
    return text.edited(items.in_front(text, listed, lambda *_: name, "    "))


def _with_new_import(text: Text, name: str) -> Text:
    """With an import statement of its own, behind the others."""
    new = f"from {_LIBRARY} import {name}"
    last: ast.stmt | None = None
    for number, statement in enumerate(text.tree.body):
        is_doc = not number and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if isinstance(statement, ast.Import | ast.ImportFrom) or is_doc:
            last = statement
    if last is None:
        return text.edited([Edit((1, 0), (1, 0), f"{new}\n")])
    end = text.line_end(last.end_lineno or last.lineno)
    return text.edited([Edit(end, end, f"\n{new}")])


def _imports(text: Text) -> Iterator[ast.ImportFrom]:
    for statement in text.tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == _LIBRARY and not statement.level:
            yield statement


def _bound(tree: ast.Module) -> set[str]:
    """The names that the file gives to something by itself."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
    return found
