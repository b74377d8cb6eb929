"""The languages of snippets: how values and pieces of code are written in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from catalog_gen.snippets.languages.python import Python
from catalog_gen.snippets.languages.typescript import TypeScript

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.snippets.code import Code


class Language(Protocol):
    """What templates of any language need."""

    @property
    def name(self) -> str:
        """As entries of clients and code fences call it."""

    @property
    def title(self) -> str:
        """As people call it."""

    @property
    def ending(self) -> str:
        """The ending of a file, with its dot."""

    @property
    def runtime(self) -> str:
        """What runs it, in words."""

    @property
    def install(self) -> str:
        """The command in front of the packages to install."""

    def literal(self, value: Any, column: int = 0) -> Code:
        """The value as an expression that begins in that column."""

    def text(self, parts: Sequence[str | Code]) -> Code:
        """A text of fixed parts and of expressions."""

    def variable(self, name: str, default: str | Code | None) -> Code:
        """An environment variable, with what stands for it where it is not set."""

    def choice(self, name: Code, cases: dict[str, str], otherwise: Code) -> Code:
        """The text of that case, or another expression."""

    def type_name(self, value: Any) -> Code:
        """The type of a payload, without what is inside."""

    def key(self, name: str) -> Code:
        """The key of an item in a literal."""

    def definition(self, name: str, value: Code) -> Code:
        """A constant."""

    def path(self, root: str, steps: Sequence[str | int]) -> Code:
        """What is inside a value: the item at a key, the element at an index."""

    def as_text(self, value: Code, kind: type) -> Code:
        """A value of that Python type as text."""

    def as_bytes(self, value: Code, kind: type) -> Code:
        """A value of that Python type as bytes."""

    def unless_null(self, value: Code, code: Code) -> Code:
        """The code, or null where the value is null."""

    def in_path(self, value: Code) -> Code:
        """A text as a part of the path of a web address."""

    def generated(self, what: str) -> Code:
        """A text that is another one each time: `uuid`, `hex` or `now`."""

    def comment(self, text: str) -> Code:
        """A comment in one line."""

    def identifier(self, text: str) -> Code:
        """The text as a name of a variable."""

    def names(self, code: str) -> frozenset[str]:
        """The names that a program uses for variables, functions, types and modules."""

    def finish(self, code: str) -> str:
        """The finished program; raises SyntaxError where the code is none of the language."""


LANGUAGES: Mapping[str, Language] = {language.name: language for language in (Python(), TypeScript())}
"""By name."""
