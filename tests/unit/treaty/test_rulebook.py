"""How each rule is handled, computed from the tables and held to the code."""

from __future__ import annotations

import importlib
import inspect

import pytest

from overflight.desk.kinds import KINDS
from overflight.treaty import (
    CheckKind,
    Handled,
    SeenOfRule,
    handled_rule,
    open_skies,
    rule_book,
)

LAW = open_skies()


@pytest.mark.parametrize("name", sorted({f for e in LAW.executed.values() for f in e.by}))
def test_the_functions_that_judge_rules_are_there(name: str) -> None:
    """A row that names no function would claim what nobody does."""
    place, _, function = name.partition(":")
    found = getattr(importlib.import_module(f"overflight.{place}"), function)
    assert inspect.getdoc(found)


def test_only_decidable_rules_are_judged() -> None:
    """What the text leaves to people stays with people."""
    for rule in LAW.executed:
        assert LAW.rules[rule].check in {CheckKind.HARD, CheckKind.WARN}


def test_statement_types_that_store_or_raise_are_known() -> None:
    """A form that names an unknown type could never be filled."""
    named = {kind for form in LAW.record_forms.values() for kind in form.kinds}
    named |= {kind for prompt in LAW.prompts.values() for kind in prompt.raised_by}
    assert named <= set(KINDS)


def test_a_rule_is_handled_in_one_way() -> None:
    """The three tables share no rule, and each says by what."""
    ways = {entry.id: handled_rule(LAW, entry) for entry in LAW.rules.values()}
    assert ways["GEO-4"][0] is Handled.JUDGED
    assert "missions.rules.ten_kilometres:ten_kilometres" in " ".join(ways["GEO-4"][1])
    assert ways["PFI-6"] == (Handled.RECORDED, ("treaty.fact-recorded/1",))
    assert ways["DEV-1"] == (Handled.RECORDED, ("missions.deviated/1",))
    assert ways["FLT-6"][0] is Handled.ASKED
    tables = (LAW.executed, LAW.record_forms, LAW.prompts)
    assert sum(len(table) for table in tables) == len({rule for t in tables for rule in t})


def test_the_rule_book_says_what_tests_lack() -> None:
    """Kept, broken, and where there is a number the boundary: the rest is named as lacking."""
    seen = {"GEO-4": SeenOfRule(3, ("broken", "kept", "number"))}
    book = rule_book(LAW, seen)
    rows = {row.rule: row for row in book.rules}
    assert rows["GEO-4"].tests is not None
    assert rows["GEO-4"].tests.lacks == ("boundary",)
    assert rows["GEO-5"].tests == SeenOfRule(0, ())
    assert SeenOfRule(1, ("kept",)).lacks == ("broken",)
    assert len(book.rules) == len(LAW.rules)
    assert sum(book.counts().values()) == len(LAW.rules)
    assert rule_book(LAW).rules[0].tests is None
