"""A regime of its own: its numbers, ids and words, and never those of another text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.desk.founding.facts import founding_facts, founding_said
from overflight.desk.held.as_of import code_of
from overflight.desk.held.own_regimes import check_bound, tongue_of, under_law
from overflight.errors import SourceError, UsageError
from overflight.flights.facts import SensorBarred
from overflight.membership import entry_terms, fold_parties
from overflight.membership.facts import WithdrawalNotified
from overflight.missions import Mission
from overflight.treaty import (
    Finding,
    Handled,
    Outcome,
    Regime,
    handled_rule,
    open_skies,
    read_form,
    read_regime,
    regime_named,
    regime_names,
    write_form,
)

CASES = Path(__file__).parents[2] / "golden" / "cases" / "own_regimes"
VALE = files("overflight.treaty").joinpath("regimes", "vale_watch")
# Articles and annexes of the Treaty, its open points, its units, its name.
FOREIGN = re.compile(
    r"art\.[IVX]|annex|Annex|\bAMB-|\bQEF-|Open Skies|open_skies|States Part|State Party|OSCC"
    r"|\bTreaty\b"
)


def changed(**cells: tuple[str, str]) -> Regime:
    """Return the invented regime with texts of some tables replaced."""

    def table(file: str) -> bytes:
        text = VALE.joinpath(file).read_text("utf-8")
        old, new = cells.get(file.removesuffix(".tsv"), ("", ""))
        assert old in text
        return (text.replace(old, new, 1) if old else text).encode()

    return check_bound(read_regime("mine", table))


def answer(name: str, **over: object) -> Mapping[str, object]:
    """Return the answer to a worked case as a document."""
    plain = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    plain.pop("expect")
    case = read_case(json.dumps({**plain, **over}).encode(), where=name)
    found = write_form(judge_case(case, CaseAsked(), source=name))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("file", sorted(CASES.glob("vale-*.json")), ids=lambda file: file.stem)
def test_no_word_of_another_text_is_heard(file: Path) -> None:
    """Two Parties to a cease-fire must not read articles of a treaty they never signed."""
    told = json.dumps(answer(file.stem))
    assert FOREIGN.findall(told) == []
    own = set(regime_named("vale_watch").rules)
    assert set(re.findall(r'"rule": "([^"]+)"', told)) <= own
    assert own.isdisjoint(open_skies().rules)


def test_no_rule_of_the_engine_sounds_through() -> None:
    """Ids of rules the regime does not have name nothing for its Parties."""
    heads = {name.partition("-")[0] for name in open_skies().rules}
    told = json.dumps(answer("vale-said-twice"))
    assert re.findall(rf"\b(?:{'|'.join(heads)})-\d+", told) == []


def test_both_regimes_are_shipped_and_every_binding_holds() -> None:
    """What is shipped as a proof must itself be right."""
    assert regime_names() == ("open_skies", "vale_watch")
    law = check_bound(regime_named("vale_watch"))
    assert law.own
    assert law.since == date(2031, 3, 1)
    assert law.ruleset != open_skies().ruleset
    handled = {handled_rule(law, entry)[0] for entry in law.rules.values()}
    assert handled == {Handled.JUDGED, Handled.RECORDED, Handled.ASKED}


def test_an_unknown_regime_is_told_with_those_there_are() -> None:
    """A name mistyped must not be judged by another law."""
    with pytest.raises(UsageError) as fault:
        answer("vale-mission-kept", regime="mars")
    assert (fault.value.code, fault.value.found) == ("E-REGIME-NAME", "mars")
    assert fault.value.expected == "open_skies or vale_watch"


def test_a_number_is_law() -> None:
    """Whoever changes a number of the bindings has another rule set."""
    other = changed(bound=("missions:K1\t18", "missions:K1\t17"))
    assert other.ruleset != regime_named("vale_watch").ruleset
    tongue = tongue_of(other)
    assert tongue is not None
    limit = tongue.duties["K1"].value
    assert limit is not None
    assert (int(limit.amount), limit.unit, limit.provision) == (17, "h", "par.2.1")


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        (("VW-4\tmissions:K1", "VW-4\tmissions:K99"), "line 7 column engine"),
        (("VW-4\tmissions:K1", "VW-4\tweather:K1"), "line 7 column engine"),
        (("VW-4\tmissions:K1", "VW-4\tmissions K1"), "line 7 column engine"),
        (("VW-4\tmissions:K1", "VX-4\tmissions:K1"), "line 7 column rule"),
        (("VW-4\tmissions:K1", "NTF-3\tmissions:K1"), "line 7 column rule"),
        (("missions:K1\t18\th", "missions:K1\t18\td"), "line 7 column unit"),
        (("missions:K1\t18\th", "missions:K1\t18\t"), "line 7 column unit"),
        (("missions:K1\t18\th", "missions:K1\t\t"), "line 7 column unit"),
        (("missions:K1\t18\th", "missions:K1\t18.5\th"), "line 7 column value"),
        (("missions:K1\t18\th", "missions:K1\t-1\th"), "line 7 column value"),
        (("missions:K1\t18\th", "missions:K1\tsoon\th"), "line 7 column value"),
        (("VW-5\tmissions:K2", "VW-5\tmissions:K1"), "line 8 column engine"),
        (("AMB-1\tutc-elapsed", "AMB-1\tlunar"), "line 5 column value"),
        (("AMB-1\tutc-elapsed", "AMB-1\tLunar days"), "line 5 column value"),
        (("AMB-1\tutc-elapsed", "AMB-1\t"), "line 5 column rule"),
        (("VP-1\treadings:AMB-2", "VP-1\treadings:AMB-3"), "line 6 column rule"),
    ],
)
def test_a_binding_that_cannot_hold_is_told_with_its_place(
    cell: tuple[str, str], place: str
) -> None:
    """Whoever writes a regime by hand must find the cell."""
    with pytest.raises(SourceError) as fault:
        changed(bound=cell)
    assert fault.value.where == f"bound.tsv {place}"


def test_a_clock_that_is_not_bound_is_not_asked() -> None:
    """A regime without a rule has no answer to it, not that of another text."""
    law = changed(bound=("VW-5\tmissions:K2\t3\th\tpar.2.2\tvale-accord\n", ""))
    tongue = tongue_of(law)
    assert tongue is not None
    assert "K2" not in tongue.duties
    mission = under_law([Mission("2031-VW1001")], law)[0]
    assert set(mission.duties) == set(tongue.duties)


def test_what_is_not_bound_is_left_out_and_what_does_not_fit_never_is() -> None:
    """A statement that contradicts must be told even where the regime has no words for it."""
    law = changed(bound=("VW-20\tmissions:E-STATE\t\t\tpar.7.1\tvale-accord\n", ""))
    tongue = tongue_of(law)
    assert tongue is not None
    told = tongue.findings(
        "missions",
        [
            Finding("E-STATE", "art.VI.I.6", Outcome.OPEN, "said twice (art.VI.I.6, CLK-5)"),
            Finding("DEM-5", "annex.F.III.4", Outcome.BROKEN, "24 h added"),
        ],
    )
    assert [(f.rule, f.provision, f.says, f.consequence) for f in told] == [
        ("E-STATE", "treaty", "said twice", "none stated")
    ]


def test_the_accord_begins_as_its_own_paragraph_says() -> None:
    """Three approvals and seven days: 22 February 2031 and seven days are 1 March."""
    law = regime_named("vale_watch")
    tongue = tongue_of(law)
    assert tongue is not None
    terms = entry_terms(law)
    assert (terms.instruments, terms.days, terms.months) == (3, 7, 3)
    membership = [
        s for s in founding_said(law) if type(s.fact).__module__.endswith("membership.facts")
    ]
    parties = fold_parties(membership, terms=terms, readings=tongue.readings(law.readings()))  # type: ignore[arg-type]
    assert parties.in_force == date(2031, 3, 1)
    assert parties.members_on(date(2031, 2, 28)) == ()
    assert parties.members_on(date(2031, 3, 1)) == ("QMA", "QNO", "QTE")


def test_a_regime_may_have_no_quotas_and_a_party_that_leaves() -> None:
    """Empty tables are headers only; a notice of leaving is of the regime's own paragraph."""
    rows = VALE.joinpath("first_distribution.tsv").read_text("utf-8").partition("\n")[2]
    parties = VALE.joinpath("parties.tsv").read_text("utf-8").splitlines()[2]
    cells = parties.split("\t")
    cells[12] = "2032-01-01"
    law = changed(first_distribution=(rows, ""), parties=(parties, "\t".join(cells)))
    facts = [fact for _, fact in founding_facts(law)]
    assert [f.provision for f in facts if isinstance(f, WithdrawalNotified)] == ["par.8.1"]
    assert not [f for f in facts if type(f).__name__ == "DistributionAdopted"]


