"""Arguments of a call against the parameters of a function, with Python's own words where they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from catalog_gen.reading.standins import Function


def bound(function: Function, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The local names of the function when it starts."""
    parameters = function.node.args
    positional = [*parameters.posonlyargs, *parameters.args]
    names = {parameter.arg: value for parameter, value in zip(positional, args, strict=False)}
    if parameters.vararg:
        names[parameters.vararg.arg] = tuple(args[len(positional) :])
    elif len(args) > len(positional):
        raise TypeError(_too_many(function, positional, len(args)))
    names |= _by_keyword(function, names, kwargs)
    return _with_defaults(function, names, positional)


def _by_keyword(function: Function, names: dict[str, Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    parameters = function.node.args
    allowed = {parameter.arg for parameter in (*parameters.args, *parameters.kwonlyargs)}
    given: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in kwargs.items():
        if name in allowed and name in names:
            message = f"{function.name}() got multiple values for argument '{name}'"
            raise TypeError(message)
        if name not in allowed and not parameters.kwarg:
            message = f"{function.name}() got an unexpected keyword argument '{name}'"
            raise TypeError(message)
        (given if name in allowed else rest)[name] = value
    return {**given, **({parameters.kwarg.arg: rest} if parameters.kwarg else {})}


def _with_defaults(function: Function, names: dict[str, Any], positional: list[ast.arg]) -> dict[str, Any]:
    first = len(positional) - len(function.defaults)
    defaults = {parameter.arg: value for parameter, value in zip(positional[first:], function.defaults, strict=True)}
    complete = {**defaults, **function.keyword_defaults, **names}
    _check(function, "positional", [parameter.arg for parameter in positional], complete)
    _check(function, "keyword-only", [parameter.arg for parameter in function.node.args.kwonlyargs], complete)
    return complete


def _check(function: Function, kind: str, wanted: list[str], names: dict[str, Any]) -> None:
    missing = [f"'{name}'" for name in wanted if name not in names]
    if missing:
        plural = "s" if len(missing) > 1 else ""
        message = f"{function.name}() missing {len(missing)} required {kind} argument{plural}: {_listing(missing)}"
        raise TypeError(message)


def _listing(parts: list[str]) -> str:
    if len(parts) <= 2:  # noqa: PLR2004 - "a", "a and b", "a, b, and c"
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _too_many(function: Function, positional: list[ast.arg], given: int) -> str:
    most, least = len(positional), len(positional) - len(function.defaults)
    takes = str(most) if least == most else f"from {least} to {most}"
    plural = "" if most == 1 and least == most else "s"
    were = "was" if given == 1 else "were"
    return f"{function.name}() takes {takes} positional argument{plural} but {given} {were} given"
