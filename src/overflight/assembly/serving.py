"""A node that serves: its listener, its peers, its rounds, and what it tells."""

from __future__ import annotations

import random
import secrets
import signal
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from time import monotonic
from types import FrameType

from overflight.adapters.copies import RECORD_FILE
from overflight.adapters.node.calling import Address, Callers, addresses_of, pins_of
from overflight.adapters.node.confirming import start_check
from overflight.adapters.node.contacts import Contacts, NotedPeer, write_round
from overflight.adapters.node.foreign import ForeignWork, Witnesses, guests_of
from overflight.adapters.node.hinting import HintPace, PacedPeer
from overflight.adapters.node.journal import Journal
from overflight.adapters.node.listening import Listener
from overflight.adapters.node.loop import NodeLoop
from overflight.adapters.node.server import NodeApp, Outlets
from overflight.adapters.node.shelves import Shelves
from overflight.adapters.node.tls import Pin, TlsIdentity, listen_context, names_of
from overflight.assembly.nodes import OpenNode
from overflight.desk.network.own import cosign_own
from overflight.desk.network.ports import Peer
from overflight.desk.network.recovery import Source, Start
from overflight.desk.network.rounds import ALARMS, Outcome, RoundReport, run_round, visit
from overflight.desk.node_status import LastRound
from overflight.errors import OverflightError, RecordError, StoreError, UsageError
from overflight.record import party_of, read_head

__all__ = ["ServingNode", "serve_node"]

ASK_AGAIN_S = 3.0
"""A node that has just started asks so often whether others have seen a later head of its log."""
MOST_SKIPPED = 8
"""A peer that does not answer is asked in every eighth round at least, and after its hints."""


@dataclass(slots=True)
class _Silence:
    """How often in a row a peer has not answered."""

    times: int = 0

    def is_due(self, number: int) -> bool:
        """Tell whether it is asked in a round; twice as seldom after each time."""
        return number % min(1 << max(self.times - 1, 0), MOST_SKIPPED) == 0


