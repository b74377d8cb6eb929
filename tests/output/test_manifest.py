from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.output import manifest

DIGEST = st.binary(min_size=16, max_size=16).map(bytes.hex)
WORD = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="#"), min_size=1)
RECORDS = st.dictionaries(WORD, st.dictionaries(WORD, st.frozensets(DIGEST, min_size=1, max_size=2), min_size=1))


@given(RECORDS)
def test_records_read_back_as_they_were_written(records: dict[str, dict[str, frozenset[str]]]) -> None:
    assert manifest.parse(manifest.dump(records), "x") == (records, ())


@given(RECORDS)
def test_lines_are_sorted_so_that_git_can_merge_them(records: dict[str, dict[str, frozenset[str]]]) -> None:
    lines = manifest.dump(records).splitlines()[1:]
    assert lines == sorted(lines)


def test_after_a_merge_conflict_the_digests_of_both_sides_are_ours() -> None:
    ours, theirs = "a" * 32, "b" * 32
    text = f"<<<<<<< HEAD\np\tn\t{ours}\n=======\np\tn\t{theirs}\n>>>>>>> branch\n"
    assert manifest.parse(text, "x") == ({"p": {"n": frozenset({ours, theirs})}}, ())


def test_a_line_that_is_no_record_is_reported_with_its_number() -> None:
    records, problems = manifest.parse("# header\nnonsense\n", ".catalog-gen/shop.manifest")
    assert records == {}
    assert [str(problem.place) for problem in problems] == [".catalog-gen/shop.manifest:2:1"]
