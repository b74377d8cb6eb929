"""Which files a project has: a new one all of them, an existing EventCatalog project only what connects it.

Every function here is pure: what is on disk comes in as a `Ground` and a `There`.
"""

from __future__ import annotations

import dataclasses
import posixpath
import re
import uuid
from typing import TYPE_CHECKING

from catalog_gen import plugin
from catalog_gen.model.resources import identifier_words
from catalog_gen.pages.layout import COLLECTIONS
from catalog_gen.project import files, lacking
from catalog_gen.project.files import File, Left, Lines, Plan
from catalog_gen.project.lacking import CONFIG
from catalog_gen.project.texts import literal, text
from catalog_gen.settings import DEFINITIONS, NAME
from catalog_gen.sources import glob_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.project.files import There
    from catalog_gen.project.looking import Above, Ground

OUTPUT = "catalog"
_OUT_OF_GIT = (
    "nothing was added to it, since pages that somebody wrote may be in the same folders; to keep generated ones out "
    "of git, add their folders, such as /events/OrderPlaced/, and:\n/.catalog-gen/"
)

FOLDERS = tuple(sorted(COLLECTIONS.values()))
"""The folders of the catalog that are for pages of resources; `docs` is not among them, which people write in."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants: a catalog of that `title` in the folder `output`, its pages in git or not.

    `program` is what pip is to install in CI. `definitions` are those made from
    schemas that exist (None: none were asked for), `ids` the events in each of them, `patterns` and `roots` what finds
    them.
    """

    title: str
    output: str
    committed: bool
    program: str
    definitions: tuple[File, ...] | None = None
    ids: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    patterns: tuple[str, ...] = DEFINITIONS
    roots: tuple[str, ...] = ()


def wanted(wish: Wish, ground: Ground) -> tuple[File | Lines, ...]:
    """Everything that the project should have, whether it is there already or not."""
    found = [*_settings(wish, ground), *_definitions(wish, ground)]
    if is_catalog(wish, ground):
        return (*found, *_wiring(wish, new=False))
    return (*found, *_catalog(wish), *_repository(wish, ground))


def is_catalog(wish: Wish, ground: Ground) -> bool:
    """Whether the output is an EventCatalog project already."""
    return wish.output in ground.catalogs


def plan(wish: Wish, ground: Ground, there: There) -> Plan:
    """What is missing, and what somebody has to do by hand because a file is there already."""
    found = files.against(wanted(wish, ground), there)
    by_hand = list(_by_hand(wish, ground, there))
    said = {one.path for one in by_hand}
    plain = [one for one in found.left if one.path not in said and not _may_differ(one, wish)]
    return dataclasses.replace(found, left=(*plain, *by_hand))


def looked_at(wish: Wish, ground: Ground) -> tuple[str, ...]:
    """The paths whose contents the plan depends on."""
    own = [one.path for one in wanted(wish, ground)]
    return tuple(dict.fromkeys([*own, *(f"{_in(wish)}{name}" for name in (CONFIG, "package.json", ".gitignore"))]))


def title_of(folder: str) -> str:
    """The title of a catalog in a folder of that name: `acme-shop` gives `Acme shop`."""
    words = " ".join(re.findall(r"[^\W_]+", folder.encode("utf-8", "replace").decode()))
    return words[:1].upper() + words[1:] or "Catalog"


def _settings(wish: Wish, ground: Ground) -> Iterator[File]:
    if ground.settings is not None:
        return
    data = text(NAME, definitions=list(wish.patterns), roots=list(wish.roots), output=wish.output)
    yield File(NAME, data, "what is read, and where pages go")


def _definitions(wish: Wish, ground: Ground) -> Iterator[File]:
    """Those made from schemas; a first one to look at where there are none."""
    if wish.definitions is not None:
        yield from wish.definitions
    elif not ground.definitions and (ground.settings is None or ground.settings.definitions == DEFINITIONS):
        yield File("schemas/orders/definitions.py", text("first/definitions.py"), "a first definition, to be changed")
        yield File("schemas/orders/order-placed.avsc", text("first/order-placed.avsc"), "the schema of its event")


def _wiring(wish: Wish, *, new: bool) -> Iterator[File | Lines]:
    folder = _in(wish)
    yield File(f"{folder}{plugin.FILE}", plugin.module(), "lets `eventcatalog generate` run catalog-gen")
    yield Lines(f"{folder}.env", text("catalog/env", new=new), "keeps EventCatalog from rewriting pages")


def _catalog(wish: Wish) -> Iterator[File | Lines]:
    """The EventCatalog project."""
    folder = _in(wish)
    values = {
        "package": f"{_slug(wish.title)}-catalog",
        "cid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"catalog-gen:{wish.title}")),
        "title": wish.title,
        "generator": lacking.GENERATOR,
        "core": lacking.CORE,
        "override": lacking.OVERRIDE,
    }
    yield File(f"{folder}package.json", text("catalog/package.json", **values), "EventCatalog, for npm")
    yield File(f"{folder}{CONFIG}", text(f"catalog/{CONFIG}", **values), "how the catalog is shown")
    yield from _wiring(wish, new=True)
    yield File(f"{folder}eventcatalog.styles.css", text("catalog/eventcatalog.styles.css"), "your styles")
    yield File(f"{folder}.eventcatalogrc.js", text("catalog/eventcatalogrc.js"), "rules of `npm run lint`")
    ignored = "what git does not keep" if wish.committed else "what git does not keep: also all that is generated"
    collections = {"committed": wish.committed, "collections": FOLDERS}
    yield Lines(f"{folder}.gitignore", text("catalog/gitignore", **collections), ignored)
    if wish.committed:
        yield Lines(f"{folder}.gitattributes", text("catalog/gitattributes", **collections), "how git treats pages")


