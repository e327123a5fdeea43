"""The Commission as answers: its sessions and its decisions, and the forms of what waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import cast

from overflight.commission import (
    Proceedings,
    SessionFact,
    fold_proceedings,
    next_chair,
)
from overflight.deadlines import Instant
from overflight.desk.held.as_of import AsOf
from overflight.record import Said

__all__ = [
    "CommissionAsked",
    "DecisionList",
    "DecisionRow",
    "PendingList",
    "PendingRow",
    "SessionList",
    "SessionRow",
    "decision_list",
    "session_list",
]


@dataclass(frozen=True, slots=True)
class CommissionAsked:
    """What is asked about: what held, everything said, the day.

    Args:
        held: What held on any day.
        said: All statements.
        on: The day.
    """

    held: AsOf
    said: tuple[Said[object], ...]
    on: date

    @property
    def at(self) -> Instant:
        """Return the last second of the day."""
        return datetime.combine(self.on, time(23, 59, 59), tzinfo=UTC)

    @property
    def proceedings(self) -> Proceedings:
        """Return the proceedings of the Commission."""
        said = list(self.of(*SessionFact.__args__))
        return fold_proceedings(cast("list[Said[SessionFact]]", said))

    def of(self, *kinds: type) -> Iterator[Said[object]]:
        """Yield the statements of some kinds."""
        return (said for said in self.said if isinstance(said.fact, kinds))


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session.

    Args:
        session: Its name.
        kind: Regular or extraordinary; empty where it only was asked for.
        chair: Code of the State Party in the chair.
        items: Its agenda.
        documents: Its papers.
        opens: First day; none where it has not opened.
        closes: Last day, where known.
    """

    session: str
    kind: str
    chair: str
    items: tuple[str, ...]
    documents: tuple[str, ...]
    opens: date | None = None
    closes: date | None = None


@dataclass(frozen=True, slots=True)
class SessionList:
    """The sessions up to a day, and who has the chair next.

    Args:
        on: The day.
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        next_chair: Whose turn the next session is; empty where no chair is on record.
        rows: The sessions.
    """

    on: date
    facts: str
    ruleset: str
    next_chair: str
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision in force, or one proposal.

    Args:
        number: Number of the decision, or name of the proposal.
        title: What it is about.
        state: ``in force``, or where the proposal stands.
        adopted: Day of adoption as far as it is known.
        read: How much of its text was read; empty for a proposal.
        objections: Codes of the States Parties that object.
        provision: How it is cited.
    """

    number: str
    title: str
    state: str
    adopted: str
    read: str
    objections: tuple[str, ...]
    provision: str


@dataclass(frozen=True, slots=True)
class DecisionList:
    """The decisions in force on a day, and the proposals.

    Args:
        on: The day.
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        rows: Decisions, then proposals.
    """

    on: date
    facts: str
    ruleset: str
    rows: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class PendingRow:
    """Something that waits for the Commission or for the Depositaries.

    Args:
        what: What waits.
        then: What the text says if the day passes.
        rule: Its rule.
        provision: Where it is written.
        since: Since when, where known.
        due: Last day, where the text has one.
    """

    what: str
    then: str
    rule: str
    provision: str
    since: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class PendingList:
    """What waits on a day, the earliest due first.

    Args:
        on: The day.
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        rows: What waits.
    """

    on: date
    facts: str
    ruleset: str
    rows: tuple[PendingRow, ...]


def session_list(asked: CommissionAsked) -> SessionList:
    """Return the sessions up to a day.

    Treaty: annex.L.I (OSC-6, OSC-7, OSC-8).
    """
    done = asked.proceedings
    rows = []
    for session in done.sessions:
        opened = session.convened
        if opened is not None and opened.opens > asked.on:
            continue
        closed = session.closed.closes if session.closed else None
        rows.append(
            SessionRow(
                session.name,
                opened.kind.value if opened else "",
                opened.chair if opened else "",
                tuple(i.title for i in done.items if i.session == session.name),
                tuple(d.document for d in done.documents if d.session == session.name),
                opened.opens if opened else None,
                closed if closed is None or closed <= asked.on else None,
            )
        )
    chairs = [row.chair for row in rows if row.chair]
    members = asked.held.parties.members_on(asked.on)
    turn = next_chair(chairs[-1], members) if chairs else ""
    return SessionList(asked.on, asked.held.source, asked.held.regime.ruleset, turn, tuple(rows))


def decision_list(asked: CommissionAsked) -> DecisionList:
    """Return the decisions in force on a day, and where every proposal stands.

    Treaty: art.X.2, art.X.5 (OSC-2, OSC-5).
    """
    decided = (
        DecisionRow(
            decision.fact.number,
            decision.fact.title,
            "in force",
            str(decision.fact.adopted or decision.fact.adopted_text or "not known"),
            decision.fact.status.value,
            (),
            decision.fact.provision,
        )
        for decision in asked.held.chronicle.decisions_on(asked.on)
    )
    proposed = (
        DecisionRow(
            p.concluded.number if p.concluded and p.concluded.number else p.fact.proposal,
            p.fact.title,
            p.state(asked.at).value,
            p.concluded.at.date().isoformat() if p.concluded else "",
            "",
            tuple(dict.fromkeys(o.state for o in p.standing(asked.at))),
            p.fact.provision,
        )
        for p in asked.proceedings.proposals
        if p.fact.on <= asked.on
    )
    rows = (*decided, *proposed)
    return DecisionList(asked.on, asked.held.source, asked.held.regime.ruleset, rows)
