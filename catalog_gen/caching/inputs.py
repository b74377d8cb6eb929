"""What a run has asked for, of files and listings, and whether the answers are still the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.caching.program import digest_of
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.sources import Source


class Recording:
    """A `Source` that notes what it was asked, and answers as the one behind it does."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._read: dict[str, str] = {}
        self._files: dict[str, bool] = {}
        self._matching: dict[tuple[str, ...], str] = {}

    def read(self, path: str) -> bytes:
        """See `Source`."""
        try:
            data = self._source.read(path)
        except (OSError, OutsideProjectError) as error:
            self._read[path] = _said(error)
            raise
        if path not in self._read:
            self._read[path] = digest_of(data)
        return data

    def is_file(self, path: str) -> bool:
        """See `Source`."""
        self._files[path] = answer = self._source.is_file(path)
        return answer

    def matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """See `Source`."""
        found = self._source.matching(patterns)
        self._matching[patterns] = digest_of("\n".join(found))
        return found

    def location(self, path: str) -> str:
        """See `Source`."""
        return self._source.location(path)

    @property
    def answers(self) -> Mapping[str, Any]:
        """Everything that was asked for, and a digest of each answer."""
        return {"matching": [[*one] for one in self._matching.items()], "is_file": self._files, "read": self._read}


def are_as_they_were(answers: Mapping[str, Any], source: Source) -> bool:
    """Whether a source gives the same answers again."""
    return (
        all(digest_of("\n".join(source.matching(tuple(patterns)))) == said for patterns, said in answers["matching"])
        and all(_digest(source, path) == said for path, said in answers["read"].items())
        and all(source.is_file(path) == said for path, said in answers["is_file"].items())
    )


def _digest(source: Source, path: str) -> str:
    try:
        return digest_of(source.read(path))
    except (OSError, OutsideProjectError) as error:
        return _said(error)


def _said(error: Exception) -> str:
    return f"{type(error).__name__} {getattr(error, 'errno', '')}"