def _repository(wish: Wish, ground: Ground) -> Iterator[File | Lines]:
    """What stands at the root of the repository. Above the project, only where GitHub is used already."""
    if not _reaches_root(ground):
        return
    folder = "" if ground.below == "." else ground.below
    up = "" if ground.repository == "." else f"{ground.repository}/"
    site = posixpath.normpath(posixpath.join(folder, wish.output))
    values = {"folder": folder, "site": site, "committed": wish.committed, "program": literal(wish.program)}
    workflow = text("github/catalog.yml", **values)
    name = "-".join(["catalog", *re.findall(r"\w+", folder)])  # each project of a repository has a workflow of its own
    yield File(f"{up}.github/workflows/{name}.yml", workflow, "checks pull requests, builds the site")
    if wish.committed:
        prefix = re.sub(r"[ #]", r"\\\g<0>", f"{site}/".removeprefix("./"))
        lines = text("github/codeowners", prefix=prefix, collections=FOLDERS)
        yield Lines(f"{up}{ground.owners}", lines, "generated pages ask nobody for a review")


def _reaches_root(ground: Ground) -> bool:
    return ground.repository == "." or ground.on_github


def _by_hand(wish: Wish, ground: Ground, there: There) -> Iterator[Left]:
    folder = _in(wish)
    if ground.above is not None:
        yield Left(ground.above.path, _of_other(wish, ground, ground.above))
    if ground.settings is not None:
        yield from _unread(wish, ground)
    yield from _without(wish, there)
    if is_catalog(wish, ground) and not wish.committed and not _keeps_pages_out(there.files.get(f"{folder}.gitignore")):
        yield Left(f"{folder}.gitignore", _OUT_OF_GIT)
    config, package = there.files.get(f"{folder}{CONFIG}"), there.files.get(f"{folder}package.json")
    if config is not None and (lacks := lacking.in_config(config.decode("utf-8", "replace"))):
        yield Left(f"{folder}{CONFIG}", lacks)
    if package is not None and (lacks := lacking.in_package(package)):
        yield Left(f"{folder}package.json", lacks)
    if not is_catalog(wish, ground) and not _reaches_root(ground):
        words = f"not written, since {ground.repository}, the root of the repository, has no folder .github"
        yield Left(
            ".github/workflows/catalog.yml", f"{words}; let your CI run `catalog-gen check`, or make it before init"
        )


def _keeps_pages_out(ignored: bytes | None) -> bool:
    lines = (ignored or b"").decode("utf-8", "replace").splitlines()
    return ".catalog-gen" in {line.strip().strip("/") for line in lines}


def _of_other(wish: Wish, ground: Ground, above: Above) -> str:
    """What is to be said of a project in which this one is."""
    written = [f"{above.way}/{one.path}" for one in _definitions(wish, ground)]
    if any(pattern.fullmatch(path) for pattern in map(glob_pattern, above.patterns) for path in written):
        return "its `definitions` match those here as well; keep them apart, so that each is in one catalog"
    return "the folder is inside of another project, which stays as it is"


def _unread(wish: Wish, ground: Ground) -> Iterator[Left]:
    """Definitions that the settings which are there do not find."""
    assert ground.settings is not None  # noqa: S101 - the caller has looked
    patterns = [glob_pattern(pattern) for pattern in ground.settings.definitions]
    paths = [file.path for file in wish.definitions or ()]
    if any(not any(pattern.fullmatch(path) for pattern in patterns) for path in paths):
        says = f"`definitions = {literal(list(wish.patterns))}`"
        also = f" and `roots = {literal(list(wish.roots))}`" if wish.roots else ""
        yield Left(ground.settings.path, f"it does not find the new definitions; add {says}{also}")


def _without(wish: Wish, there: There) -> Iterator[Left]:
    """Definitions files that are there, and lack events of schemas beside them."""
    for file in wish.definitions or ():
        text = there.files.get(file.path, b"").decode("utf-8", "replace")
        lacks = [identifier for identifier in wish.ids.get(file.path, ()) if f'"{identifier}"' not in text]
        if file.path in there.files and lacks:
            yield Left(file.path, f"it is there already; it lacks {', '.join(lacks)}")


def _may_differ(left: Left, wish: Wish) -> bool:
    """Whether a file is meant to be changed, so that it is no news that it was."""
    if left.by_hand:
        return False
    if left.path in wish.ids:
        return True
    name = left.path.removeprefix(_in(wish))
    return name in {CONFIG, "package.json", "eventcatalog.styles.css", ".eventcatalogrc.js"}


def _in(wish: Wish) -> str:
    return "" if wish.output == "." else f"{wish.output}/"


def _slug(title: str) -> str:
    return "-".join(word.lower() for word in identifier_words(title)) or "my"
