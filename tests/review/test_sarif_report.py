from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

import pytest
import sampled

from catalog_gen.problems import CODES, Place, Problem
from catalog_gen.review.changes import KINDS, Change, Review, Subject
from catalog_gen.review.reports import sarif


def run_of(review: Review) -> Any:
    document = json.loads(sarif.as_json(review, "0.1.0"))
    assert document["version"] == "2.1.0"
    [run] = document["runs"]
    return run


def results(**values: Any) -> list[Any]:
    found: list[Any] = run_of(sampled.review(**values))["results"]
    return found


def alone(change: Change, **values: Any) -> Any:
    """The result of a review with one change."""
    [result] = run_of(dataclasses.replace(sampled.nothing(), changes=(change,), **values))["results"]
    return result


def assert_valid(run: Any) -> None:
    """Whether the run keeps to what the specification wants of the parts that we use.

    The official schema has been asked as well, by hand; the sections are those of SARIF 2.1.0.
    """
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"]  # 3.19.8
    assert len({rule["id"] for rule in rules}) == len(rules)  # 3.49.3
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}  # 3.50.3
        assert rule["shortDescription"]["text"]  # 3.12.3
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6
        assert result["level"] in {"none", "note", "warning", "error"}  # 3.27.10
        assert result["message"]["text"]  # 3.11.8
        assert not re.search(r"(?<!\{)\{\d+\}", result["message"]["text"])  # 3.11.5, as there are no arguments
        assert not re.search(r"(?<!\\)\]\(", result["message"]["text"])  # 3.11.6
        for value in result["partialFingerprints"].values():
            assert isinstance(value, str)  # 3.27.17
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            artifact = location["physicalLocation"]["artifactLocation"]
            assert re.fullmatch(r"[\w.~/%-]+", artifact["uri"], re.ASCII)  # 3.4.3, RFC 3986
            assert artifact["uriBaseId"] in run["originalUriBaseIds"]  # 3.4.4
            region = location["physicalLocation"].get("region", {"startLine": 1})
            assert region["startLine"] >= 1  # 3.30.5
            assert region.get("startColumn", 1) >= 1  # 3.30.6


@pytest.mark.parametrize(
    "review",
    [sampled.review(), sampled.nothing(), sampled.hostile(), sampled.review(folder="apps/shöp 2")],
    ids=["everything", "nothing", "hostile", "folder"],
)
def test_the_log_is_what_the_specification_wants(review: Review) -> None:
    assert_valid(run_of(review))


def test_every_change_and_problem_is_one_result_the_gravest_first() -> None:
    assert [(result["ruleId"], result["level"]) for result in results()] == [
        ("review/schema-changed", "error"),
        ("no-owner", "warning"),
        ("review/removed", "note"),
        ("review/unread", "note"),
        ("review/owner-replaced", "note"),
        ("review/added", "note"),
    ]


def test_a_result_has_its_place_and_the_places_of_those_whom_it_hits() -> None:
    result = results(folder="apps/shop")[0]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "apps/shop/schemas/stock/inventory-adjusted.avsc",
                    "uriBaseId": "%SRCROOT%",
                },
                "region": {"startLine": 7, "startColumn": 5},
            }
        }
    ]
    [related] = result["relatedLocations"]
    assert related["message"]["text"].startswith("`ReportingService 1.0.0` cannot decode")
    assert related["physicalLocation"]["region"] == {"startLine": 12, "startColumn": 3}


def test_a_problem_of_a_change_on_another_line_is_a_result_of_its_own() -> None:
    problem = Problem("unknown-message", "sends what is gone", Place("other.py", 3, 4))
    change = dataclasses.replace(sampled.REMOVED, problems=(problem,))
    review = dataclasses.replace(sampled.nothing(), changes=(change,), problems=((problem, "error"),))
    assert [(one["ruleId"], one["level"]) for one in run_of(review)["results"]] == [
        ("unknown-message", "error"),
        ("review/removed", "note"),
    ]


def test_what_is_gone_is_in_the_file_but_on_no_line() -> None:
    [location] = alone(sampled.REMOVED)["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "schemas/old/definitions.py", "uriBaseId": "%SRCROOT%"}
    }


@pytest.mark.parametrize(("folder", "uri"), [("", "./"), ("apps/shop", "apps/shop/")])
def test_what_has_no_file_is_of_the_folder_since_code_scanning_wants_a_location(folder: str, uri: str) -> None:
    lonely = dataclasses.replace(sampled.nothing(), folder=folder, ownerless=(Subject("event", "Lonely"),))
    [result] = run_of(lonely)["results"]
    [location] = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_path_is_written_as_a_part_of_an_address() -> None:
    change = dataclasses.replace(sampled.ADDED, place=Place("a b/ü#?:%.py", 1, 1))
    [location] = alone(change)["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%C3%BC%23%3F%3A%25.py"


def test_a_fingerprint_stays_when_lines_and_versions_move_and_tells_changes_apart() -> None:
    def fingerprint(**values: Any) -> str:
        (found,) = alone(dataclasses.replace(sampled.ADDED, **values))["partialFingerprints"].values()
        return str(found)

    subject = sampled.ADDED.subject
    assert fingerprint() == fingerprint(place=Place(sampled.DEFINITIONS, 90, 1), words="it is quite new")
    assert fingerprint() == fingerprint(subject=dataclasses.replace(subject, version="3.0.0"))
    assert fingerprint() != fingerprint(subject=dataclasses.replace(subject, id="Other"))
    assert fingerprint() != fingerprint(kind="moved")
    assert fingerprint() != fingerprint(place=Place("other.py", 40, 9))


def test_two_results_never_share_a_fingerprint() -> None:
    twice = results(changes=(sampled.ADDED, sampled.ADDED, *sampled.review().changes))
    assert len({json.dumps(result["partialFingerprints"]) for result in twice}) == len(twice)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_is_a_rule_with_its_meaning(kind: str) -> None:
    change = dataclasses.replace(sampled.ADDED, kind=kind)
    [rule] = run_of(dataclasses.replace(sampled.nothing(), changes=(change,)))["tool"]["driver"]["rules"]
    assert rule["id"] == f"review/{kind}"
    assert rule["shortDescription"]["text"] == KINDS[kind][1]


def test_a_problem_is_a_rule_as_severe_as_the_table_of_codes_says() -> None:
    problem = Problem("no-owner", "nobody", Place("a.py", 1))
    run = run_of(dataclasses.replace(sampled.nothing(), problems=((problem, "error"),)))
    [rule] = run["tool"]["driver"]["rules"]
    [result] = run["results"]
    assert rule["defaultConfiguration"]["level"] == CODES["no-owner"].severity == "warning"
    assert result["level"] == "error"


def test_nothing_in_a_text_is_a_link_or_a_placeholder_or_a_secret() -> None:
    written = sarif.as_json(sampled.hostile(), "0.1.0")
    text = run_of(sampled.hostile())["results"][0]["message"]["text"]
    assert "{{0}} {env} [link\\](javascript:x) ***" in text
    assert "ghp_" not in re.sub(r'"uri": "[^"]*"', "", written)
    assert "##[" not in written
    assert {character for character in written if not character.isprintable()} <= {"\n"}
