"""Virtual time: many threads of work, of which one runs, and no waiting takes any time.

A worker that waits hands over to whoever is due next, and the clock jumps there. One thread runs at
a time, in an order that depends on nothing but the instants and a counter, so a run repeats.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable

__all__ = ["VirtualTime", "Worker"]


class VirtualTime:
    """The clock of a simulation, and who is due when."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Worker, int]] = []
        self._count = 0
        self._back = threading.Semaphore(0)
        self._workers: list[Worker] = []
        self._fault: BaseException | None = None
        self._ended = False

    def add(self, work: Callable[[Worker], None], name: str) -> Worker:
        """Add a worker that begins at the present instant.

        Args:
            work: What it does; it is given itself to wait with.
            name: Its name.
        """
        worker = Worker(self, work, name)
        self._workers.append(worker)
        self.wake(worker, self.now)
        return worker

    def wake(self, worker: Worker, at: float) -> None:
        """Let a worker go on at an instant, if it still waits there for what it waits for now."""
        self._count += 1
        heapq.heappush(self._due, (max(at, self.now), self._count, worker, worker.turn))

    def run(self, until: float, enough: Callable[[], bool] = lambda: False) -> None:
        """Run until an instant, or until it is enough; then end every worker.

        Raises:
            BaseException: What a worker did not expect.
        """
        try:
            while self._due and self._due[0][0] <= until and not enough():
                at, _, worker, turn = heapq.heappop(self._due)
                if turn != worker.turn or worker.is_done:
                    continue
                self.now = at
                worker.go()
                self._back.acquire()
                if self._fault is not None:
                    raise self._fault
        finally:
            self._ended = True
            for worker in self._workers:
                worker.end()

    def hand_back(self, fault: BaseException | None = None) -> None:
        """Let the clock go on; a worker calls this when it waits or ends."""
        self._fault = self._fault or fault
        self._back.release()

    @property
    def ended(self) -> bool:
        """Tell whether the run is over."""
        return self._ended


class _EndedError(BaseException):
    """The run is over; whatever a worker was doing ends here."""


class Worker:
    """One thread of work in virtual time.

    Args:
        time: The clock.
        work: What it does.
        name: Its name.
    """

    def __init__(self, time: VirtualTime, work: Callable[[Worker], None], name: str) -> None:
        self._time = time
        self._work = work
        self._may_go = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._started = False
        self.turn = 0
        self.is_done = False
        self.is_idle = False

    def wait(self, seconds: float, *, idle: bool = False) -> None:
        """Wait for a span of virtual time.

        Args:
            seconds: How long.
            idle: Whether it may be woken before.
        """
        self.turn += 1
        self.is_idle = idle
        self._time.wake(self, self._time.now + seconds)
        self._time.hand_back()
        self._may_go.acquire()
        self.turn += 1
        self.is_idle = False
        if self._time.ended:
            raise _EndedError

    def go(self) -> None:
        """Let it run until it waits again; the clock calls this."""
        if self._started:
            self._may_go.release()
        else:
            self._started = True
            self._thread.start()

    def end(self) -> None:
        """End it, wherever it waits; the clock calls this when the run is over."""
        if self._started and not self.is_done:
            self._may_go.release()
            self._thread.join()

    def _run(self) -> None:
        fault: BaseException | None = None
        try:
            self._work(self)
        except _EndedError:
            pass
        except BaseException as unforeseen:  # noqa: BLE001 - raised again in the thread of the run
            fault = unforeseen
        self.is_done = True
        self._time.hand_back(fault)
