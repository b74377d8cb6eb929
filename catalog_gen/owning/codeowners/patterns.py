"""A pattern against a path: which files a line of CODEOWNERS is about, by the rules of GitHub or those of GitLab.

GitHub takes gitignore's rules, but for what its documentation excepts: `[ ]` is no range, `!` negates nothing, and a
last `*` that stands alone behind a folder stays in that folder. GitLab takes Ruby's `File.fnmatch` with FNM_PATHNAME
and FNM_DOTMATCH, so that only what ends in a slash is about all that is below a folder.

https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
https://docs.gitlab.com/user/project/codeowners/reference/#path-matching
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final, Literal

Flavor = Literal["github", "gitlab"]

_IN_ONE: Final = "[^/]"
_ANY_DEPTH: Final = ["*", "*"]
_NEVER: Final = re.compile(r"(?!)")


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """What a pattern says, ready to be asked.

    Most patterns name one file or folder: `literal` is its path, and whether the pattern means that file (`itself`)
    and what is `below`. For all others `regex` says it.
    """

    regex: re.Pattern[str] | None = None
    literal: str | None = None
    itself: bool = True
    below: bool = True

    def matches(self, path: str) -> bool:
        """Whether the pattern is about the file at that path, seen from the top of the repository."""
        if self.literal is not None:
            return (self.itself and path == self.literal) or (self.below and path.startswith(f"{self.literal}/"))
        return self.regex is not None and self.regex.fullmatch(path) is not None


def compiled(text: str, flavor: Flavor) -> Pattern:
    """The pattern that stands in a line, with the backslashes as they stand there; what cannot match never does."""
    return _github(text) if flavor == "github" else _gitlab(text)


def _github(text: str) -> Pattern:
    parts = _tokens(text)
    if not text.strip("/") or "***" in _bare(parts) or parts[-1] == "\\":
        return Pattern(_NEVER)
    anchored = parts[0] == "/"
    segments = _split(parts[1:] if anchored else parts)
    folder = not segments[-1]
    if folder:
        segments.pop()
    anchored = anchored or len(segments) > 1
    if anchored and all(segments) and not any(token in {"*", "?"} for segment in segments for token in segment):
        literal = "/".join("".join(token[-1] for token in segment) for segment in segments)
        return Pattern(literal=literal, itself=not folder)
    *before, last = segments
    if last == _ANY_DEPTH:
        end = f"{_IN_ONE}+/.+" if folder and not before else ".+"
    elif folder:
        end = f"{_segment(last)}/.+"
    elif last == ["*"] and anchored:
        end = f"{_IN_ONE}+"
    else:
        end = f"{_segment(last)}(?:/.+)?"
    return Pattern(_regex([*([] if anchored else [_ANY_DEPTH]), *before], end))


def _gitlab(text: str) -> Pattern:
    """As GitLab rewrites it for `File.fnmatch`: a path without slash in front is one in any folder."""
    if text in {"*", "/"}:
        return Pattern(re.compile(".+", re.DOTALL))
    text = re.sub(r"\A\\#", "#", text)
    text = re.sub(r"\\\s+", " ", text)
    whole = text if text.startswith("/") else f"/**/{text}"
    folder = whole.endswith("/")
    segments = _split(_tokens(whole)[1:])
    if not any(token in {"*", "?", "["} for segment in segments for token in segment):
        literal = "/".join("".join(token[-1] for token in segment) for segment in segments).removesuffix("/")
        return Pattern(literal=literal, itself=not folder, below=folder)
    *before, last = segments
    return Pattern(_regex(before, ".+" if folder else _segment(last, ranges=True), ranges=True))


def _regex(before: list[list[str]], end: str, *, ranges: bool = False) -> re.Pattern[str]:
    """A regular expression for a whole path: names of folders, any number of them where two asterisks stand, an end.

    Where a run of names is found once behind two asterisks it is not looked for further on, since that would help
    nothing that comes after it; so no pattern takes long.
    """
    runs: list[list[str]] = [[]]
    for segment in before:
        if segment == _ANY_DEPTH:
            runs.append([])
        else:
            runs[-1].append(f"{_segment(segment, ranges=ranges)}/")
    first, *others = ["".join(run) for run in runs]
    others = [run for number, run in enumerate(others, 1) if run or number == len(others)]
    pieces = [f"(?>(?:{_IN_ONE}+/)*?{run})" for run in others[:-1]]
    pieces += [f"(?:{_IN_ONE}+/)*?{run}" for run in others[-1:]]
    return re.compile("".join([first, *pieces, end]), re.DOTALL)


def _segment(tokens: list[str], *, ranges: bool = False) -> str:
    """A name between slashes as a regular expression; a lone `*` is at least one character.

    What stands between two asterisks is taken where it is found first, as above.
    """
    if not set(tokens) - {"*"} and tokens:
        return f"{_IN_ONE}+"
    chunks = [""]
    rest = list(tokens)
    while rest:
        if rest[0] == "*":
            chunks += [""] if chunks[-1] or len(chunks) == 1 else []
            rest.pop(0)
        elif rest[0] == "[" and ranges:
            found, length = _range(rest)
            chunks[-1] += found
            del rest[:length]
        else:
            character = rest.pop(0)
            chunks[-1] += _IN_ONE if character == "?" else re.escape(character[-1])
    first, *others = chunks
    pieces = [f"(?>{_IN_ONE}*?{chunk})" for chunk in others[:-1]]
    pieces += [f"{_IN_ONE}*{chunk}" for chunk in others[-1:]]
    return "".join([first, *pieces])


def _tokens(text: str) -> list[str]:
    """The characters of a pattern; one that a backslash quotes comes with it."""
    return re.findall(r"\\.|.", text, re.DOTALL)


def _bare(tokens: list[str]) -> str:
    """The pattern with each quoted character as a full stop."""
    return "".join(token if len(token) == 1 else "." for token in tokens)


def _split(tokens: list[str]) -> list[list[str]]:
    segments: list[list[str]] = [[]]
    for character in tokens:
        if character == "/":
            segments.append([])
        else:
            segments[-1].append(character)
    return segments


def _range(tokens: list[str]) -> tuple[str, int]:
    """One of several characters, as a regular expression, and how long it is; one that does not end matches nothing."""
    start = 2 if tokens[1:2] in (["!"], ["^"]) else 1
    if "]" not in tokens[start:]:
        return "(?!)", len(tokens)
    end = tokens.index("]", start)
    characters = [token[-1] for token in tokens[start:end]]
    inside: list[str] = []
    while characters:
        first = characters.pop(0)
        if len(characters) > 1 and characters[0] == "-":
            last = characters[1]
            del characters[:2]
            inside += [f"{re.escape(first)}-{re.escape(last)}"] if first <= last else []
        else:
            inside.append(re.escape(first))
    if not inside:
        return (_IN_ONE if start > 1 else "(?!)"), end + 1
    return f"(?!/)[{'^' if start > 1 else ''}{''.join(inside)}]", end + 1
