"""Imports, and what protoc finds wrong: every mistake, once, where it is."""

from __future__ import annotations

import random
import re
import textwrap
from typing import TYPE_CHECKING

import pytest

from catalog_gen.formats import protobuf
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.protobuf import imports, protoc
from catalog_gen.problems import text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from catalog_gen.formats.tree import Parsed

    Reads = Callable[..., tuple[Parsed | None, list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Reads:
    """Reads the first of the given files; further arguments are the configured folders."""

    def read(files: Mapping[str, str | bytes], *folders: str) -> tuple[Parsed | None, list[str]]:
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())
        reader = protobuf.Reader(SchemaFiles(WorkingTree(tmp_path), folders or [""]))
        path = next(iter(files))
        found, problems = reader.read(path, (tmp_path / path).read_bytes(), "", "")
        return found, [text(problem) for problem in problems]

    return read


def order(importing: str, used: str = "shop.Money") -> str:
    return f'syntax = "proto3"; {importing} message Order {{ {used} sum = 1; }}'


MONEY = 'syntax = "proto3"; package shop; message Money { string currency = 1; }'


@pytest.mark.parametrize(
    ("path", "written", "at"),
    [
        ("order.proto", "money.proto", "money.proto"),
        ("a/b/order.proto", "money.proto", "a/b/money.proto"),
        ("a/b/order.proto", "money.proto", "a/money.proto"),
        ("a/b/order.proto", "c/money.proto", "a/c/money.proto"),
        ("a/b/order.proto", "a/b/money.proto", "a/b/money.proto"),
        ("order.proto", "shop/money.proto", "protos/shop/money.proto"),
        ("order.proto", "google/type/money.proto", "third_party/googleapis/google/type/money.proto"),
    ],
)
def test_an_import_is_found_near_the_file_above_it_and_below_the_folders(
    read: Reads, path: str, written: str, at: str
) -> None:
    found, problems = read({path: order(f'import "{written}";'), at: MONEY}, "protos", "third_party", "a")
    assert (bool(found), problems) == (True, [])


@pytest.mark.parametrize("keyword", ["import", "import public", "import weak"])
def test_every_kind_of_import_is_followed(read: Reads, keyword: str) -> None:
    found, problems = read({"order.proto": order(f'{keyword} "money.proto";'), "money.proto": MONEY})
    assert (bool(found), problems) == (True, [])


def test_a_public_import_hands_on_what_it_imports(read: Reads) -> None:
    files = {
        "order.proto": order('import "all.proto";'),
        "all.proto": 'syntax = "proto3"; import public "money.proto";',
        "money.proto": MONEY,
    }
    found, problems = read(files)
    assert (bool(found), problems) == (True, [])


def test_the_nearest_of_two_files_is_imported(read: Reads) -> None:
    files = {
        "a/order.proto": order('import "money.proto";'),
        "a/money.proto": MONEY,
        "money.proto": MONEY.replace("Money", "Other"),
    }
    found, problems = read(files)
    assert (bool(found), problems) == (True, [])


def test_one_file_under_two_names_is_one_file(read: Reads) -> None:
    files = {
        "a/order.proto": order('import "money.proto"; import "a/b/tax.proto";'),
        "a/b/tax.proto": 'syntax = "proto3"; import "a/money.proto"; message Tax { shop.Money sum = 1; }',
        "a/money.proto": MONEY,
    }
    found, problems = read(files)
    assert (bool(found), problems) == (True, [])


def test_a_file_may_import_another_one_in_two_ways_but_not_twice(read: Reads) -> None:
    files = {"a/order.proto": order('import "money.proto"; import "a/money.proto";'), "a/money.proto": MONEY}
    assert read(files)[1] == []
    twice = order('import "money.proto";\nimport "money.proto";')
    assert read({"a/order.proto": twice, "a/money.proto": MONEY})[1] == [
        'a/order.proto:2:1: Import "a/money.proto" was listed twice [bad-schema]'
    ]


def test_copies_of_one_file_are_one_file(read: Reads) -> None:
    files = {
        "a/order.proto": order('import "money.proto"; import "b/tax.proto";'),
        "b/tax.proto": 'syntax = "proto3"; import "money.proto"; message Tax { shop.Money sum = 1; }',
        "a/money.proto": MONEY,
        "b/money.proto": MONEY,
    }
    found, problems = read(files)
    assert (bool(found), problems) == (True, [])


def test_an_import_that_is_not_there_is_reported_at_its_name_with_the_nearest_one(read: Reads) -> None:
    found, problems = read({"a/order.proto": '\nsyntax = "proto3";\nimport "mony.proto";', "a/money.proto": MONEY})
    assert found is None
    assert problems == [
        'a/order.proto:3:8: the imported file "mony.proto" is not there (did you mean "money.proto"?) '
        "[unresolved-reference]"
    ]


def test_types_of_an_import_that_is_not_there_are_no_second_problem_but_other_mistakes_are(read: Reads) -> None:
    found, problems = read({"order.proto": order('import "no.proto";', "string a = 1; string a = 2; no.Type")})
    assert found is None
    assert [line.rpartition("[")[2] for line in problems] == ["unresolved-reference]", "bad-schema]"]
    assert "is already defined" in problems[1]
    assert not any("not defined" in line for line in problems)


def test_the_end_of_another_package_is_not_what_is_imported(read: Reads) -> None:
    files = {
        "order.proto": order('import "shop/money.proto";'),
        "old/shop/money.proto": MONEY.replace("package shop", "package old.shop"),
    }
    assert read(files)[1] == [
        'order.proto:1:27: the imported file "shop/money.proto" is not there (did you mean "old/shop/money.proto"?) '
        "[unresolved-reference]"
    ]


def test_files_that_could_both_be_meant_are_reported(read: Reads) -> None:
    files = {
        "order.proto": order('import "money.proto";'),
        "a/money.proto": MONEY,
        "b/money.proto": MONEY + " ",
    }
    _, problems = read(files)
    assert problems == [
        'order.proto:1:27: several files could be the imported "money.proto": a/money.proto, b/money.proto '
        "(write a longer path) [unresolved-reference]"
    ]


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.proto", "a//b.proto", "./a.proto", "a\\\\b.proto", ""])
def test_nothing_outside_of_the_project_is_imported(read: Reads, path: str) -> None:
    found, problems = read({"order.proto": f'syntax = "proto3"; import "{path}"; message Order {{}}'})
    assert found is None
    assert [line.startswith("order.proto:1:27: ") for line in problems] == [True]
    assert "cannot be imported" in problems[0]


def test_a_link_out_of_the_project_is_not_followed(read: Reads, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "money.proto"
    outside.write_text(MONEY)
    first, _ = read({"order.proto": order('import "link.proto";')})
    assert first is None
    project = tmp_path_factory.mktemp("project")
    (project / "link.proto").symlink_to(outside)
    reader = protobuf.Reader(SchemaFiles(WorkingTree(project), [""]))
    _, problems = reader.read("order.proto", order('import "link.proto";').encode(), "", "")
    assert [problem.message for problem in problems] == ['the imported file "link.proto" cannot be read']


def test_well_known_types_ship_with_protoc_and_others_do_not(read: Reads) -> None:
    well_known = 'import "google/protobuf/timestamp.proto";'
    assert read({"a.proto": order(well_known, "google.protobuf.Timestamp")})[1] == []
    found, problems = read({"b.proto": order('import "google/type/money.proto";', "google.type.Money")})
    assert found is None
    assert problems[0].startswith('b.proto:1:27: the imported file "google/type/money.proto" is not there')


def test_a_well_known_type_of_the_project_itself_is_the_one_of_protoc(read: Reads) -> None:
    own = 'syntax = "proto3"; package google.protobuf; message Timestamp { int64 seconds = 1; }'
    files = {
        "order.proto": order('import "google/protobuf/timestamp.proto";', "google.protobuf.Timestamp"),
        "third_party/google/protobuf/timestamp.proto": own,
    }
    assert read(files)[1] == []


def test_an_import_circle_is_reported_with_its_files(read: Reads) -> None:
    files = {
        "a.proto": 'syntax = "proto3";\nimport "b.proto";\nmessage A {}',
        "b.proto": 'syntax = "proto3";\nimport "a.proto";\nmessage B {}',
    }
    assert read(files)[1] == [
        "a.proto:2:1: File recursively imports itself: a.proto -> b.proto -> a.proto [bad-schema]"
    ]


def test_mistakes_in_an_imported_file_are_reported_there(read: Reads) -> None:
    files = {
        "order.proto": order('import "money.proto";'),
        "money.proto": 'syntax = "proto3";\nmessage Money {\n  string = 1;\n  int32 b = ;\n}',
    }
    found, problems = read(files)
    assert found is None
    assert problems == [
        "money.proto:3:10: Expected field name [bad-schema]",
        "money.proto:4:13: Expected field number [bad-schema]",
    ]


def test_an_imported_file_that_is_no_text_is_reported(read: Reads) -> None:
    _, problems = read({"order.proto": order('import "money.proto";'), "money.proto": b"\xff\xfe"})
    assert problems[0].startswith('order.proto:1:27: the imported file "money.proto" is not UTF-8 text')


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("message A {\n\tFoo x = 1;\n}", 'order.proto:3:2: "Foo" is not defined'),
        ("message A {\n\t\tint32 a = 1;\tFoo x = 2;\n}", 'order.proto:3:16: "Foo" is not defined'),
        ("message A {\n  /* é🙂 */ Foo x = 1;\n}", 'order.proto:3:12: "Foo" is not defined'),
        ("message A { string a = 1; string b = 1; }", 'order.proto:2:38: Field number 1 has already been used in "A"'),
        ("enum A { B = 1; }", "order.proto:2:14: The first enum value must be zero for open enums"),
    ],
)
def test_places_are_counted_in_characters(read: Reads, content: str, problem: str) -> None:
    found, problems = read({"order.proto": f'syntax = "proto3";\n{content}'})
    assert found is None
    assert [line[: len(problem)] for line in problems] == [problem]


