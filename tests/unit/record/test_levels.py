"""How far entries have come, when they were made, and what silence proves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from tests.mirror_samples import NOW, cosigned, head_over, mirror_key
from tests.record_samples import HU, RO, Tampered, filled, key, put, statement

from overflight.assembly import OpenRecord
from overflight.desk import signed
from overflight.record import (
    EntryView,
    Line,
    LogView,
    RecordView,
    Seen,
    Silence,
    TimeBounds,
    check_record,
    extent,
    level_of,
    read_genesis,
    regime_policies,
    silence,
    view_record,
)
from overflight.record.levels import Level
from overflight.record.timebounds import InTime, in_time, time_bounds

PARTIES = ("CA", "HU", "RO", "US")
KEYS = {party: mirror_key(party) for party in PARTIES}
ALL = regime_policies({party: (key,) for party, key in KEYS.items()})


def line(party: str, size: int = 5, time: int = NOW) -> Line:
    """Return a good cosignature over HU's log."""
    return Line(party, KEYS[party], size, time)


def level(index: int, *parties: str, **entry: tuple[str, ...]) -> Level:
    """Return the level of an entry of HU's log of five under cosignatures by parties."""
    view = LogView("HU", 5, tuple(line(party) for party in parties))
    return level_of(EntryView(index, **({"to": ("RO",)} | entry)), view, ALL, PARTIES).level


def test_levels_build_on_each_other() -> None:
    """Local, published, witnessed by three of four, held by the addressee, answered."""
    assert level(5) is Level.LOCAL
    assert level(4) is Level.PUBLISHED
    assert level(4, "HU", "CA") is Level.PUBLISHED
    assert level(4, "HU", "CA", "US") is Level.WITNESSED
    assert level(4, "HU", "CA", "RO") is Level.HELD
    assert level(4, "HU", "CA", "RO", answered_by=("RO",)) is Level.ANSWERED
    assert level(5, "HU", "CA", "RO", answered_by=("RO",)) is Level.LOCAL
    assert level(4, "HU", "CA", "US", answered_by=("RO",)) is Level.WITNESSED


def test_an_entry_to_all_is_held_by_all_others() -> None:
    """``*`` stands for every party but the author."""
    assert level(4, "RO", "CA", "HU", to=("*",)) is Level.WITNESSED
    assert level(4, "RO", "CA", "US", to=("*",)) is Level.HELD
    assert level(4, "RO", "CA", "US", to=("*",), answered_by=("HU",)) is Level.HELD


def test_who_holds_and_who_answered_is_named_below_their_levels_too() -> None:
    """An answer is a fact even where the quorum is not met yet."""
    view = LogView("HU", 5, (line("RO"), line("CA", 2)))
    reached = level_of(EntryView(3, ("RO", "US"), ("RO", "CA")), view, ALL, PARTIES)
    assert reached.level is Level.PUBLISHED
    assert (reached.held_by, reached.answered_by) == (("RO",), ("RO",))


def test_without_a_policy_nothing_is_witnessed() -> None:
    """Nobody counts as witness for a reader who names none."""
    view = LogView("HU", 5, tuple(line(party) for party in PARTIES))
    assert level_of(EntryView(0, ("RO",)), view, (), PARTIES).level is Level.PUBLISHED


def test_time_bounds_of_the_design() -> None:
    """N = 4, f = 1, times 10, 20, 30, 40: as A NA is 20, as B NB is 30."""
    lines = [line(p, time=t) for p, t in zip(PARTIES, (40, 10, 30, 20), strict=True)]
    assert time_bounds(4, lines, lines, 4) == TimeBounds(30, 20)
    assert time_bounds(5, lines, [], 4) == TimeBounds()
    assert time_bounds(4, lines[:1], lines[:1], 4) == TimeBounds()


