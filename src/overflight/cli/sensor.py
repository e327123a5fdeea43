"""``overflight sensor``: limits, minimum heights, altitudes of a segment, certifications."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import READING, RECORD, as_of, chosen
from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from overflight.sensors import HeightFound, HeightReading, Weather

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Sensors: limits, heights, certifications.")


class Category(StrEnum):
    """The categories by annotation code."""

    OP = "OP"
    OF = "OF"
    TV = "TV"
    IRLS = "IRLS"
    SAR = "SAR"


class Length(StrEnum):
    """Units of length."""

    M = "m"
    FT = "ft"


@app.command()
def limits(as_json: bool = AS_JSON) -> None:
    """Show what each category may do, and how much of its method was read."""
    from overflight.desk.answers.sensors import sensor_limits
    from overflight.treaty import write_form

    told = sensor_limits()
    if as_json:
        say_json(write_form(told))
        return
    for row in told.rows:
        most = "any number" if row.most is None else f"at most {row.most}"
        say(
            f"{row.category.value:5} {row.rule:6} {row.provision:12} no better than"
            f" {row.resolution_m:g} m; {most}"
        )
        for words, km in (("each side", row.each_side_km), ("swath", row.swath_km)):
            if km is not None:
                say(f"{'':25}{words} at most {km:g} km")
        say(f"{'':25}{row.method} {row.status.value}: {row.says}")


@app.command()
def height(
    category: Category = typer.Argument(help="OP, OF, TV or IRLS."),
    read: list[str] = typer.Option(
        [],
        "--read",
        help="Height and resolution read, in metres: 1000:0.24; :across for the other axis."
        " For IRLS height, bar width, degrees C: 1000:0.40:3.",
    ),
    exponent: float | None = typer.Option(None, "--exponent", help="IRLS only: m, 0 to 1."),
    loss: float = typer.Option(0.0, "--loss-per-km", help="IRLS only: extinction in a kilometre."),
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Calculate a minimum height above ground from readings; its status stands beside it.

    Only what is EXACT is the rule. Film and infra-red are settings: never the decision itself.
    """
    from overflight.desk.answers.sensors import height_answer
    from overflight.sensors import SensorCategory, height_found
    from overflight.treaty import write_form

    kind = SensorCategory(category.value)
    if kind is SensorCategory.INFRA_RED:
        made = _infra_red(read, exponent, loss)
    else:
        made = height_found(kind, _sets(read), chosen(reading))
    told = height_answer(kind, made)
    if as_json:
        say_json(write_form(told))
        return
    say(f"{told.category.value}: H_min {told.h_min_m} m above ground   ({told.formula})")
    say(f"  {told.status.value}: {told.decision}: {told.says}")
    if told.readings:
        say(f"  readings: {', '.join(told.readings)}")


def _numbers(text: str, count: int) -> tuple[list[float], list[str]]:
    """Return the numbers of a reading and what stands behind them."""
    from overflight.errors import UsageError

    parts = text.split(":")
    try:
        numbers = [float(part) for part in parts[:count]]
    except ValueError:
        numbers = []
    if len(numbers) != count or parts[count:] not in ([], ["along"], ["across"]):
        raise UsageError(
            "E-HEIGHT",
            where=f"--read {text}",
            expected=f"{count} numbers with colons between, as 1000:0.24 or 1000:0.40:3",
            found=text,
            remedy="Give metres and, for infra-red, degrees Celsius.",
        )
    return numbers, parts[count:]


def _sets(read: Sequence[str]) -> list[list[HeightReading]]:
    from overflight.sensors import HeightReading

    sets: dict[str, list[HeightReading]] = {}
    for text in read:
        numbers, axis = _numbers(text, 2)
        sets.setdefault((axis or ["along"])[0], []).append(HeightReading(*numbers))
    return list(sets.values())


def _infra_red(read: Sequence[str], exponent: float | None, loss: float) -> HeightFound:
    from overflight.errors import UsageError
    from overflight.sensors import InfraRedTriple, infra_red_height

    if exponent is None:
        raise UsageError(
            "E-HEIGHT",
            where="--exponent",
            expected="m, between 0 and 1, found by regression on the readings",
            found="nothing",
            remedy="Give --exponent; no default is known.",
        )
    triples = [InfraRedTriple(*_numbers(text, 3)[0]) for text in read]
    return infra_red_height(triples, exponent, _air(loss))


def _air(loss_per_km: float) -> Callable[[float], float]:
    return lambda height_m: math.exp(-loss_per_km * height_m / 1000)


@app.command()
def altitude(
    ground: float = typer.Option(..., "--ground", help="Highest terrain above mean sea level."),
    h_min: float = typer.Option(..., "--h-min", help="Minimum height above ground."),
    warmer: float = typer.Option(0.0, "--warmer", help="Forecast minus standard temperature, C."),
    qnh: float | None = typer.Option(None, "--qnh", help="Forecast QNH in hPa."),
    qnh_inhg: float | None = typer.Option(None, "--qnh-inhg", help="Or in inches of mercury."),
    given: Length = typer.Option(Length.M, "--given", help="Unit of both lengths."),
    shown: Length = typer.Option(Length.FT, "--shown", help="Unit of the answer."),
    as_json: bool = AS_JSON,
) -> None:
    """Give the lowest altitude of a segment: terrain + H_min, temperature, pressure."""
    from overflight.desk.answers.sensors import altitude_answer
    from overflight.sensors import LengthUnit, segment_altitude
    from overflight.treaty import write_form

    found = segment_altitude(
        ground=ground,
        h_min=h_min,
        weather=_weather(warmer, qnh, qnh_inhg),
        given=LengthUnit(given.value),
        shown=LengthUnit(shown.value),
    )
    told = altitude_answer(found)
    if as_json:
        say_json(write_form(told))
        return
    for step in found.steps:
        say(step)
    say(f"at least {found.pressure:,.0f} {found.unit.value}, {told.height_system}")
    say(found.label)


def _weather(warmer: float, qnh: float | None, qnh_inhg: float | None) -> Weather:
    from overflight.missions import SegmentWeather

    return SegmentWeather(warmer, qnh, qnh_inhg).forecast


@app.command()
def certified(record: Path | None = RECORD, as_json: bool = AS_JSON) -> None:
    """List the certifications on record: certified since when, or who does not agree."""
    from overflight.desk.answers.sensors import certification_list
    from overflight.treaty import write_form

    told = certification_list(as_of(record, None))
    if as_json:
        say_json(write_form(told))
        return
    for row in told.rows:
        since = f" on {row.certified_on}" if row.certified_on else ""
        who = f" ({', '.join(row.objecting)})" if row.objecting else ""
        say(f"{row.certification}  {row.party}  {row.aircraft}  {row.standing.value}{since}{who}")
        for height_of in row.h_min_m:
            say(f"  H_min {height_of} m above ground")
    if not told.rows:
        say(f"No certification: {told.facts}.")
