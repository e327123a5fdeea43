"""The relaxed problem: visits and legs may be fractions (linear programme, solved by HiGHS).

Places are visited and legs flown, 0 to 1: two legs at every place visited, one at each airfield,
all within the greatest length; of a group at most one place, joined places both or neither with the
leg between them. Range and hours are left out, which only makes the bound weaker. Cuts forbid loops
that do not hang on the airfields. Only legs worth flying are given to HiGHS; the bound is computed
here from its prices (duals) over *all* legs, and holds whatever the prices are: a stopped or
inexact solver makes it weaker, not wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overflight.planning.effort import Proving
from overflight.planning.proving.cases import Belongs, Case
from overflight.planning.proving.cuts import Cut

if TYPE_CHECKING:
    import highspy

__all__ = ["Priced", "Relaxation", "leg_columns", "programme", "quiet_solver", "row_of"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]

_ROUNDED = 2.0**-48  # far above what a sum of a million products in doubles can lose, relatively


@dataclass(frozen=True, slots=True)
class Priced:
    """What prices prove.

    Args:
        most: No route over the legs and places left is worth more.
        leg: What flying a leg more would lose, shape (n, n), symmetric; below zero it would gain.
        visit: The same of visiting a place more, shape (n,).
    """

    most: float
    leg: Floats
    visit: Floats


def quiet_solver() -> highspy.Highs:
    """Return HiGHS on one thread, silent, with a fixed seed."""
    import highspy  # noqa: PLC0415 - an extra

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        solver.setOptionValue(option, value)
    return solver


@dataclass(slots=True)
class Relaxation:
    """The relaxed problem, growing by cuts and legs.

    Args:
        metres: Lengths in whole metres, shape (n, n).
        score: Worth of places in whole numbers, shape (n,).
        limit: Greatest length.
        alive: Which legs may still be flown, shape (n, n), symmetric.
        belongs: Which places belong together.
    """

    metres: Numbers
    score: Numbers
    limit: int
    alive: Truths
    belongs: Belongs = field(default_factory=Belongs)
    most: Floats = field(init=False)
    legs: Numbers = field(init=False)
    cuts: list[Cut] = field(init=False, default_factory=list)
    solver: highspy.Highs = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.score)
        self.most = np.ones(count)
        self.most[2:][~self.alive[2:].any(axis=1)] = 0.0
        self.legs = np.zeros((0, 2), dtype=np.int64)
        self.solver = quiet_solver()
        lower = np.zeros(count + 1)
        lower[:2] = 1.0
        upper = lower.copy()
        lower[count], upper[count] = -self.solver.inf, float(self.limit)
        nothing = np.zeros(0, dtype=np.int32)
        self.solver.addRows(
            count + 1, lower, upper, 0, np.zeros(count + 1, dtype=np.int32), nothing, np.zeros(0)
        )
        # Columns of visits stand first, number k for place k; those of the airfields are not used.
        self.solver.addCols(
            count,
            -self.score.astype(np.float64),
            np.zeros(count),
            np.where(np.arange(count) < 2, 0.0, self.most),
            count,
            np.arange(count, dtype=np.int32),
            np.arange(count, dtype=np.int32),
            np.full(count, -2.0),
        )
        self._add_belongs()

    @property
    def fixed(self) -> int:
        """Return the number of rows that stand before those of the cuts."""
        return len(self.score) + 1 + len(self.belongs.groups) + 2 * len(self.belongs.joined)

    def _add_belongs(self) -> None:
        """Give HiGHS the rows of places that belong together; legs enter them when they are given.

        Of each group the visits are at most one; of each joined pair the visits are equal, and so
        is the flight between them to the visit of the first.
        """
        for group in self.belongs.groups:
            self._add_row((-self.solver.inf, 1.0), list(group), [1.0] * len(group))
        for one, other in self.belongs.joined:
            self._add_row((0.0, 0.0), [one, other], [1.0, -1.0])
            self._add_row((0.0, 0.0), [one], [-1.0])

    def _add_row(self, limits: tuple[float, float], places: list[int], values: list[float]) -> None:
        """Give HiGHS a row over visits."""
        columns = np.array(places, dtype=np.int32)
        self.solver.addRow(*limits, len(columns), columns, np.array(values))

    def add_legs(self, legs: Numbers) -> None:
        """Give HiGHS more legs.

        Args:
            legs: Places at both ends, the lower first, none given before, shape (m, 2).
        """
        starts, rows, values = leg_columns(self, legs)
        count = len(legs)
        self.solver.addCols(
            count, np.zeros(count), np.zeros(count), np.ones(count), len(rows), starts, rows, values
        )
        self.legs = np.concatenate([self.legs, legs])

    def add_cuts(self, cuts: list[Cut]) -> None:
        """Give HiGHS more cuts.

        Args:
            cuts: Cuts that every route keeps.
        """
        if not cuts:
            return
        count = len(self.score)
        rows = [row_of(cut, self.legs, count) for cut in cuts]
        sizes = [len(columns) for columns, _ in rows]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
        self.solver.addRows(
            len(cuts),
            np.full(len(cuts), -self.solver.inf),
            np.array([float(cut.airfields) for cut in cuts]),
            sum(sizes),
            starts,
            np.concatenate([columns for columns, _ in rows]).astype(np.int32),
            np.concatenate([values for _, values in rows]),
        )
        self.cuts += cuts

    def drop_cuts(self, idle: Truths) -> None:
        """Take cuts away again.

        Args:
            idle: Which ones, shape (number of cuts,).
        """
        gone = np.flatnonzero(idle) + self.fixed
        self.solver.deleteRows(len(gone), gone.astype(np.int32))
        self.cuts = [cut for cut, out in zip(self.cuts, idle.tolist(), strict=True) if not out]

    def keep(self, alive: Truths, most: Floats) -> None:
        """Let HiGHS know what can no longer be.

        Args:
            alive: Which legs may still be flown, shape (n, n).
            most: Most visits of each place, shape (n,).
        """
        self.alive, self.most = alive, most
        flown = alive[self.legs[:, 0], self.legs[:, 1]]
        upper = np.concatenate([[0.0, 0.0], most[2:], flown.astype(np.float64)])
        columns = np.arange(len(upper), dtype=np.int32)
        self.solver.changeColsBounds(len(columns), columns, np.zeros(len(upper)), upper)

    def solve(self, until: Proving) -> tuple[Floats, Floats] | None:
        """Return how much each place is visited and each leg given is flown; none if ended.

        Args:
            until: When to end; the steps made are added to it.
        """
        import highspy  # noqa: PLC0415 - an extra

        self.solver.run()
        until.done += max(0, int(self.solver.getInfo().simplex_iteration_count))
        until.progress(until.share())
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.asarray(self.solver.getSolution().col_value)
        return values[: len(self.score)], values[len(self.score) :]

    def prices(self) -> Floats:
        """Return the prices of the rows, of the sign a bound may use, shape (rows,)."""
        prices = np.asarray(self.solver.getSolution().row_dual, dtype=np.float64).copy()
        count = len(self.score)
        tied = self.fixed - 2 * len(self.belongs.joined)
        for below in (slice(count, tied), slice(self.fixed, None)):  # those of equal rows are free
            prices[below] = np.minimum(0.0, prices[below])
        return prices

    def priced(self, prices: Floats) -> Priced:
        """Return what prices prove, over all legs.

        Args:
            prices: Of the places, the greatest length, what belongs together and the cuts; none
                above zero but those of places and of joined ones.
        """
        count = len(self.score)
        at, metre, cut_prices = prices[:count], prices[count], prices[self.fixed :]
        leg = -(at[:, None] + at[None, :]) - metre * self.metres
        visit = -self.score + 2.0 * at
        said = [at[0], at[1], metre * self.limit]
        said += self._priced_belongs(prices[count + 1 : self.fixed], leg, visit)
        for cut, price in zip(self.cuts, cut_prices.tolist(), strict=True):
            if price:
                inside = np.array(cut.inside)
                leg[np.ix_(inside, inside)] -= price
                visit[inside] += price
                visit[cut.one] -= price
                said.append(price * cut.airfields)
        pairs = np.triu(self.alive, 1)
        gains = np.minimum(0.0, leg[pairs])
        stops = np.minimum(0.0, visit * self.most)[2:]
        total = float(np.sum(said)) + float(gains.sum()) + float(stops.sum())
        size = float(np.abs(said).sum() - gains.sum() + np.abs(stops).sum())
        size += float(np.abs(at).sum() + abs(metre) * self.metres.max()) * count
        size += float(np.abs(prices[count + 1 :]).sum()) * count * count
        return Priced(-total + size * _ROUNDED, leg, visit)

    def _priced_belongs(self, prices: Floats, leg: Floats, visit: Floats) -> list[float]:
        """Take what belongs together into the prices of legs and visits; return what it says."""
        groups = self.belongs.groups
        for group, price in zip(groups, prices, strict=False):
            visit[list(group)] -= price
        ties = prices[len(groups) :].reshape(-1, 2)
        for (one, other), (equal, flown) in zip(self.belongs.joined, ties, strict=True):
            visit[one] -= equal - flown
            visit[other] += equal
            leg[one, other] -= flown
            leg[other, one] -= flown
        return [float(price) for price in prices[: len(groups)]]


def leg_columns(
    relaxed: Relaxation, legs: Numbers
) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Return the columns of legs: where each begins, rows and numbers.

    Args:
        relaxed: The relaxed problem with the cuts already given.
        legs: Places at both ends, shape (m, 2).
    """
    metres, cuts, count = relaxed.metres, relaxed.cuts, len(relaxed.score)
    ties = {
        (min(pair), max(pair)): relaxed.fixed - 2 * len(relaxed.belongs.joined) + 2 * number + 1
        for number, pair in enumerate(relaxed.belongs.joined)
    }
    inside = np.zeros((len(cuts), count), dtype=np.bool_)
    for number, cut in enumerate(cuts):
        inside[number, list(cut.inside)] = True
    rows: list[int] = []
    values: list[float] = []
    starts = []
    for one, other in legs.tolist():
        starts.append(len(rows))
        met = (np.flatnonzero(inside[:, one] & inside[:, other]) + relaxed.fixed).tolist()
        met += [ties[one, other]] if (one, other) in ties else []
        rows += [one, other, count, *met]
        values += [1.0, 1.0, float(metres[one, other]), *([1.0] * len(met))]
    return np.array(starts, dtype=np.int32), np.array(rows, dtype=np.int32), np.array(values)