def test_one_liar_moves_no_bound_beyond_the_honest() -> None:
    """Of four clocks one may say anything: the bounds stay between honest times."""
    for lie in (0, 2**62):
        lines = [line("CA", time=lie), *(line(p, time=NOW) for p in PARTIES[1:])]
        assert time_bounds(4, lines, lines, 4) == TimeBounds(NOW, NOW)


def test_the_earliest_of_each_party_counts_for_na_and_the_latest_for_nb() -> None:
    """Heartbeats do not make an entry younger; old notes do not make it older."""
    lines = [line(p, time=t) for p in ("HU", "RO") for t in (10, 90)]
    assert time_bounds(0, lines, lines, 4) == TimeBounds(90, 10)
    assert time_bounds(3, [line("HU", 3), line("RO", 3)], [], 4) == TimeBounds()


def test_bounds_as_instants() -> None:
    """Seconds become instants where the calendar has them."""
    bounds = TimeBounds(NOW, 2**62)
    assert bounds.earliest == datetime(2030, 1, 1, tzinfo=UTC)
    assert (bounds.latest, TimeBounds().latest) == (None, None)


@pytest.mark.parametrize(
    ("after", "before", "deadline", "told"),
    [
        (10, 20, 20, InTime.KEPT),
        (10, 20, 19, InTime.UNDECIDED),
        (10, 20, 10, InTime.UNDECIDED),
        (10, 20, 9, InTime.MISSED),
        (None, 20, 19, InTime.UNDECIDED),
        (None, 20, 20, InTime.KEPT),
        (10, None, 99, InTime.UNDECIDED),
        (10, None, 9, InTime.MISSED),
        (None, None, 9, InTime.UNDECIDED),
    ],
)
def test_deadlines(after: int | None, before: int | None, deadline: int, told: InTime) -> None:
    """Kept before NA, missed after NB, and no guess between."""
    bounds = TimeBounds(after, before)
    assert in_time(bounds, deadline) is told
    assert in_time(bounds, datetime.fromtimestamp(deadline, UTC)) is told


def test_silence_wants_a_quorum_dated_then_or_later() -> None:
    """Three of four that knew no larger head prove it; two do not, nor do older lines."""
    lines = [line(p, time=NOW) for p in ("CA", "HU", "RO")]
    assert silence(lines, None, NOW, 4) is Silence.PROVEN
    assert silence(lines, 5, NOW, 4) is Silence.PROVEN
    assert silence(lines[1:], None, NOW, 4) is Silence.UNDECIDED
    assert silence(lines, None, NOW + 1, 4) is Silence.UNDECIDED
    assert silence([*lines[1:], *lines[1:]], None, NOW, 4) is Silence.UNDECIDED


def test_an_objection_counts_by_when_it_existed() -> None:
    """Covered by f+1 parties in time it was spoken; later it leaves the silence as it was."""
    lines = [line("CA", 4, NOW), line("HU", 5, NOW), line("RO", 5, NOW)]
    assert silence(lines, 4, NOW, 4) is Silence.SPOKEN
    assert silence(lines, 4, NOW - 1, 4) is Silence.UNDECIDED
    before = [line(p, 4, NOW) for p in ("CA", "HU", "RO")]
    late = [line(p, 5, NOW + 99) for p in ("CA", "HU", "RO")]
    assert silence([*before, *late], 4, NOW, 4) is Silence.PROVEN


def test_extents() -> None:
    """How far from the first entry lines of a kind reach."""
    lines = [line("HU", 2), line("RO", 5), line("CA", 3)]

    def two(some: object) -> bool:
        return isinstance(some, list) and len({n.party for n in some}) > 1

    assert extent(lines, two) == 3
    assert extent(lines[:1], two) == 0
    assert extent([], two) == 0


def viewed(copy: Tampered) -> RecordView:
    """Return a record as its cosignatures show it."""
    checked = check_record(copy.document, copy.leaves_of)
    return view_record(read_genesis(copy.document), checked, copy.heads_of)


