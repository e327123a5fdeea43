"""Read the codes of a case as a person wrote them: USA, us and US are one State."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from overflight.desk.held.as_of import code_of
from overflight.release import CopyRequest, Demand, EntitlementCase, FlownFlight
from overflight.treaty import Regime, open_skies

__all__ = ["case_with_codes"]

_ALL = "*"


def case_with_codes(case: EntitlementCase, regime: Regime | None = None) -> EntitlementCase:
    """Return a case with every code translated to the one the regime uses.

    Args:
        case: A case as a person wrote it: alpha-2, alpha-3 or the code of a unit, in any case.
        regime: The regime; the Treaty on Open Skies if not given.

    Raises:
        UsageError: A code is of no State or unit; an unknown spelling is never a State that "was
            not one before".
    """
    law = regime or open_skies()
    return replace(
        case,
        request=_request(case.request, law),
        flight=_flight(case.flight, law),
        membership=tuple(
            replace(span, party=code_of(span.party, law, where=f"membership[{i}].party"))
            for i, span in enumerate(case.membership)
        ),
        seals=tuple(
            replace(seal, party=code_of(seal.party, law, where=f"seals[{i}].party"))
            for i, seal in enumerate(case.seals)
        ),
        demands=tuple(_demand(d, law, f"demands[{i}]") for i, d in enumerate(case.demands)),
        keys=tuple(
            replace(key, party=code_of(key.party, law, where=f"keys[{i}].party"))
            for i, key in enumerate(case.keys)
        ),
    )


def _codes(texts: Iterable[str], law: Regime, where: str) -> tuple[str, ...]:
    return tuple(text if text == _ALL else code_of(text, law, where=where) for text in texts)


def _request(request: CopyRequest, law: Regime) -> CopyRequest:
    fields = request.fields
    return replace(
        request,
        requester=code_of(request.requester, law, where="request.requester"),
        fields=replace(
            fields,
            observing=code_of(fields.observing, law, where="request.fields.observing"),
            observed=code_of(fields.observed, law, where="request.fields.observed"),
            told=_codes(fields.told, law, "request.fields.told"),
        ),
    )


def _flight(flight: FlownFlight, law: Regime) -> FlownFlight:
    return replace(
        flight,
        observing=code_of(flight.observing, law, where="flight.observing"),
        observed=code_of(flight.observed, law, where="flight.observed"),
        observing_members=_codes(flight.observing_members, law, "flight.observing_members"),
        observed_members=_codes(flight.observed_members, law, "flight.observed_members"),
    )


def _demand(demand: Demand, law: Regime, where: str) -> Demand:
    answers = tuple(
        replace(given, party=code_of(given.party, law, where=f"{where}.answers[{i}].party"))
        for i, given in enumerate(demand.answers)
    )
    (of,) = _codes((demand.of,), law, f"{where}.of")
    by = code_of(demand.by, law, where=f"{where}.by")
    return replace(demand, by=by, of=of, answers=answers)
