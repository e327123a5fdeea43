"""Documents hold what was computed, rounded once, with the labels of the source."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
from tests.flown import START_S, along, at, beside, case, log_of, track

from overflight.flights import (
    FlightDone,
    clean,
    clean_csv,
    comparison_csv,
    comparison_geojson,
    flown_report,
    judge_flight,
    report_digest,
    sensor_periods,
    track_report,
)
from overflight.treaty import write_form


def test_a_report_is_plain_json_and_its_digest_is_stable() -> None:
    """The same comparison writes the same bytes."""
    log = log_of((1010, 1990))
    one = case(along(), log=log)
    report = flown_report(
        one.comparison, judge_flight(one), FlightDone(sensor_periods(one.comparison, log))
    )
    document = write_form(report)
    assert json.loads(json.dumps(document)) == document
    assert (document["mission"], document["outcome"]) == ("2003-OS3001", "open")
    assert document["legs"][1]["name"] == "A - B"
    assert document["sensors"][0]["sensor"] == "CAM"
    assert document["track"]["since"] == "2003-05-10T10:00:00Z"
    assert report_digest(report) == report_digest(report)
    assert report_digest(replace(report, version=2)) != report_digest(report)


def test_a_track_report_accounts_for_every_row() -> None:
    """Rows are those kept and those dropped."""
    lon = [i * 0.001 for i in range(10)]
    lon[4] += 1.0
    height = [3000.0] * 10
    height[7] = 90_000.0
    report = track_report(clean(track(lon, height_m=height)))
    assert report.rows == 10
    assert sum(report.counts.values()) == 10
    assert [d.row for d in report.dropped] == [5]
    assert [d.row for d in report.set_aside] == [8]
    assert report.height_systems == ("wgs84",)


def test_a_track_without_points_has_no_times() -> None:
    """Nothing kept, nothing seen; heights of unknown origin are said so."""
    report = track_report(clean(track([float("nan")], system=None)))
    assert (report.since, report.until) == (None, None)
    assert report.height_systems == ("unknown",)


def test_the_map_draws_no_line_through_a_gap() -> None:
    """Two flown lines, and two points where the aircraft was last and first seen."""
    flown = along()
    lat = np.where((flown.lon_deg > 0.5) & (flown.lon_deg < 0.7), 0.02, 0.0)
    keep = np.flatnonzero((flown.lon_deg < 1.2) | (flown.lon_deg > 1.5))
    one = case(replace(flown, lat_deg=lat).only(keep))
    document = comparison_geojson(one.comparison, judge_flight(one))
    features = json.loads(json.dumps(document))["features"]
    kinds = [f["properties"]["kind"] for f in features]
    assert kinds.count("flown") == 2
    assert kinds.count("agreed path") == 1
    assert kinds.count("off the path") == 1
    gap = next(f for f in features if f["properties"]["kind"] == "unseen")
    assert gap["geometry"]["type"] == "MultiPoint"
    finding = next(f for f in features if f["properties"]["kind"] == "finding")
    assert set(finding["properties"]) == {"kind", "rule", "provision", "outcome", "says"}


def test_a_run_of_one_point_is_a_point() -> None:
    """A line needs two ends."""
    flown = along()
    lat = np.where(np.arange(301) == 150, 0.02, 0.0)
    one = case(replace(flown, lat_deg=lat))
    features = comparison_geojson(one.comparison, ())["features"]
    assert isinstance(features, list)
    runs = [f for f in features if f["properties"]["kind"] == "off the path"]
    assert [f["geometry"]["type"] for f in runs] == ["Point"]


def test_a_point_seen_alone_has_no_line() -> None:
    """Before and after it nobody saw the aircraft; the map shows both gaps."""
    one = case(track([0.0, 0.1, 0.101], time_s=[START_S, START_S + 500, START_S + 510]))
    features = comparison_geojson(one.comparison, ())["features"]
    assert isinstance(features, list)
    kinds = [f["properties"]["kind"] for f in features]
    assert (kinds.count("flown"), kinds.count("unseen")) == (1, 1)


def test_what_was_flown_out_of_order_is_in_every_form() -> None:
    """Runs in the report and on the map, a word for each point in the table."""
    lon = [*np.linspace(0, 2.5, 251), *np.linspace(2.5, 0.5, 201)[1:], *np.linspace(0.5, 3, 251)]
    one = case(track([float(x) for x in lon]))
    report = flown_report(one.comparison, ())
    assert [run.leg for run in report.out_of_order] == ["B - XX-AWAY", "XX-HOME - A"]
    assert report.out_of_order_m > 200_000
    assert report.against_m > 200_000
    features = comparison_geojson(one.comparison, ())["features"]
    assert isinstance(features, list)
    runs = [f for f in features if f["properties"]["kind"] == "out of the declared order"]
    assert [f["geometry"]["type"] for f in runs] == ["LineString", "LineString"]
    rows = [line.split(",") for line in comparison_csv(one.comparison).splitlines()]
    place = rows[0].index("in_order")
    told = [row[place] for row in rows[1:]]
    first = one.comparison.out_of_order[0]
    assert told[first.first : first.past] == ["no"] * (first.past - first.first)
    assert told.count("no") == sum(run.past - run.first for run in one.comparison.out_of_order)
    assert told[0] == "yes"


def test_the_clean_table_keeps_the_labels() -> None:
    """Moved in time is said in every row, and the row of the source with it."""
    head, first, *rest = clean_csv(clean(along().moved(60.0))).splitlines()
    assert head.endswith("height_system,row,moved_s,simulated")
    assert first.endswith(",wgs84,1,60,no")
    assert len(rest) == 300


def test_a_track_over_the_antimeridian_is_cut_there() -> None:
    """RFC 7946 asks for two lines, not one around the world."""
    flown = track([179.98, 179.99, -180.0, -179.99, -179.98], [0.001 * i for i in range(5)])
    one = case(flown)
    features = comparison_geojson(one.comparison, ())["features"]
    assert isinstance(features, list)
    line = next(f for f in features if f["properties"]["kind"] == "flown")
    assert line["geometry"]["type"] == "MultiLineString"


def test_every_output_says_that_a_track_was_moved_or_simulated() -> None:
    """The label is in the JSON, in the map and in every row of the table."""
    flown = along().moved(60.0)
    flown = replace(flown, source=replace(flown.source, simulated=True))
    one = case(flown)
    report = flown_report(one.comparison, ())
    assert (report.track.simulated, report.track.moved_s) == (True, 60.0)
    document = comparison_geojson(one.comparison, ())
    assert (document["simulated"], document["moved_s"]) == (True, 60.0)
    head, first, *_ = comparison_csv(one.comparison).splitlines()
    assert head.endswith("moved_s,simulated")
    assert first.endswith("60,yes")


def test_the_table_has_a_row_for_every_point() -> None:
    """Numbers that are not known are left empty."""
    text = comparison_csv(beside(track([0.0, 0.001], height_m=[float("nan"), 3000.0])))
    rows = [line.split(",") for line in text.splitlines()]
    assert len(rows) == 3
    assert rows[1][4] == ""
    assert rows[2][4] == "3000.0"
    assert rows[1][1] == "2003-05-10T10:00:00.000Z"


def test_a_report_tells_how_early_and_how_late() -> None:
    """Five minutes early all along."""
    early = beside(along().moved(-300.0))
    report = flown_report(early, ())
    assert (report.earliest_s, report.latest_s) == (300.0, 0.0)
    assert report.track.since == at(-300)