class ServingNode:
    """What a node does while it serves; made and used in one thread, but for hints and answers.

    Args:
        node: The node.
        journal: What it tells.
        interval_s: Seconds from one round to the next.
        seed: Spreads the rounds; random if not given.

    Raises:
        UsageError: It has no key for the network, or its address is taken.
    """

    def __init__(
        self, node: OpenNode, journal: Journal, interval_s: int, seed: int | None = None
    ) -> None:
        if node.tls is None or not node.desk.by:
            raise UsageError(
                "E-KEY",
                where=str(node.path),
                expected="the machine's keys: log, mirror, tls",
                found="no tls key" if node.tls is None else "no mirror key",
                remedy="Put the machine's keys into keys/<PARTY>/ of the node's folder.",
            )
        self._node = node
        self._desk = node.desk
        self._records = node.records
        self._tls = node.tls
        self._journal = journal
        self._interval_s = interval_s
        self._contacts = Contacts(self._desk.clock.now)
        self._callers = Callers(node.party, node.tls, self._desk.clock.now)
        self._peers: Mapping[str, Peer] = {}
        self._pins: tuple[Pin, ...] = ()
        self._silent: dict[str, _Silence] = {}
        self._told: dict[str, str] = {}
        self._pace = HintPace()
        self._sound = self._recovering = self._waits = False
        self._started_at = self._desk.clock.now()
        self._rounds = 0
        self._failed: list[StoreError] = []
        rng = random.Random(secrets.randbits(64) if seed is None else seed)  # noqa: S311 - no secret
        self.loop = NodeLoop(self, interval_s, rng)
        self._hinters = ThreadPoolExecutor(4, "overflight-hint")
        self._shelves = Shelves(node.path / RECORD_FILE, node.record.genesis, node.party)
        self._pins = self._known_pins()
        self._guests = guests_of(node.settings.logs)
        self._witnesses = Witnesses(node.settings.witnesses, self._identity())
        self._foreign: ForeignWork | None = None
        if node.settings.logs:
            base = self._desk.keys.genesis.base
            self._foreign = ForeignWork(
                node.path, node.settings.logs, base, self._desk.by, self._desk.now
            )
        self._app, self._listener = self._listening()

    def _listening(self) -> tuple[NodeApp | None, Listener | None]:
        address = self._node.settings.address
        if address is None:
            return None, None
        outlets = Outlets(
            self._shelves.serve,
            self.loop.hint,
            self._foreign.judge if self._foreign else None,
            self._health,
            self._fail,
        )
        guests = names_of(self._guests)
        app = NodeApp(outlets, names_of(self._pins), self._desk.now, guests=guests)
        return app, Listener(app, self._context(), address)

    def _context(self) -> ssl.SSLContext:
        return listen_context(self._identity(), (*self._pins, *self._guests))

    def _identity(self) -> TlsIdentity:
        return TlsIdentity(self._node.party, self._tls, self._desk.clock.now())

    def _known_pins(self) -> tuple[Pin, ...]:
        parties = [founder.party for founder in self._desk.keys.genesis.parties]
        pins = (pins_of(self._desk.keys, self._node.settings, party) for party in parties)
        return tuple(sorted((p for each in pins for p in each), key=lambda p: (p.name, p.kid)))

    def _health(self) -> Mapping[str, str | int]:
        return {"party": self._node.party, "rounds": self._rounds}

    def _fail(self, fault: StoreError) -> None:
        self._failed.append(fault)
        self.loop.stop()

    @property
    def address(self) -> tuple[str, int] | None:
        """Return host and port it listens on, or nothing for a node that only asks."""
        return self._listener.address if self._listener else None

    def start(self) -> None:
        """Answer callers from now on."""
        if self._listener is not None:
            self._listener.start()
        at = "nothing" if self.address is None else f"{self.address[0]}:{self.address[1]}"
        self._journal.tell(
            "serving", party=self._node.party, listen=at, interval_s=self._interval_s
        )

    def run(self) -> None:
        """Work until stopped.

        Raises:
            StoreError: The disk failed; the process must stop (W4).
        """
        self.loop.run()
        if self._failed:
            raise self._failed[0]

    def close(self) -> None:
        """Answer nobody any more and let go of everything but the record."""
        if self._listener is not None:
            self._listener.stop()
        if self._app is not None:
            self._app.close()
        self._hinters.shutdown()
        self._callers.close()
        self._witnesses.close()
        if self._foreign is not None:
            self._foreign.close()
        self._shelves.close()
        self._journal.tell("stopped", party=self._node.party, rounds=self._rounds)

    # What the loop asks for.

    def do_round(self) -> float | None:
        """Ask every peer, mirror, cosign, collect; return when to come again if sooner."""
        began = monotonic()
        if not self._may_sign():
            self._leave(Decimal(str(round(monotonic() - began, 3))))
            return ASK_AGAIN_S
        peers = self._reachable()
        due = [p for party, p in peers.items() if self._is_due(party)]
        report = run_round(self._desk, due, self._rounds)
        self._rounds += 1
        self._tell(report, [peer.name for peer in due])
        for name, why in self._witnesses.collect(self._desk):
            event = "alarm" if why.code in ALARMS else "fault"
            says = f"expected {why.expected}; found {why.found}"
            self._journal.tell(event, code=why.code, witness=name, found=says)
        self._renew()
        took = Decimal(str(round(monotonic() - began, 3)))
        self._leave(took)
        self._journal.tell(
            "round",
            number=self._rounds,
            asked=len(due),
            reached=len(report.reached),
            cosigned=len(report.cosigned),
            new=len(report.grown),
            took_s=took,
        )
        return None

    def answer_hint(self, party: str) -> None:
        """Ask one peer, which said that there is something new."""
        peer = self._reachable().get(party)
        if peer is not None and self._sound:
            self._journal.tell("hint", party=party)
            self._tell(visit(self._desk, peer), [party])
            self._renew()

    def own_size(self) -> int:
        """Return how many entries the party's own log has."""
        self._hinters.submit(self._pace.catch_up)
        note = self._desk.records.checkpoint(self._desk.own)
        return read_head(note)[0].size if note else 0

    def tell_peers(self) -> None:
        """Hint to all peers that there is something new here."""
        if not self._sound:
            return
        cosign_own(self._desk)
        self._journal.tell("said", party=self._node.party, entries=self.own_size())
        for peer in self._peers.values():
            self._hinters.submit(peer.hint)

    def _may_sign(self) -> bool:
        """Tell whether this node may sign; when it starts, others are asked for its newest head."""
        if self._sound:
            return True
        if self._recovering:
            return self._is_confirmed()
        sources = [Source(party, peer) for party, peer in self._reachable().items()]
        fresh = self._desk.ids.fresh().hex()
        check = start_check(self._records, self._node.path, self._node.party, sources, fresh)
        if check.start is Start.SOUND:
            self._sound = True
            self._journal.tell("sound", party=self._node.party)
        elif check.start is Start.RECOVERING:
            self._recovering = True
            self._contacts.alarm("E-RECOVERING", self._node.party, check.why)
            self._journal.tell("alarm", code="E-RECOVERING", log=self._node.party, found=check.why)
        elif not self._waits:
            self._waits = True
            self._journal.tell("waiting", answers_needed=check.needed, found=check.why)
        return self._sound

    def _is_confirmed(self) -> bool:
        """Tell whether an officer has confirmed the recovery meanwhile."""
        try:
            with self._records.transaction():
                self._records.check_may_sign()
        except RecordError:
            return False
        self._sound, self._recovering = True, False
        self._contacts.clear(self._node.party)
        self._journal.tell("sound", party=self._node.party)
        return True

    def _reachable(self) -> Mapping[str, Peer]:
        """Return the peers whose address and key are known now."""
        addresses = addresses_of(self._desk.keys, self._node.settings)
        callers = self._callers.peers(addresses)
        for party, address in addresses.items():
            if party not in callers:
                self._unreachable(party, address)
        paced = {p: PacedPeer(peer, self._pace) for p, peer in callers.items()}
        self._peers = {p: NotedPeer(peer, self._contacts) for p, peer in paced.items()}
        return self._peers

    def _unreachable(self, party: str, address: Address) -> None:
        fault = self._callers.faults.get(party)
        lacks = "no address known" if not address.url else "no key known"
        code, says = (fault.code, str(fault)) if fault else ("E-PEER", lacks)
        self._contacts.tried(party, address.url)
        self._contacts.failed(party, code, says)
        self._tell_fault(party, code, says)

    def _is_due(self, party: str) -> bool:
        due = self._silent.setdefault(party, _Silence()).is_due(self._rounds)
        if due:
            url = addresses_of(self._desk.keys, self._node.settings)[party].url
            self._contacts.tried(party, url)
        return due

    def _tell(self, report: RoundReport, asked: Sequence[str]) -> None:
        """Note who answered, and tell what is new in what went wrong."""
        for party in asked:
            silence = self._silent.setdefault(party, _Silence())
            if silence.times and party in report.reached:
                self._told.pop(party, None)
                self._journal.tell("back", party=party)
            silence.times = 0 if party in report.reached else silence.times + 1
        for origin in report.grown:
            head = self._desk.mirrors.held(origin).last
            size = read_head(head)[0].size if head else 0
            self._journal.tell("cosigned", log=party_of(origin), entries=size)
        for outcome in report.outcomes:
            self._tell_outcome(outcome)
        for ref in report.said:
            self._journal.tell("fork-said", entry=ref.i)

    def _tell_outcome(self, outcome: Outcome) -> None:
        """Tell once what went wrong; again when it has been in order in between."""
        log = party_of(outcome.origin) if outcome.origin else outcome.peer
        says = f"at {outcome.peer}: expected {outcome.expected}; found {outcome.found}"
        if outcome.alarm:
            if self._contacts.alarm(outcome.code, log, says):
                self._journal.tell("alarm", code=outcome.code, log=log, found=says)
        else:
            self._contacts.failed(outcome.peer, outcome.code, says)
            self._tell_fault(outcome.peer, outcome.code, says)

    def _tell_fault(self, party: str, code: str, says: str) -> None:
        """Tell a fault of a peer once, until it is another one or was in order in between."""
        if self._told.get(party) != code:
            self._told[party] = code
            self._journal.tell("fault", code=code, party=party, found=says)

    def _renew(self) -> None:
        """Listen under other keys where the parties' keys have changed."""
        pins = self._known_pins()
        if pins == self._pins:
            return
        self._pins = pins
        if self._app is not None and self._listener is not None:
            self._app.know(names_of(pins), names_of(self._guests))
            self._listener.renew(self._context())
        self._journal.tell("keys", known=len(pins))

    def _leave(self, took: Decimal) -> None:
        """Leave behind what the round found."""
        report = LastRound(
            v=1,
            party=self._node.party,
            started_at=self._started_at,
            ended_at=self._desk.clock.now(),
            rounds=self._rounds,
            took_s=took,
            interval_s=self._interval_s,
            contacts=self._contacts.all(),
            alarms=self._contacts.alarms(),
        )
        write_round(self._node.path, report)


@contextmanager
def _ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the work after what is being done, outside of tests' threads."""

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {n: signal.signal(n, end) for n in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve_node(node: OpenNode, journal: Journal, interval_s: int | None = None) -> None:
    """Serve a node until it is told to stop by SIGTERM or SIGINT.

    Args:
        node: The node.
        journal: What it tells.
        interval_s: Seconds from one round to the next; as its settings say if not given.

    Raises:
        UsageError: Its machine keys are not at hand, or its address is taken.
        StoreError: The disk failed; nothing is done any more (W4).
    """
    with ExitStack() as stack:
        serving = ServingNode(node, journal, interval_s or node.settings.interval_s)
        stack.callback(serving.close)
        stack.enter_context(_ended_by_signals(serving.loop.stop))
        serving.start()
        try:
            serving.run()
        except OverflightError as fault:
            journal.tell("fault", code=fault.code, found=fault.found, where=fault.where)
            raise
