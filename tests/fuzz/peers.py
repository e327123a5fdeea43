"""Target: a peer that answers one question of a round with anything at all."""

from __future__ import annotations

from tests.fuzz.target import OracleError, Target
from tests.network_world import World, origin

from overflight.record import read_head

HU = origin("HU")
MOST_QUESTIONS = 12


def _bent(answer: bytes | None, data: bytes) -> bytes | None:
    """Return an answer bent as an input says: another one, none, cut off, or one byte changed."""
    way, rest = data[0] % 4, data[1:]
    if way == 0 or answer is None:
        return rest
    if way == 1:
        return None
    at = int.from_bytes(rest[:2], "big") % (len(answer) + 1)
    if way == 2:
        return answer[:at]
    return answer[:at] + rest[2:3] + answer[at + 1 :]


def _peer(data: bytes) -> bool:
    """A node stays up, cosigns honest heads only, and holds everything after an honest round."""
    if len(data) < 2:
        return False
    world = World(("HU", "RO"))
    world.say("HU", 3)
    between = world.between("RO", "HU")
    asked = iter(range(10_000))
    wanted = data[0] % MOST_QUESTIONS
    between.lie = lambda _, answer: _bent(answer, data[1:]) if next(asked) == wanted else answer
    world.round("RO", [between])
    last = world.node("RO").mirror.held(HU).last
    honest = [read_head(note)[0] for note in world.node("HU").records.heads(HU)]
    if last is not None and read_head(last)[0] not in honest:
        raise OracleError("a head was cosigned that its log never signed")
    world.tick()
    world.round("RO")
    if (world.node("RO").held("HU"), world.node("RO").cosigned("HU")) != (4, 4):
        raise OracleError("one bad answer, and what is honest is not taken any more")
    return last is not None


TARGETS = (
    Target(
        "peer", "answers of peers", _peer, lambda: (b"\x00\x01", b"\x04\x03\x00\x05x"), 256, 0.02
    ),
)
