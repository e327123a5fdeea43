"""What is cosigned between two rounds, after a hint or of one's own log, is held to clocks, too."""

from __future__ import annotations

from datetime import timedelta

from tests.network_world import World

from overflight.adapters.clock import SetClock
from overflight.desk.network.mirroring import Cosigned
from overflight.desk.network.own import cosign_own

FIVE = ("CA", "DE", "HU", "RO", "US")


def an_hour_ahead() -> World:
    """Return a world in which CA's clock has gone an hour ahead, and CA has done a round since."""
    world = World(FIVE)
    world.rounds(2)
    node = world.node("CA")
    node.clock = SetClock(world.clock.now() + timedelta(hours=1))
    node.open()
    world.say("HU")
    assert {o.code for o in world.round("CA").outcomes} == {"E-CLOCK"}
    return world


def test_a_hint_does_not_pass_by_the_clocks() -> None:
    """One peer alone answers after a hint; the clocks of the last round still count."""
    world = an_hour_ahead()
    report = world.visit("CA", "HU")
    assert not report.cosigned
    assert {o.code for o in report.outcomes} == {"E-CLOCK"}


def test_the_own_log_does_not_pass_by_the_clocks() -> None:
    """A line of the year 2099 under the own log would keep the mirror silent until then."""
    world = an_hour_ahead()
    world.say("CA")
    assert not isinstance(cosign_own(world.node("CA").desk), Cosigned)


def test_a_clock_set_right_signs_again() -> None:
    """The next round looks at all clocks anew."""
    world = an_hour_ahead()
    node = world.node("CA")
    node.clock = SetClock(world.clock.now())
    node.open()
    assert not world.round("CA").outcomes
    assert world.visit("CA", "HU").outcomes == []