def test_codes_are_those_of_the_regime() -> None:
    """DE is no Party here, and QMA none there."""
    law = regime_named("vale_watch")
    assert code_of(" qma", law) == "QMA"
    with pytest.raises(UsageError, match="QMA or QTE or QNO"):
        code_of("DE", law)
    with pytest.raises(UsageError):
        code_of("QMA")


def test_views_of_the_parties_are_their_own_readings_of_their_own_points() -> None:
    """One side counts the notice from its receipt: contested, by the regime's own point."""
    plain = json.loads((CASES / "vale-mission-kept.json").read_text("utf-8"))
    chosen = {
        "type": "commission.reading-chosen/1",
        "party": "QMA",
        "time": "2031-04-01T00:00:00Z",
        "body": {"point": "VP-1", "option": "receipt", "since": "2031-04-01"},
    }
    found = answer(
        "vale-mission-kept", statements=[chosen, *plain["statements"]], views=["QMA", "QTE"]
    )
    assert found["outcome"] == "contested"
    contested = found["contested"]
    assert isinstance(contested, list)
    assert [row["rule"] for row in contested] == ["VW-4"]
    assert "VP-1=receipt" in json.dumps(contested)
    assert FOREIGN.findall(json.dumps(found)) == []


def test_the_regime_the_engine_was_written_for_has_no_tongue_of_its_own() -> None:
    """There everything is said as it stands."""
    assert tongue_of(open_skies()) is None
    missions = (Mission("2003-OS3001"),)
    assert under_law(missions, open_skies()) == missions
    assert datetime(2031, 1, 1, tzinfo=UTC) == founding_said(regime_named("vale_watch"))[
        0
    ].time.replace(month=1)


