"""What a run looks at besides its inputs: the output, and a team's own templates. Each file is known by its digest.

It is more than a run needs: every Markdown file of the output, all records, and every file that is ours or would be.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.caching.program import digest_of
from catalog_gen.sources import files_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.settings import Settings

_RECORDS = ".catalog-gen"
_ALWAYS = (".env", "components/footer.astro", "eventcatalog.config.js", "package.json")
_SKIPPED = frozenset({"node_modules", "dist"})
_PAGES = (".md", ".mdx")
_OWN = "templates:"
_MISSING = ""


def look(settings: Settings, known: Mapping[str, str]) -> dict[str, str]:
    """The digests of all of it as it is now, with those of the files that are `known` from before."""
    output = str(settings.output_dir)
    there = dict.fromkeys((*_ALWAYS, *_records(output), *_pages(settings.output_dir)))
    found = {path: _digest(f"{output}/{path}") for path in there}
    if settings.templates:
        own = str(settings.root / settings.templates)
        found |= {f"{_OWN}{path}": _digest(f"{own}/{path}") for path in _everything(own)}
    manifest = f"{_RECORDS}/{settings.name}.manifest"
    listed = known if known.get(manifest) == found.get(manifest) else {*known, *_listed(f"{output}/{manifest}")}
    for path in listed:
        if path not in found and not path.startswith(_OWN):
            found[path] = _digest(f"{output}/{path}")
    return found


def after(found: Mapping[str, str], written: Mapping[str, bytes | None]) -> dict[str, str]:
    """The digests once these files were written, or removed where they are None."""
    now = {**found, **{path: _MISSING if data is None else digest_of(data) for path, data in written.items()}}
    return {path: digest for path, digest in now.items() if digest != _MISSING or path in _ALWAYS}


def shared(found: Mapping[str, str]) -> dict[str, str]:
    """Of the digests those that matter to every page: of records and templates."""
    return {path: digest for path, digest in found.items() if path.startswith((_OWN, f"{_RECORDS}/"))}


def is_unfinished(found: Mapping[str, str], settings: Settings) -> bool:
    """Whether a build that did not end has left something."""
    return any(f"{_RECORDS}/{name}" in found for name in (f"{settings.name}.journal", "staging"))


def recorded(manifest: str) -> frozenset[str]:
    """The paths that a manifest has records of."""
    return frozenset(line.partition("\t")[0] for line in manifest.splitlines() if "\t" in line)


def _listed(manifest: str) -> frozenset[str]:
    try:
        return recorded(Path(manifest).read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return frozenset()


def _records(output: str) -> Iterator[str]:
    """What stands beside our record; the lock is nobody's business."""
    try:
        yield from (f"{_RECORDS}/{file.name}" for file in Path(output, _RECORDS).iterdir() if file.name != "lock")
    except OSError:
        return


def _pages(output: Path) -> Iterator[str]:
    found = files_below(output, lambda name: name.startswith(".") or name in _SKIPPED)
    return (path for path in found if path.endswith(_PAGES))


def _everything(top: str) -> Iterator[str]:
    """All files below a folder, also by way of links, relative to it."""
    seen = set()
    for folder, folders, files in os.walk(top, followlinks=True):
        real = os.path.realpath(folder)
        folders[:] = folders if real not in seen else []
        seen.add(real)
        yield from (os.path.relpath(f"{folder}/{name}", top) for name in files)


def _digest(path: str) -> str:
    """The digest of a file, or why there is none."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - by far the quickest way, for each of many files
            return digest_of(file.read())
    except FileNotFoundError:
        return _MISSING
    except (OSError, ValueError) as error:
        return f"! {type(error).__name__} {getattr(error, 'errno', '')}"