def test_a_byte_order_mark_and_windows_lines_are_fine(read: Reads) -> None:
    content = b'\xef\xbb\xbfsyntax = "proto3";\r\n// One.\r\n// Two.\r\nmessage Order {}\r\n'
    found, problems = read({"order.proto": content})
    assert found is not None
    assert (found.doc, problems) == ("One.\nTwo.", [])


def test_all_mistakes_are_reported_in_one_run(read: Reads) -> None:
    content = 'syntax = "proto3";\nmessage A {\n  Foo a = 1;\n  Bar b = 2;\n  string c = 2;\n}'
    assert len(read({"order.proto": content})[1]) == 3


def test_a_file_without_syntax_is_proto2_and_it_is_said(read: Reads) -> None:
    found, problems = read({"order.proto": "message A { optional string a = 1; }"})
    assert found is not None
    assert problems == [
        "order.proto:1:1: neither `syntax` nor `edition` is given, so the file is proto2 "
        '(write `syntax = "proto2";` if it is) [suspicious-schema]'
    ]


def test_an_edition_that_protoc_does_not_know_is_reported(read: Reads) -> None:
    found, problems = read({"order.proto": 'edition = "2099";\nmessage A {}'})
    assert found is None
    assert len(problems) == 1
    assert problems[0].startswith('order.proto:1:11: Unknown edition "2099"')