def test_a_chapter_with_nothing_bound_that_was_asked_has_no_subject() -> None:
    """A plan of which the regime asks only its radars, and which has none, is not judged at all."""

    def table(file: str) -> bytes:
        rows = VALE.joinpath(file).read_text("utf-8").splitlines(keepends=True)
        if file == "bound.tsv":
            rows = [row for row in rows if "\tplans:" not in row or "SEN-6" in row]
        return "".join(rows).encode()

    law = check_bound(read_regime("mine", table))
    plain = json.loads((CASES / "vale-mission-kept.json").read_text("utf-8"))
    plain.pop("expect")
    case = read_case(json.dumps(plain).encode(), where="case")
    found = judge_case(case, CaseAsked(law=law), source="case")
    assert "plans" not in {subject.chapter for subject in found.subjects}
    assert found.outcome is Outcome.KEPT


GROUND = {"certification": "V-1", "started_at": "2031-05-01T04:00:00Z", "by": ["QMA"]}
LISTED = {
    "state": "QNO",
    "version": 1,
    "on": "2031-01-01",
    "people": 500,
    "list_sha256": "ab" * 32,
    "added": ["QNO-1"],
}
TREATY_ONLY = [
    {
        "type": "sensors.ground-examined/1",
        "party": "QNO",
        "body": {"at": "2031-05-01T16:00:00Z", **GROUND},
    },
    {
        "type": "missions.personnel-list-sent/1",
        "party": "QNO",
        "time": "2031-01-01T00:00:00Z",
        "body": LISTED,
    },
]


def test_what_no_rule_can_be_bound_to_is_kept_and_said() -> None:
    """Twelve hours of examination and 500 people break the Treaty; here no rule speaks of them."""
    plain = json.loads((CASES / "vale-mission-kept.json").read_text("utf-8"))
    found = answer("vale-mission-kept", statements=[*plain["statements"], *TREATY_ONLY])
    assert found["outcome"] == "kept"
    assert found["unbound"] == ["certification and sensors", "personnel"]
    assert FOREIGN.findall(json.dumps(found)) == []
    assert answer("vale-mission-kept")["unbound"] == []


def test_the_treaty_itself_leaves_nothing_unbound() -> None:
    """Its own rules judge what the same statements say."""
    case = {"case": "c", "at": "2031-06-01T00:00:00Z", "statements": TREATY_ONLY}
    found = judge_case(read_case(json.dumps(case).encode(), where="c"), CaseAsked(), source="c")
    assert found.unbound == ()
    rules = {f.rule for subject in found.subjects for f in subject.findings}
    assert {"CRT-10", "PER-1"} <= rules


def test_a_flight_of_a_regime_of_its_own_has_its_own_key() -> None:
    """Tracks and bars of sensors name missions by the letters of their regime."""
    body = {"sensor": "*", "since": "2031-05-02T12:00:00Z", "until": "2031-05-02T12:10:00Z"}
    for key in ("2031-VW1001", "2003-OS3001"):
        read_form(SensorBarred, {"mission": key, **body}, where="fact")
    with pytest.raises(SourceError, match="E-FORM"):
        read_form(SensorBarred, {"mission": "2031-vw1001", **body}, where="fact")
