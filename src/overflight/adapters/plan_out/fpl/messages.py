"""One filed flight plan message: read strictly, written in one way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from overflight.adapters.plan_out.fpl.other import other_of, supplement_of, write_pairs
from overflight.adapters.plan_out.fpl.route import Route, route_of
from overflight.adapters.plan_out.fpl.words import refused, time_of

__all__ = ["FplMessage", "read_fpl", "write_fpl"]

_MOST = 20_000
_LETTERS = re.compile(r"[A-Z0-9 /\-().,'+:?\n]+", re.ASCII)
_IDENTITY = re.compile(r"([A-Z0-9]{1,7})(?:/A([0-7]{4}))?", re.ASCII)
_FLIGHT = re.compile(r"[IVYZ][SNGMX]", re.ASCII)
_AIRCRAFT = re.compile(r"(\d{1,2})?([A-Z][A-Z0-9]{1,3})/([JHML])", re.ASCII)
_CARRIED = re.compile(r"([NS]|[ABCDFGHIKLOTUVWXYZR]|E[1-3]|J[1-7]|M[1-3]|P[1-9])+", re.ASCII)
_CARRIED_ONE = re.compile(r"E[1-3]|J[1-7]|M[1-3]|P[1-9]|[A-Z]", re.ASCII)
_SEEN = re.compile(r"([NACEHILPSX]|B[12]|U[12]|V[12]|D1|G1)+", re.ASCII)
_SEEN_ONE = re.compile(r"[BUV][12]|D1|G1|[A-Z]", re.ASCII)
_AERODROME = re.compile(r"[A-Z]{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FplMessage:
    """A filed flight plan.

    Args:
        identity: Aircraft identification (7a).
        rules: Flight rules (8a): I, V, Y, Z.
        kind: Type of flight (8b): S, N, G, M, X.
        aircraft: Type designator (9b), ``ZZZZ`` with TYP/ for none.
        wake: Wake turbulence category (9c).
        equipment: Radio, navigation and approach equipment (10a).
        surveillance: Surveillance equipment (10b).
        departure: Aerodrome of departure (13a), ``ZZZZ`` with DEP/ for one without a code.
        off_block: Estimated off-block time (13b), hours and minutes in UTC.
        route: Speed, level and route (15).
        destination: Destination aerodrome (16a).
        elapsed: Total estimated elapsed time (16b).
        alternates: Up to two alternate aerodromes (16c).
        other: Other information (18) in the order it is written.
        supplement: Supplementary information (19); it is not sent with the message as a rule.
        number: Number of aircraft (9a).
        code: SSR code (7c); empty where none is given.
    """

    identity: str
    rules: str
    kind: str
    aircraft: str
    wake: str
    equipment: str
    surveillance: str
    departure: str
    off_block: str
    route: Route
    destination: str
    elapsed: str
    alternates: tuple[str, ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    supplement: tuple[tuple[str, str], ...] = ()
    number: int = 1
    code: str = ""


def read_fpl(text: str) -> FplMessage:
    """Return a filed flight plan message.

    Args:
        text: The message, from bracket to bracket; lines may be broken anywhere between words.

    Raises:
        SourceError: It is no message of Doc 4444, or a field is malformed.
    """
    whole = text.strip()
    if len(whole) > _MOST or not (whole.startswith("(FPL-") and whole.endswith(")")):
        raise refused("message", "(FPL-…)", whole[:40] or "nothing")
    lines = whole[1:-1].replace("\r\n", "\n")
    if _LETTERS.fullmatch(lines) is None:
        odd = next(c for c in lines if _LETTERS.fullmatch(c) is None)
        raise refused("message", "capital letters, figures and signs of the telegraph", odd)
    fields = [" ".join(part.split()) for part in lines.split("-")[1:]]
    if not 8 <= len(fields) <= 9:
        raise refused("message", "8 fields, or 9 with field 19, each behind a hyphen", len(fields))
    named = dict(zip(("7", "8", "9", "10", "13", "15", "16", "18", "19"), fields, strict=False))
    return _message(named)


def _message(fields: dict[str, str]) -> FplMessage:
    identity = _matched(_IDENTITY, fields["7"], "field 7", "an identification of at most 7 signs")
    flight = _matched(_FLIGHT, fields["8"], "field 8", "rules and type of flight, as IS")[0]
    craft = _matched(_AIRCRAFT, fields["9"], "field 9", "number, type and wake, as 2FK27/M")
    if craft[1] is not None and int(craft[1]) < 2:
        raise refused("field 9", "a number of aircraft only from 2 on", craft[1])
    departure, off_block = _place_and_time(fields["13"], "field 13", span=False)
    first, *alternates = fields["16"].split(" ")
    destination, elapsed = _place_and_time(first, "field 16", span=True)
    if len(alternates) > 2 or not all(_AERODROME.fullmatch(one) for one in alternates):
        raise refused("field 16", "at most two alternates of four letters", " ".join(alternates))
    carried, seen = _equipment(fields["10"])
    message = FplMessage(
        identity=identity[1],
        rules=flight[0],
        kind=flight[1],
        aircraft=craft[2],
        wake=craft[3],
        equipment=carried,
        surveillance=seen,
        departure=departure,
        off_block=off_block,
        route=route_of(fields["15"]),
        destination=destination,
        elapsed=elapsed,
        alternates=tuple(alternates),
        other=other_of(fields["18"]),
        supplement=supplement_of(fields["19"]) if "19" in fields else (),
        number=int(craft[1] or 1),
        code=identity[2] or "",
    )
    _check(message)
    return message


def _matched(shape: re.Pattern[str], text: str, where: str, expected: str) -> re.Match[str]:
    match = shape.fullmatch(text)
    if match is None:
        raise refused(where, expected, text or "nothing")
    return match


def _place_and_time(text: str, where: str, *, span: bool) -> tuple[str, str]:
    place = text[:4]
    if _AERODROME.fullmatch(place) is None or len(text) != 8:
        raise refused(where, "an aerodrome and four figures, as EHAM0730", text or "nothing")
    return place, time_of(text[4:], where, span=span)


def _equipment(text: str) -> tuple[str, str]:
    """Return field 10a and 10b; no letter stands twice, and N stands alone."""
    carried, oblique, seen = text.partition("/")
    for part, shape, one in ((carried, _CARRIED, _CARRIED_ONE), (seen, _SEEN, _SEEN_ONE)):
        letters = one.findall(part)
        doubled = len(set(letters)) < len(letters) or ("N" in letters and len(letters) > 1)
        if not oblique or shape.fullmatch(part) is None or doubled:
            raise refused("field 10", "equipment as SDFG/LB1, no letter twice", text or "nothing")
    return carried, seen


def _check(message: FplMessage) -> None:
    """Refuse a message whose fields do not fit each other."""
    other = dict(message.other)
    needs = {
        "TYP": message.aircraft == "ZZZZ",
        "DEP": message.departure == "ZZZZ",
        "DEST": message.destination == "ZZZZ",
        "ALTN": "ZZZZ" in message.alternates,
    }
    for name, needed in needs.items():
        if needed and name not in other:
            raise refused("field 18", f"{name}/ to say what ZZZZ stands for", "none")
    changes = {"Y": "VFR", "Z": "IFR"}
    words = [str(element) for element in message.route.elements]
    if message.rules in changes and changes[message.rules] not in words:
        where = f"field 15 of a flight under rules {message.rules}"
        raise refused(where, changes[message.rules], "no change of rules in the route")


def write_fpl(message: FplMessage) -> str:
    """Return a message as text, one field or two a line, ending in a line end.

    Raises:
        SourceError: The message would not be read back: a value is none that Doc 4444 allows.
    """
    number = str(message.number) if message.number > 1 else ""
    code = f"/A{message.code}" if message.code else ""
    lines = [
        f"(FPL-{message.identity}{code}-{message.rules}{message.kind}",
        f"-{number}{message.aircraft}/{message.wake}-{message.equipment}/{message.surveillance}",
        f"-{message.departure}{message.off_block}",
        f"-{message.route}",
        "-" + " ".join((f"{message.destination}{message.elapsed}", *message.alternates)),
        f"-{write_pairs(message.other)}",
        *([f"-{write_pairs(message.supplement)}"] if message.supplement else []),
    ]
    text = "\n".join(lines) + ")"
    if read_fpl(text) != message:
        raise refused("message", "values that are read back as they were", text[:60])
    return text + "\n"
