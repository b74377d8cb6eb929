"""What running the user's modules would leave behind in the interpreter is taken back."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.abc import MetaPathFinder
    from types import ModuleType


@contextlib.contextmanager
def isolated(finder: MetaPathFinder, is_ours: Callable[[str], bool], root: str) -> Iterator[None]:
    """Import through `finder`, and leave no trace of it.

    `is_ours` says which names of modules belong to the project, `root` is its folder. Libraries that the user's
    code imports stay loaded: many of those written in C cannot be loaded twice.
    """
    before = set(sys.modules)
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if is_ours(name)}
    paths, finders, folder, environment = sys.path[:], sys.meta_path[:], _folder(), dict(os.environ)
    with warnings.catch_warnings(), _output_to_stderr():
        sys.meta_path.insert(0, finder)
        try:
            yield
        finally:
            sys.path[:], sys.meta_path[:] = paths, finders
            for name in list(sys.modules):
                if is_ours(name) or (name not in before and _is_below(sys.modules[name], root)):
                    del sys.modules[name]
            sys.modules.update(hidden)
            importlib.invalidate_caches()
            _restore(folder, environment)


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 - a Path would be made for nothing
    except OSError:
        return None


def _restore(folder: str | None, environment: dict[str, str]) -> None:
    if folder is not None and _folder() != folder:
        os.chdir(folder)
    if dict(os.environ) != environment:
        os.environ.clear()
        os.environ.update(environment)


@contextlib.contextmanager
def _output_to_stderr() -> Iterator[None]:
    """What the user's code prints, also through other programs, does not mix with our results."""
    with contextlib.redirect_stdout(sys.stderr), contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, ValueError):
            kept = os.dup(1)
            stack.callback(os.close, kept)
            stack.callback(os.dup2, kept, 1)
            os.dup2(2, 1)
        yield


def _is_below(module: ModuleType, root: str) -> bool:
    """Whether a module came from the project by a way of its own, such as a changed `sys.path`."""
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and file.startswith(os.path.join(root, "")) and "site-packages" not in file  # noqa: PTH118