def sample() -> OpenRecord:
    """Return a record of two parties in which RO answers HU."""
    record = filled()
    ref = put(record, "HU", 50, to=("RO",))
    put(record, "RO", 51, re=(ref,))
    return record


def test_a_record_seen_whole() -> None:
    """Lines under its heads, levels of its entries, and answers across logs come together."""
    copy = Tampered.of(sample())
    note = copy.heads_of[HU][-1]
    copy.heads_of[HU][-1] = cosigned(note, ("HU", NOW), ("RO", NOW + 5))
    view = viewed(copy)
    asked = regime_policies(view.roster)
    checked = check_record(copy.document, copy.leaves_of)
    entry = next(c for c in checked if (c.ref.o, c.ref.i) == (HU, 4))
    reached = view.reached(entry, asked)
    assert (reached.level, reached.held_by, reached.answered_by) == (
        Level.ANSWERED,
        ("HU", "RO"),
        ("RO",),
    )
    assert view.bounds(entry, copy.blob) == TimeBounds(None, NOW)
    other = next(c for c in checked if (c.ref.o, c.ref.i) == (RO, 1))
    assert view.reached(other, asked).level is Level.PUBLISHED


@pytest.mark.parametrize("bad", [b"noise", head_over(HU, [b"other"])])
def test_heads_that_do_not_fit_count_for_nothing(bad: bytes) -> None:
    """A cosignature over another tree, or noise, lifts no entry."""
    copy = Tampered.of(sample())
    copy.heads_of[HU] = [cosigned(bad, ("RO", NOW)) if bad != b"noise" else bad]
    view = viewed(copy)
    assert (view.logs[HU].size, view.logs[HU].lines) == (0, ())
    void = replace(check_record(copy.document, copy.leaves_of)[1], statement=None)
    assert view.reached(void, ()).level is Level.LOCAL


def test_void_entries_answer_nothing() -> None:
    """Noise in a log has no statement, and lifts no other entry."""
    copy = Tampered.of(sample())
    copy.leaves_of[RO].append(b"noise")
    copy.seal(RO)
    assert list(viewed(copy).answers.values()) == [("RO",)]


def test_what_an_author_had_seen_bounds_it_from_below() -> None:
    """Notes named by hash date the entry that names them; others do not."""
    record = sample()
    note = cosigned(record.desk.records.checkpoint(RO) or b"", ("HU", NOW), ("RO", NOW + 7))
    digest = sha256(note).hexdigest()
    noise = sha256(b"noise").hexdigest()
    seen = (Seen(RO, 3, digest), Seen(RO, 3, noise), Seen(RO, 3, "00" * 32))
    leaf = signed(replace(statement("HU", 77), seen=seen), [key("HU", "author-1")])
    record.desk.records.append(HU, [leaf], [note, b"noise"])
    copy = Tampered.of(record)
    last = [c for c in check_record(copy.document, copy.leaves_of) if c.ref.o == HU][-1]
    view = viewed(copy)
    assert view.bounds(last, copy.blob) == TimeBounds(NOW + 7, None)
    assert view.bounds(last, lambda _: b"other bytes") == TimeBounds()
    assert view.bounds(replace(last, statement=None), copy.blob) == TimeBounds()


def test_the_verifier_reports_lines_and_how_far_heads_reach() -> None:
    """Lines over any good head count, not only the newest; names are sorted."""
    copy = Tampered.of(filled())
    first, *rest, last = copy.heads_of[HU]
    copy.heads_of[HU] = [cosigned(first, ("RO", 5)), *rest, cosigned(last, ("RO", 7), ("HU", 6))]
    log = copy.verify().logs[0]
    assert (log.published, log.cosigners) == (4, ("HU", "RO"))
    assert [(n.party, n.size, n.time) for n in log.lines] == [
        ("RO", 1, 5),
        ("RO", 4, 7),
        ("HU", 4, 6),
    ]
