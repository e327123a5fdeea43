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
from datetime import timedelta
from decimal import Decimal
from time import monotonic
from types import FrameType

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
from overflight.adapters.store.copies import RECORD_FILE
from overflight.assembly.nodes import OpenNode
from overflight.assembly.rekeying import rekeyed
from overflight.assembly.telling import Teller
from overflight.desk.network.node_status import LastRound
from overflight.desk.network.own import cosign_own
from overflight.desk.network.ports import Peer
from overflight.desk.network.recovery import Source, Start
from overflight.desk.network.rounds import ALARMS, run_round, visit
from overflight.errors import OverflightError, RecordError, StoreError, UsageError
from overflight.record import read_head

__all__ = ["ServingNode", "serve_node"]

ASK_AGAIN_S = 3.0
"""A node that has just started asks so often whether others have seen a later head of its log."""
RENEW_AFTER = timedelta(days=30)
"""A certificate lasts 366 days and is shown anew each month, so that none ever runs out."""
_MOST_ASKED = 33
"""So many peers are asked at the same time."""


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
        self._node = self._first = node
        self._desk = node.desk
        self._records = node.records
        self._named = node.desk.keys.key_set(node.party)
        self._tls = node.tls
        self._journal = journal
        self._interval_s = interval_s
        self._contacts = Contacts(self._desk.clock.now)
        self._callers = Callers(node.party, node.tls, self._desk.clock.now)
        self._peers: Mapping[str, Peer] = {}
        self._pins: tuple[Pin, ...] = ()
        self._teller = Teller(journal, self._contacts)
        self._pace = HintPace()
        self._sound = self._recovering = self._waits = False
        self._started_at = self._desk.clock.now()
        self._rounds = 0
        self._failed: list[StoreError] = []
        rng = random.Random(secrets.randbits(64) if seed is None else seed)  # noqa: S311 - no secret
        self.loop = NodeLoop(self, interval_s, rng)
        self._hinters = ThreadPoolExecutor(4, "overflight-hint")
        self._askers = ThreadPoolExecutor(_MOST_ASKED, "overflight-ask")
        self._identified_at = self._started_at
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
        self._askers.shutdown()
        self._callers.close()
        self._witnesses.close()
        if self._foreign is not None:
            self._foreign.close()
        if self._node is not self._first:
            self._node.record.close()
        self._shelves.close()
        self._journal.tell("stopped", party=self._node.party, rounds=self._rounds)

    # What the loop asks for.

    def do_round(self) -> float | None:
        """Ask every peer, mirror, cosign, collect; return when to come again if sooner."""
        began = monotonic()
        self._take_up_keys()
        if not self._may_sign():
            self._leave(Decimal(str(round(monotonic() - began, 3))))
            return ASK_AGAIN_S
        peers = self._reachable()
        due = [p for party, p in peers.items() if self._is_due(party)]
        report = run_round(self._desk, due, self._rounds, self._together)
        self._rounds += 1
        self._teller.tell(self._desk, report, [peer.name for peer in due])
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

    def answer_hints(self, parties: Sequence[str]) -> None:
        """Ask the peers that said that there is something new."""
        self._take_up_keys()
        known = self._reachable()
        peers = [known[party] for party in parties if party in known]
        if peers and self._sound:
            named = [peer.name for peer in peers]
            self._journal.tell("hint", party=" ".join(named))
            self._teller.tell(self._desk, visit(self._desk, peers, self._together), named)
            self._renew()

    def _together(self, waits: Sequence[Callable[[], None]]) -> None:
        """Ask many peers at the same time; nothing of the record is touched in these threads."""
        for done in [self._askers.submit(wait) for wait in waits]:
            done.result()

    def own_size(self) -> int:
        """Return how many entries the party's own log has."""
        self._hinters.submit(self._pace.catch_up)
        note = self._desk.records.checkpoint(self._desk.own)
        return read_head(note)[0].size if note else 0

    def tell_peers(self) -> None:
        """Hint to all peers that there is something new here."""
        if not self._sound:
            return
        self._take_up_keys()
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
        self._teller.fault(party, code, says)

    def _is_due(self, party: str) -> bool:
        due = self._teller.is_due(party, self._rounds)
        if due:
            url = addresses_of(self._desk.keys, self._node.settings)[party].url
            self._contacts.tried(party, url)
        return due

    def _take_up_keys(self) -> None:
        """Read the machine's keys again where another program has said new ones in the own log."""
        named = self._desk.keys.key_set(self._node.party)
        if named is None or named == self._named:
            return
        try:
            node = rekeyed(self._node, named)
        except OverflightError as fault:  # the files may come a little later than the entry
            self._teller.fault(self._node.party, fault.code, f"{fault.where}: {fault.found}")
            return
        if self._node is not self._first:
            self._node.record.close()
        self._node, self._desk, self._records, self._named = node, node.desk, node.records, named
        self._tls = node.tls or self._tls
        if self._foreign is not None:
            self._foreign.renew(node.desk.by)
        self._teller.fine(node.party)
        self._journal.tell("own-keys", version=named.version)
        self._renew(anew=True)

    def _renew(self, *, anew: bool = False) -> None:
        """Listen under other keys where the parties' keys have changed, and under a newer name."""
        now, pins = self._desk.clock.now(), self._known_pins()
        is_old = anew or now - self._identified_at >= RENEW_AFTER
        if pins == self._pins and not is_old:
            return
        if is_old:
            self._identified_at = now
            self._callers.renew(self._tls)
            self._witnesses.close()
            self._witnesses = Witnesses(self._node.settings.witnesses, self._identity())
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
