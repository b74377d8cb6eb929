"""A page on disk and the same page as it would be written now, made into one that loses nothing of the user's."""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import TYPE_CHECKING

from catalog_gen.output import bodies, keys, manifest, sections, splicing
from catalog_gen.output.aligning import aligned
from catalog_gen.output.bodies import Held
from catalog_gen.output.wishes import LOSS
from catalog_gen.pages import frontmatter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from catalog_gen.output.bodies import TakenOver
    from catalog_gen.output.manifest import Names
    from catalog_gen.pages.rendering import Rendered


@dataclasses.dataclass(frozen=True, slots=True)
class Merged:
    """A merged page: its text, its records, and what a hand edit holds back in it."""

    text: str
    records: Names
    held: tuple[Held, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """How a page is merged.

    `taken_over`: it had no record. `sections` are given back to the definition.
    """

    taken_over: TakenOver = ""
    sections: frozenset[str] = frozenset()


class UnmergeableError(Exception):
    """A page that stays as it is: why, where in it (from 1; 0 is not known), and a hint; `code` is the problem's."""

    def __init__(self, code: str, reason: str, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.line = line
        self.column = column
        self.hint = hint


def merge(rendered: Rendered, disk: str, recorded: Sequence[Names], way: Way) -> Merged:
    """The page on disk with everything fresh in it that is ours.

    `recorded` are the records of the page, as the last build left them and as a killed one was about to.

    Raises:
        UnmergeableError: the front matter cannot be changed safely, an edit stands where none may, or git has left
            a conflict in words of the user's.
    """
    sides = conflict_sides(disk)
    if sides is not None:
        return _reconciled(rendered, sides, recorded, way, disk)
    return _merged(rendered, disk, recorded, way, frozenset())


def is_mostly(rendered: Rendered, disk: str) -> bool:
    """Whether a page looks as if we had written it: most of what we would write stands in it, word for word."""
    try:
        document = splicing.open_page(disk)
        if splicing.values(document.yaml).get("id") != rendered.metadata.get("id"):
            return False
    except splicing.UnspliceableError:
        return False
    standing = bodies.standing(document.body, rendered.blocks)
    return 2 * len(standing) > len(rendered.blocks)


def _merged(rendered: Rendered, disk: str, recorded: Sequence[Names], way: Way, elsewhere: frozenset[str]) -> Merged:
    try:
        document = splicing.open_page(disk)
        names = _fitting(document.body, rendered, recorded)
        known = manifest.keys_of(names)
        if sections.FRONT_MATTER in way.sections:
            known = _given_back(known, rendered, _values(document))
        head = keys.merge(document.yaml, rendered.metadata, known, way.taken_over)
    except splicing.UnspliceableError as error:
        hint = f'mend it, or let "{{overwrite}}" write the page anew: {LOSS} by that'
        raise UnmergeableError("unmergeable-page", error.reason, error.line, error.column, hint) from error
    if head.refused:
        raise _refusal(document, head.refused[0], rendered, way)
    body, known = document.body, manifest.blocks_of(names)
    for section in sorted(way.sections - {sections.FRONT_MATTER}):
        body, known = sections.overwritten(body, rendered.blocks, known, section)
    merged = bodies.merge(
        body, rendered.blocks, known, way.taken_over, elsewhere, reordered=_reordered(rendered, names)
    )
    new = head.text if document.yaml else head.text.replace("\n", "\r\n" if document.start.endswith("\r\n") else "\n")
    text = f"{document.start}{new}{document.end}{merged.text}"
    if text == rendered.text:
        return Merged(text, manifest.page(rendered))
    whole = {manifest.WHOLE: frozenset({manifest.digest(rendered.text.encode())})}
    held = (*_held_keys(document, head.held), *_placed(merged.held, document, rendered))
    records = {**whole, **manifest.order(rendered.blocks), **head.records, **merged.records}
    return Merged(text, records, held)


def _reordered(rendered: Rendered, names: Names) -> bool:
    """Whether parts of sections, such as examples, come in another order than at the last build, and are the same."""
    before = manifest.parts(name.removeprefix(manifest.OFFERED) for name in manifest.blocks_of(names))
    now = manifest.order(rendered.blocks).get(manifest.ORDER, frozenset())
    same = set(before) == set(manifest.parts(block.name for block in rendered.blocks))
    return same and manifest.ORDER in names and not now & names[manifest.ORDER]


def _fitting(body: str, rendered: Rendered, recorded: Sequence[Names]) -> Names:
    """Of the records, those that the page on disk looks like: more of them stand in it, fewer are missing."""

    def fit(names: Names) -> int:
        blocks = manifest.blocks_of(names)
        _, standing = bodies.hand_written(body, rendered.blocks, blocks)
        return 2 * len(standing) - len(aligned(blocks, rendered.blocks))

    return max(recorded, key=fit) if len(recorded) > 1 else next(iter(recorded), {})


def _given_back(known: Names, rendered: Rendered, disk: Mapping[str, object]) -> Names:
    """Records under which each key that the definition may give counts as ours, as it stands or as absent."""
    ours = {*rendered.metadata, *keys.ALWAYS_OURS}
    rest = {key: digests for key, digests in known.items() if key.lstrip(manifest.OFFERED) not in ours}
    there = {key: frozenset({manifest.value_digest(disk[key])}) for key in ours if key in disk}
    return rest | there


def _values(document: splicing.Document) -> dict[str, object]:
    return splicing.values(document.yaml)


def _refusal(document: splicing.Document, key: str, rendered: Rendered, way: Way) -> UnmergeableError:
    there = _values(document).get(key)
    shown = f'"{there}"' if isinstance(there, str) else "something else"
    reason = f"{key} is {shown} here, which is not what the definition says"
    if key not in _values(document):
        reason = f"{key} is missing here"
    hint = "give the definition a version that is not older, or change this line"
    if way.taken_over != "adopted" or key != "version":
        back = _back(key, rendered)
        command = f'"{{overwrite}}#{sections.FRONT_MATTER}"'
        hint = (
            f"it always comes from the definition: change it there, or {back} yourself; {command} does that as well, "
            "but hand-written values of other keys of the definition go with it"
        )
    return UnmergeableError("edited-page", reason, _key_line(document, key), 1, hint)


def _back(key: str, rendered: Rendered) -> str:
    """How a hand edit of a key is taken back."""
    if key not in rendered.metadata:
        return f"remove {key}"
    value = rendered.metadata[key]
    if not isinstance(value, str):
        return f"put {key} back as git has it"
    shown = value.replace("{", "{{").replace("}", "}}")  # a hint is a format
    return f'put "{key}: {shown}" back'


def _held_keys(document: splicing.Document, held: Iterable[keys.HeldKey]) -> Iterator[Held]:
    for key in held:
        text = frontmatter.dump({key.name: key.value}).rstrip("\n")
        line = _key_line(document, key.name)
        found = _key_text(document, line) if line > 1 else ""
        yield Held(f"{manifest.KEY}{key.name}", text, key.drifted, key.news, line if found else 0, found)


def _key_line(document: splicing.Document, key: str) -> int:
    pattern = re.compile(rf"""["']?{re.escape(key)}["']?\s*:""")
    lines = document.yaml.split("\n")
    return next((number for number, line in enumerate(lines, 2) if pattern.match(line)), 1)


def _key_text(document: splicing.Document, line: int) -> str:
    """The lines of a key that begins in that line of the page."""
    first, *rest = document.yaml.split("\n")[line - 2 :]
    return "\n".join([first, *itertools.takewhile(lambda text: re.match(r"[\s#-]", text), rest)]).rstrip()


def _placed(held: Iterable[Held], document: splicing.Document, rendered: Rendered) -> Iterator[Held]:
    above = (document.start + document.yaml + document.end).count("\n")
    for block in held:
        line = block.line + above if block.line else 0
        yield dataclasses.replace(block, line=line, section=sections.around(block.name, rendered.blocks))


# --- conflicts that git has left

_LINES = r"(?:(?!<{7})[^\n]*\n)*?"
_HUNK = re.compile(
    rf"^<{{7,}}(?: [^\n]*)?\r?\n(?P<left>{_LINES})(?:^\|{{7,}}(?: [^\n]*)?\r?\n{_LINES})?"
    rf"^={{7,}}\r?\n(?P<right>{_LINES})^>{{7,}}(?: [^\n]*)?(?:\r?\n|\Z)",
    re.MULTILINE,
)
"""A conflict without another one in it; git writes longer marks for those inside, and for those of renamed files."""


def conflict_sides(text: str) -> tuple[str, str] | None:
    """Both sides of a text in which git has left conflicts; None where there are none."""
    if "<<<<<<<" not in text or not _HUNK.search(text):
        return None
    return _side(text, "left"), _side(text, "right")


def _side(text: str, side: str) -> str:
    chosen = _HUNK.sub(lambda hunk: hunk[side], text)
    return text if chosen == text else _side(chosen, side)


def _first_marker(text: str) -> int:
    found = _HUNK.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _differ_in_line_ends(text: str) -> bool:
    """Whether the sides of a conflict have other line ends, which may be all that git could not merge."""
    both = (
        [frozenset(re.findall(r"\r?\n", hunk[side])) for side in ("left", "right")] for hunk in _HUNK.finditer(text)
    )
    return any(left and right and left != right for left, right in both)


def _reconciled(rendered: Rendered, sides: tuple[str, str], recorded: Sequence[Names], way: Way, disk: str) -> Merged:
    """What both sides come to, where they differ in nothing that the user wrote."""
    line = _first_marker(disk)
    try:
        bodies_of = [splicing.open_page(side).body for side in sides]
    except splicing.UnspliceableError as error:
        raise UnmergeableError("merge-conflict", _CONFLICT, line, 1, _resolving("the side that changed")) from error
    names = recorded[0] if recorded else {}
    blocks = manifest.blocks_of(names)
    (left, on_left), (right, on_right) = (bodies.hand_written(body, rendered.blocks, blocks) for body in bodies_of)
    if left == right:
        one = _merged(rendered, sides[0], recorded, way, on_right - on_left)
        other = _merged(rendered, sides[1], recorded, way, on_left - on_right)
        if _yaml(one) == _yaml(other):
            return one
    hint = _resolving(_newer(on_left, on_right))
    if _differ_in_line_ends(disk):
        raise UnmergeableError("merge-conflict", _TURNED, line, 1, f"{_MERGING}{hint}")
    raise UnmergeableError("merge-conflict", _CONFLICT, line, 1, hint)


def _yaml(merged: Merged) -> str:
    return splicing.open_page(merged.text).yaml.replace("\r\n", "\n")


def _newer(on_left: frozenset[str], on_right: frozenset[str]) -> str:
    """Which side of what is generated to keep: the other was written before that, and no record knows it any more."""
    if on_left < on_right:
        return "the second side"
    return "the first side" if on_right < on_left else "the side that changed"


def _resolving(side: str) -> str:
    return f'resolve it (of what is generated, keep {side}), then run "catalog-gen build"'


_TURNED = "git has left a conflict here, one side of which has other line ends"
_MERGING = 'merge again with "git merge -X ignore-cr-at-eol", which takes them for equal; or '
_CONFLICT = "git has left a conflict here, with words in it that were written by hand"
