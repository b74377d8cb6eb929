"""Recursion that Python's limit does not end: schemas and payloads may be nested deeply."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, TypeVar, cast

Result = TypeVar("Result")

Steps = Generator["Steps[Any]", Any, Result]
"""A recursive function as a generator: it yields its calls and is sent their results."""


def run(steps: Steps[Result]) -> Result:
    """What the function returns in the end."""
    stack: list[Steps[Any]] = [steps]
    result: Any = None
    while stack:
        try:
            call = stack[-1].send(result)
        except StopIteration as end:
            stack.pop()
            result = end.value
        else:
            stack.append(call)
            result = None
    return cast("Result", result)


def each(calls: Iterable[Steps[Result]]) -> Steps[list[Result]]:
    """The results of several calls, one after the other."""
    found: list[Result] = []
    for call in calls:
        found.append((yield call))  # noqa: PERF401 - a comprehension cannot yield
    return found