def row_of(cut: Cut, legs: Numbers, count: int) -> tuple[Numbers, Floats]:
    """Return the columns and numbers of a cut.

    Args:
        cut: The cut.
        legs: Legs given, shape (m, 2).
        count: Number of places.
    """
    inside = np.zeros(count, dtype=np.bool_)
    inside[list(cut.inside)] = True
    flown = np.flatnonzero(inside[legs[:, 0]] & inside[legs[:, 1]]) + count
    visits = np.array([p for p in cut.inside if p > 1 and p != cut.one], dtype=np.int64)
    columns, values = [flown, visits], [np.ones(len(flown)), np.full(len(visits), -1.0)]
    if cut.airfields:
        columns.append(np.array([cut.one]))
        values.append(np.ones(1))
    return np.concatenate(columns), np.concatenate(values)


def programme(case: Case, left: tuple[Numbers, Floats], cuts: list[Cut]) -> highspy.Highs:
    """Return the whole-numbered problem, beginning at the best route known.

    Args:
        case: The case.
        left: Legs left, shape (m, 2), and most visits of each place, shape (n,).
        cuts: Cuts that every route keeps.
    """
    import highspy  # noqa: PLC0415 - an extra

    legs, most = left
    count = len(case.score)
    every_leg = np.ones((count, count), dtype=np.bool_)
    whole = Relaxation(case.metres, case.score, case.limit, every_leg, case.belongs)
    solver = whole.solver
    whole.add_legs(legs)
    whole.add_cuts(cuts)
    columns = np.arange(count, dtype=np.int32)
    upper = np.where(columns < 2, 0.0, most)
    solver.changeColsBounds(count, columns, np.zeros(count), upper)
    every = np.arange(count + len(legs), dtype=np.int32)
    kinds = np.full(len(every), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(every), every, kinds)
    for option in ("mip_rel_gap", "mip_abs_gap"):
        solver.setOptionValue(option, 0.0)
    return solver
