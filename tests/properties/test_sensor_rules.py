"""Rules about sensors never raise, whatever is said, in whatever order, by whomever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.sensor_facts import BASE, CARRIED, KEY, REPORT, asked_at, at, record_of

from overflight.sensors import SensorFact, judge_sensors
from overflight.sensors.facts import (
    CertificationAgreed,
    DisagreementSettled,
    NumbersDecided,
    PeriodDecided,
    ReportAnswered,
    ReportedSensor,
)
from overflight.sensors.facts_examined import (
    Direction,
    MethodAdopted,
    ResolutionRead,
    TargetDescribed,
)
from overflight.sensors.facts_packages import CategoryAdded, ConcernNotified, HeightReplaced
from overflight.treaty import open_skies

RULES = open_skies().rules
WHEN = at("2022-10-01 00:00")
numbers = st.decimals(min_value=0, max_value=100_000, allow_nan=False)
codes = st.sampled_from(["OP", "OF", "TV", "IRLS", "SAR", "LIDAR", ""])
parties = st.sampled_from(["DE", "RO", "CA", "HU"])
reads = st.builds(
    lambda category, height, length, axis: ResolutionRead(
        WHEN, KEY, "OF-1", category, height, length, axis
    ),
    codes,
    numbers,
    numbers,
    st.sampled_from(Direction),
)
others = st.one_of(
    st.builds(lambda yes: ReportAnswered(WHEN, KEY, yes), st.booleans()),
    st.builds(lambda yes: DisagreementSettled(WHEN, KEY, yes), st.booleans()),
    st.builds(
        lambda rule, n: CertificationAgreed(WHEN, KEY, rule, "", n),
        st.sampled_from(["CRT-10", "CRT-15"]),
        st.none() | numbers,
    ),
    st.builds(
        lambda n, yes: NumbersDecided(WHEN, KEY, {"RO": n}, yes), st.integers(0, 99), st.booleans()
    ),
    st.builds(lambda: PeriodDecided(WHEN, KEY)),
    st.builds(lambda c, n: MethodAdopted(WHEN, c, "dec.3", n), codes, st.none() | numbers),
    st.builds(lambda n: TargetDescribed(WHEN, KEY, "T", n, ()), numbers),
    st.builds(lambda c, m: CategoryAdded(WHEN, c, "dec", m), codes, codes),
    st.builds(lambda: ConcernNotified(WHEN, "A319-OS", "OF-1")),
    st.builds(lambda n: HeightReplaced(WHEN, CARRIED.mission, "OF-1", n), numbers),
    reads,
)


@given(
    kept=st.lists(st.sampled_from([*BASE, ("DE", CARRIED)]), max_size=12),
    more=st.lists(st.tuples(parties, others), max_size=6),
    shift=st.integers(-400, 400),
    by=parties,
)
def test_every_rule_answers_whatever_was_said(
    kept: list[tuple[str, SensorFact]],
    more: list[tuple[str, SensorFact]],
    shift: int,
    by: str,
) -> None:
    """Facts missing, doubled, shifted, by the wrong Party: findings all the same."""
    facts = [*kept, *more]
    if facts:
        party, fact = facts[0]
        facts[0] = (by, replace(fact, at=fact.at + timedelta(days=shift)))
        facts.append((party, fact))
    for _, findings in judge_sensors(record_of(facts), asked_at()):
        for finding in findings:
            assert finding.rule in RULES
            assert finding.says


@given(numbers, numbers, codes)
def test_any_number_in_a_report_is_judged(
    height: Decimal, resolution: Decimal, category: str
) -> None:
    """The smallest decimals a form takes are numbers too."""
    one = ReportedSensor("OF-1", category, height, resolution)
    facts: list[tuple[str, SensorFact]] = [("DE", replace(REPORT, sensors=(one,)))]
    facts += [
        ("DE", ResolutionRead(WHEN, KEY, "OF-1", category, height, resolution, flown_pass=1)),
    ]
    for _, findings in judge_sensors(record_of(facts), asked_at()):
        assert all(finding.rule in RULES for finding in findings)