def test_names_that_protoc_would_take_for_options_are_fine(read: Reads) -> None:
    assert read({"-I x=y.proto": order('import "@ é:1.proto";'), "@ é:1.proto": MONEY})[1] == []


@pytest.mark.parametrize(
    ("content", "paths"),
    [
        ('import "a"; import public "b"; import weak \'c\'; import option "d";', ["a", "b", "c", "d"]),
        ('import "a" "b";', ["ab"]),
        ('/* import "a"; */ // import "b";\nimport/**/"c";', ["c"]),
        ('option x = "import \\"a\\";"; import "b";', ["b"]),
        ('message A { import "a"; } import "b";', ["b"]),
        ('import a; import; import "', []),
        ("", []),
    ],
)
def test_import_statements_are_found(content: str, paths: list[str]) -> None:
    assert [each.path for each in imports.statements(content)] == paths


def test_protoc_runs_again_after_its_process_has_died() -> None:
    given = {"~0~": b'syntax = "proto3"; message A {}'}
    assert protoc.compiled(given, "~0~").descriptors
    protoc._worker().end()
    assert protoc.compiled(given, "~0~").descriptors


_WORDS = "message { } ; = \" ' import // /* */ oneof map< > [ ] \x00 99999999999 ~0~ \\ é edition".split(" ")


def test_no_text_makes_it_crash_or_leaks_what_is_ours(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    start = (
        'syntax = "proto3";\nimport "google/protobuf/any.proto";\nimport "money.proto";\n// Doc.\nmessage Order {\n'
        "  string id = 1 [deprecated = true];\n  oneof a { int32 b = 2; shop.Money c = 3; }\n"
        "  map<string, Order> d = 4;\n"
        "  enum Kind { NONE = 0; }\n  reserved 7, 9 to 11;\n}\n"
    )
    (tmp_path / "money.proto").write_text(MONEY)
    reader = protobuf.Reader(SchemaFiles(WorkingTree(tmp_path), [""]))
    chance = random.Random(7)  # noqa: S311 - the same mutations each time
    for _ in range(300):
        content = start
        for _ in range(chance.randint(1, 3)):
            at, skipped = chance.randrange(len(content) + 1), chance.randrange(12)
            content = content[:at] + chance.choice(["", *_WORDS]) + content[at + skipped :]
        found, problems = reader.read("order.proto", content.encode(), "", "")
        assert found or problems
        for problem in problems:
            assert problem.place.path in {"order.proto", "money.proto"}
            assert not re.search(r"protobuf-\w{8}|crashed|does not take the file", text(problem)), content
            assert "~0~" in content or not re.search(r"~\d+~", text(problem)), content
    assert capfd.readouterr() == ("", "")
