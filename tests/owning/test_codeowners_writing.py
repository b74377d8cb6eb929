from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.owning.codeowners import writing
from catalog_gen.owning.codeowners.lines import Line
from catalog_gen.owning.codeowners.parsing import MOST_BYTES
from catalog_gen.owning.codeowners.writing import label, put, too_large, updated

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.owning.codeowners.patterns import Flavor

LINES = (Line("/output/"), Line("/a.py", ("@a", "@acme/b")))
OTHER = (Line("/b.py", ("@b",)),)
ABOUT = "# written by catalog-gen owners --write; what is between these two lines is replaced"
BLOCK = f"# catalog-gen: begin\n{ABOUT}\n/output/\n/a.py @a @acme/b\n# catalog-gen: end\n".encode()


def _updated(before: bytes, lines: tuple[Line, ...] = LINES, name: str = "", flavor: Flavor = "github") -> bytes:
    after, problems = updated(before, lines, name, flavor, "CODEOWNERS")
    assert problems == ()
    assert after is not None
    return after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", BLOCK),
        (b"* @all\n", b"* @all\n\n" + BLOCK),
        (b"* @all\n\n", b"* @all\n\n" + BLOCK),
        (b"* @all", b"* @all\n\n" + BLOCK),
        (b"* @all\r\n", b"* @all\r\n\r\n" + BLOCK.replace(b"\n", b"\r\n")),
        (b"\xef\xbb\xbf* @all\n", b"\xef\xbb\xbf* @all\n\n" + BLOCK),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf" + BLOCK),
        (b"# caf\xe9\n", b"# caf\xe9\n\n" + BLOCK),
    ],
)
def test_new_lines_go_to_the_end(before: bytes, after: bytes) -> None:
    assert _updated(before) == after


@pytest.mark.parametrize("before", [b"", b"* @all\n", b"* @all", b"* @all\r\n", b"\xef\xbb\xbf* @all\r\n", b"\n\n a"])
@pytest.mark.parametrize("after", [b"", b"\n*.md @docs", b"\r\n*.md @docs\r\n\r\n"])
@pytest.mark.parametrize("flavor", ["github", "gitlab"])
def test_what_is_around_our_lines_stays_byte_for_byte(before: bytes, after: bytes, flavor: Flavor) -> None:
    written = _updated(before, flavor=flavor)
    start = written.index(b"# catalog-gen")
    with_more = written.rstrip(b"\r\n") + after
    again = _updated(with_more, OTHER, flavor=flavor)
    assert again.startswith(written[:start])
    assert again.endswith(b"# catalog-gen: end" + after)
    assert b"/a.py" not in again
    assert b"/b.py @b" in again
    assert _updated(again, OTHER, flavor=flavor) == again
    assert _updated(again, flavor=flavor) == with_more


def test_catalogs_of_one_repository_have_lines_of_their_own() -> None:
    one = _updated(b"", name="shop/catalog")
    two = _updated(one, OTHER, name="catalog2")
    assert two.startswith(one)
    assert _updated(two, name="shop/catalog") == two
    assert b"# catalog-gen: begin shop/catalog\n" in two


def test_the_only_catalog_of_a_repository_needs_no_name() -> None:
    assert [label("", "catalog"), label("", "b"), label("x/y", "catalog")] == ["", "b", "x/y/catalog"]


def test_for_gitlab_new_lines_go_before_the_first_section() -> None:
    before = b"* @all\n\n[Docs] @docs\n*.md\n"
    assert _updated(before, flavor="gitlab") == b"* @all\n\n" + BLOCK + b"\n[Docs] @docs\n*.md\n"
    assert _updated(before) == before + b"\n" + BLOCK


@pytest.mark.parametrize(
    ("before", "line", "message"),
    [
        ("# catalog-gen: begin\n/a\n", 1, 'the block has no "# catalog-gen: end"'),
        ("x\n# catalog-gen: end\n", 2, 'the block has no "# catalog-gen: begin"'),
        ("# catalog-gen: begin\n# catalog-gen: begin\n# catalog-gen: end\n", 2, "our lines begin here a second time"),
        (
            "# catalog-gen: begin\n# catalog-gen: end\n# catalog-gen: begin\n# catalog-gen: end\n",
            3,
            "our lines begin here a second time",
        ),
        (
            "# catalog-gen: begin\n# catalog-gen: end\n# catalog-gen: end\n",
            3,
            'the block has no "# catalog-gen: begin"',
        ),
        (
            "# catalog-gen: begin\n# catalog-gen: begin b\n# catalog-gen: end\n# catalog-gen: end b\n",
            2,
            "the lines of another catalog begin or end between ours",
        ),
    ],
)
def test_where_the_comments_around_our_lines_are_broken_nothing_is_written(
    before: str, line: int, message: str
) -> None:
    for data in (before.encode(), before.replace("\n", "\r\n").encode()):
        after, [problem] = updated(data, LINES, "", "github", "CODEOWNERS")
        assert after is None
        assert (problem.code, problem.place.line, problem.message) == ("bad-codeowners", line, message)


def test_a_file_that_github_would_not_load_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_BYTES == 3_000_000
    monkeypatch.setattr(writing, "MOST_BYTES", 300)
    after, [problem] = updated(b"#" * 290, LINES, "", "github", "CODEOWNERS")
    assert after is None
    assert problem.message == "the file has 0.0 MB; GitHub loads no CODEOWNERS file of more than 3 MB"
    assert updated(b"#" * 290, LINES, "", "gitlab", "CODEOWNERS")[1] == ()
    assert too_large(b"#" * 300, "github", "CODEOWNERS") == ()
    assert too_large(b"#" * 301, "github", "CODEOWNERS") == (problem,)
    assert too_large(b"#" * 301, "gitlab", "CODEOWNERS") == ()


def test_a_file_is_written_in_one_step_with_its_permissions_and_through_links(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_bytes(b"a")
    real.chmod(0o640)
    (tmp_path / "CODEOWNERS").symlink_to("real")
    assert put(tmp_path / "CODEOWNERS", b"b") == ""
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"b", 0o640)
    assert put(tmp_path / ".github" / "CODEOWNERS", b"c") == ""
    assert (tmp_path / ".github" / "CODEOWNERS").read_bytes() == b"c"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".github", "CODEOWNERS", "real"]


def test_a_file_that_cannot_be_written_stays(tmp_path: Path) -> None:
    file = tmp_path / "CODEOWNERS"
    file.write_bytes(b"a")
    file.chmod(0o400)
    assert put(file, b"b") == "it cannot be written: it is read-only"
    assert file.read_bytes() == b"a"
    assert [path.name for path in tmp_path.iterdir()] == ["CODEOWNERS"]
