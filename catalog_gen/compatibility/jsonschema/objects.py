"""An object of which several things are true, and others are not: what its properties have to be."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.jsonschema import evaluating
from catalog_gen.compatibility.jsonschema.formulas import TRUE, Keys, negated, parts
from catalog_gen.compatibility.jsonschema.parts import Option, combinations, nobody_knows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.jsonschema.branching import Branching
    from catalog_gen.compatibility.jsonschema.formulas import Formula
    from catalog_gen.compatibility.jsonschema.numbering import Goal

_PATTERNS: Final = 5
_MEMBERS: Final = 2_000
_FURTHER: Final = 3


@dataclasses.dataclass(slots=True)
class _Asked:
    fields: list[Formula] = dataclasses.field(default_factory=list)
    not_fields: list[Formula] = dataclasses.field(default_factory=list)
    required: dict[str, None] = dataclasses.field(default_factory=dict)
    absent: set[str] = dataclasses.field(default_factory=set)
    names: list[Formula] = dataclasses.field(default_factory=list)
    not_names: list[Formula] = dataclasses.field(default_factory=list)
    least: int = 0
    most: int | None = None
    exact: bool = True


def _asked(said: list[tuple[Formula, bool]]) -> _Asked:
    asked = _Asked()
    for formula, true in said:
        match formula[0]:
            case "fields":
                (asked.fields if true else asked.not_fields).append(formula)
            case "names":
                (asked.names if true else asked.not_names).append(formula[1])
            case "required" if true:
                asked.required[formula[1]] = None
            case "required":
                asked.absent.add(formula[1])
            case "minprops" | "maxprops":
                if (formula[0] == "minprops") == true:
                    asked.least = max(asked.least, formula[1] + (not true))
                else:
                    limit = formula[1] - (not true)
                    asked.most = limit if asked.most is None else min(asked.most, limit)
            case "enum":
                asked.exact = False
    return asked


class Objects:
    """Finds what such objects can be made of."""

    def __init__(self, branching: Branching, said: list[tuple[Formula, bool]]) -> None:
        self._branching = branching
        self._book = branching.book
        self._asked = _asked(said)
        self._unsure = False

    def options(self) -> Iterator[Option]:
        """All options; one of them may be that nobody knows."""
        asked = self._asked
        if (asked.most is not None and asked.least > asked.most) or asked.required.keys() & asked.absent:
            return
        named = [name for fields in (*asked.fields, *asked.not_fields) for name, _ in fields[1]]
        known = list(dict.fromkeys([*asked.required, *named, *sorted(asked.absent)]))
        existing = len(asked.not_fields) + len(asked.not_names)
        others = self._others(known, min(existing, _FURTHER) or 1)
        entangled = len(asked.not_names) > 1 and asked.most is not None
        if others is None or entangled or asked.least > _MEMBERS:
            yield nobody_knows("there are too many rules about the names of properties")
            return
        allowed = [name for name in known if self._may_stand(name)]
        if any(name not in allowed for name in asked.required):
            return
        breaking = self._breaking([*allowed, *others], known)
        chosen = combinations(breaking) if existing <= _FURTHER or not others else None
        if chosen is None:
            yield nobody_knows("there are too many ways to break the rules about properties")
            return
        for choice in chosen:
            self._branching.budget.spend()
            yield from self._with(dict.fromkeys(asked.required), choice, allowed, others)

    # --- which properties there can be

    def _may_stand(self, name: str) -> bool:
        if name in self._asked.absent:
            return False
        told = [evaluating.holds(self._book, part, name) for part in self._asked.names]
        self._unsure = self._unsure or None in told
        return False not in told

    def _others(self, known: list[str], count: int) -> list[str] | None:
        """Names that nothing speaks of, as many as are needed, for each way in which patterns can match them.

        None where those are too many, or where nobody can tell.
        """
        asked = self._asked
        matched = [pattern for fields in (*asked.fields, *asked.not_fields) for pattern, _ in fields[2]]
        matched += [pattern for part in (*asked.names, *asked.not_names) for pattern in self._in_names(part)]
        patterns = list(dict.fromkeys(matched))
        if len(patterns) > _PATTERNS:
            return None
        found: list[str] = []
        names = [self._book.literal(part) for part in asked.names]
        for signs in itertools.product((True, False), repeat=len(patterns)):
            signed = zip(patterns, signs, strict=True)
            literals = [self._book.literal(("pattern", pattern), true=sign) for pattern, sign in signed]
            broken: list[Formula | None] = [None, *asked.not_names]
            for part in broken:
                more = [] if part is None else [self._book.literal(part, true=False)]
                told = self._names([*literals, *names, *more], [*known, *found], count if part is None else 1)
                if told is None:
                    return None
                found += told
        return found

    def _in_names(self, formula: Formula) -> Iterator[str]:
        """The patterns that a rule about names speaks of."""
        waiting = [formula]
        passed: set[Formula] = set()
        while waiting:
            part = waiting.pop()
            if part in passed:
                continue
            passed.add(part)
            if part[0] == "pattern":
                yield part[1]
            elif part[0] == "ref":
                waiting.append(self._book.body(part[1]))
            elif part[0] in {"and", "or", "one", "not"}:
                waiting += reversed(parts(part))

    def _names(self, literals: list[int], known: list[str], count: int) -> list[str] | None:
        found: list[str] = []
        for _ in range(count):
            taken = ("enum", Keys(("string", name) for name in (*known, *found)))
            goal = self._book.goal([*literals, self._book.literal(taken, true=False), self._text()])
            sure = True
            for way in self._branching.ways(goal):
                single = self._branching.single(way)
                if single is None:
                    return None
                if single[0] is not None:
                    found.append(str(single[0]))
                    break
                sure = sure and single[1]
            else:
                return found if sure else None
        return found

    def _text(self) -> int:
        return self._book.literal(("kinds", ("string",)))

    # --- what has to be broken

    def _breaking(self, names: list[str], known: list[str]) -> list[list[tuple[str, Formula]]]:
        """For each rule that has to be broken: the properties that can do so, and what has to be true of them."""
        del known
        found = []
        for fields in self._asked.not_fields:
            if not self._is_broken(fields):
                choice = []
                for name in names:
                    asked, sure = evaluating.field(fields, name)
                    self._unsure = self._unsure or not sure
                    if not sure:
                        choice.append((name, TRUE))
                    elif asked != TRUE and not self._branching.hopeless(self._of(name, [negated(asked)])):
                        choice.append((name, negated(asked)))
                found.append(choice)
        for part in self._asked.not_names:
            found.append([(name, TRUE) for name in names if evaluating.holds(self._book, part, name) is not True])
            self._unsure = self._unsure or any(evaluating.holds(self._book, part, name) is None for name in names)
        return found

    def _is_broken(self, fields: Formula) -> bool:
        """Whether a property that has to be there breaks the rule anyway."""
        for name in self._asked.required:
            asked, sure = evaluating.field(fields, name)
            if sure and self._branching.hopeless(self._of(name, [asked])):
                return True
        return False

    def _of(self, name: str, more: list[Formula]) -> Goal:
        self._branching.budget.spend()
        asked = [evaluating.field(fields, name) for fields in self._asked.fields]
        self._unsure = self._unsure or not all(sure for _, sure in asked)
        return self._book.goal([self._book.literal(part) for part in (*(part for part, _ in asked), *more)])

    # --- which objects are tried

    def _with(
        self, names: dict[str, None], choice: tuple[tuple[str, Formula], ...], allowed: list[str], others: list[str]
    ) -> Iterator[Option]:
        """The smallest objects with these properties in which the choice breaks what has to be broken."""
        asked = self._asked
        more: dict[str, list[Formula]] = {name: [] for name in names}
        for name, part in choice:
            more.setdefault(name, []).append(part)
        if asked.most is not None and len(more) > asked.most:
            return
        needed = {name: self._of(name, parts) for name, parts in more.items()}
        if any(self._branching.hopeless(goal) for goal in needed.values()):
            return
        missing = asked.least - len(needed)
        if missing <= 0:
            yield self._option(needed, ())
            return
        free = [name for name in allowed if name not in needed and not self._branching.hopeless(self._of(name, []))]
        rest = [name for name in others if not self._branching.hopeless(self._of(name, []))]
        if not rest:
            fillings = itertools.islice(itertools.combinations(free, missing), _MEMBERS // 10)
            tried = 0
            for filling in fillings:
                tried += 1
                self._branching.budget.spend()
                yield self._option(needed | {name: self._of(name, []) for name in filling}, ())
            if tried >= _MEMBERS // 10:
                yield nobody_knows("there are too many ways to have enough properties")
            return
        filled = free[:missing]
        needed |= {name: self._of(name, []) for name in filled}
        yield self._option(needed, (rest[0], missing - len(filled)), exact=False)
        if any(name for name in filled) or len(rest) > 1:
            yield nobody_knows("there are too many ways to have enough properties")

    def _option(self, needed: dict[str, Goal], further: tuple[Any, ...], *, exact: bool = True) -> Option:
        """Such an object; `further` is a name that stands for so many like it."""
        goals = dict(needed)
        extra: list[str] = []
        if further and further[1] > 0:
            extra = self._like(further[0], further[1], set(needed))
            goals |= {name: self._of(further[0], []) for name in extra[:1]}
        distinct: dict[Goal, int] = {}
        order = {name: distinct.setdefault(goal, len(distinct)) for name, goal in goals.items()}
        order |= dict.fromkeys(extra, order[extra[0]] if extra else 0)

        def build(values: list[Any]) -> Any:
            return {name: values[number] for name, number in order.items()}

        return Option(tuple(distinct), build, exact=exact and self._asked.exact and not self._unsure)

    @staticmethod
    def _like(name: str, count: int, taken: set[str]) -> list[str]:
        """The name, and others that may well be treated like it."""
        found = [] if name in taken else [name]
        for number in itertools.count(1):
            if len(found) >= count:
                return found
            if f"{name}{number}" not in taken:
                found.append(f"{name}{number}")
        raise AssertionError
