"""What EventCatalog's viewer is given, and the public .proto files."""

from __future__ import annotations

import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from catalog_gen.formats import protobuf
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.protobuf import protoc
from catalog_gen.problems import text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Viewable = Callable[..., str | None]


@pytest.fixture
def viewable(tmp_path: Path) -> Viewable:
    """What the viewer is given for the first of the files."""

    def viewable(files: Mapping[str, str], message: str = "") -> str | None:
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(textwrap.dedent(content))
        path = next(iter(files))
        reader = protobuf.Reader(SchemaFiles(WorkingTree(tmp_path), [""]))
        found, problems = reader.read(path, (tmp_path / path).read_bytes(), message, "")
        assert found is not None, problems
        return found.viewable

    return viewable


@pytest.mark.parametrize(
    "content",
    [
        'syntax = "proto3";\n// Doc.\nmessage A { string b = 1 [deprecated = true]; map<string, int32> c = 2; }\n',
        'syntax = "proto3"; import "google/protobuf/any.proto"; message A { google.protobuf.Any b = 1; }',
        'edition = "2023"; message A { int32 b = 1 [default = -5]; float c = 2 [default = 1.5]; }',
    ],
)
def test_a_file_that_the_viewer_understands_is_shown_as_it_is(viewable: Viewable, content: str) -> None:
    assert viewable({"a.proto": content}) == content


def test_an_import_that_is_not_used_by_a_field_changes_nothing(viewable: Viewable) -> None:
    content = """\
        syntax = "proto3";
        import "options.proto";
        option (owner) = "shop";
        message A { string b = 1; }
    """
    options = """\
        syntax = "proto3";
        import "google/protobuf/descriptor.proto";
        extend google.protobuf.FileOptions { string owner = 50000; }
    """
    assert viewable({"a.proto": content, "options.proto": options}) == textwrap.dedent(content)


@pytest.mark.parametrize(
    "content",
    [
        'syntax = "proto2"; message A { optional group B = 1 { optional string c = 2; } }',
        'edition = "2024"; export message A { string b = 1; }',
        'syntax = "proto3"; package p; message A { p\n.A b = 1; repeated .p\n.A c = 2; }',
        'syntax = "proto3"; message A { .\nA b = 1; }',
        'syntax = "proto2"; message A { optional float b = 1 [default = .5]; }',
    ],
)
def test_what_the_viewer_cannot_read_is_written_so_that_it_can(viewable: Viewable, content: str) -> None:
    shown = viewable({"a.proto": content})
    assert shown is not None
    assert shown != content
    assert "message A {" in shown
    assert not any(word in shown for word in ("group", "export", "= .5", ".\n", "\n."))


def test_imported_types_are_bundled_behind_the_own_ones(viewable: Viewable) -> None:
    files = {
        "order.proto": """
            syntax = "proto3";
            package shop;
            import "lib/money.proto";
            import "google/protobuf/timestamp.proto";
            message Status {}
            // An order.
            message Order {
              enum Way { NONE = 0; }
              reserved 9, 11 to 12;
              // What it costs.
              lib.Money sum = 1;
              repeated lib.Money.Part parts = 2 [deprecated = true];
              map<string, lib.Status> by = 3;
              oneof other { Way way = 4; Status own = 5; }
              optional google.protobuf.Timestamp at = 6;
            }
        """,
        "lib/money.proto": """
            syntax = "proto3";
            package lib;
            // Money.
            // In full.
            message Money { message Part { Kind kind = 1; } Part part = 1; }
            enum Kind { UNKNOWN = 0; }
            message Status {}
            message Unused {}
        """,
    }
    assert viewable(files, "Order") == textwrap.dedent(
        """\
        syntax = "proto3";
        package shop;
        import "google/protobuf/timestamp.proto";

        // An order.
        message Order {
          reserved 9, 11 to 12;
          enum Way {
            NONE = 0;
          }
          // What it costs.
          Money sum = 1;
          repeated Money.Part parts = 2 [deprecated = true];
          map<string, lib_Status> by = 3;
          oneof other {
            Order.Way way = 4;
            Status own = 5;
          }
          optional google.protobuf.Timestamp at = 6;
        }

        message Status {
        }

        // lib.Money of lib/money.proto
        // Money.
        // In full.
        message Money {
          message Part {
            Kind kind = 1;
          }
          Part part = 1;
        }

        // lib.Status of lib/money.proto
        message lib_Status {
        }

        // lib.Kind of lib/money.proto
        enum Kind {
          UNKNOWN = 0;
        }
        """
    ).replace("  Part part", "  Money.Part part")


def test_a_bundle_says_which_of_two_types_is_meant(viewable: Viewable) -> None:
    files = {
        "a.proto": 'syntax = "proto3"; package p; import "b.proto"; message A { message B {} p.B b = 1; B own = 2; }',
        "b.proto": 'syntax = "proto3"; package p; message B {}',
    }
    shown = viewable(files)
    assert shown is not None
    assert "  .p.B b = 1;\n  A.B own = 2;" in shown


_NO_MESSAGE = "the file has no message"


@pytest.mark.parametrize("folder", ["google-cloudevents", "opentelemetry"])
def test_public_files_are_read_completely(conformance: Path, folder: str) -> None:
    files = SchemaFiles(WorkingTree(conformance / "proto" / folder), [""])
    reader = protobuf.Reader(files)
    refused = []
    for path in files.ending(".proto"):
        started = time.monotonic()
        found, problems = reader.read(path, files.read(path), "", "")
        assert time.monotonic() - started < 2
        if found is None:
            assert [problem.message for problem in problems] == [_NO_MESSAGE]
            refused.append(path)
            continue
        assert all("say which one" in text(problem) for problem in problems)
        assert found.tree.root.fields
        assert found.viewable is not None
        assert protoc.compiled({"shown": found.viewable.encode()}, "shown").descriptors or "import" in found.viewable
    assert all(path.startswith("third_party/") for path in refused)
