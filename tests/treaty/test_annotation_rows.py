"""Annex B, Appendix 1, row by row: each code is read, its neighbours are refused.

The samples are written from the text; the table of the package says which rows there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from overflight.imagery import Annotation, Medium, Occasion, check_annotation, items_of_print
from overflight.imagery.annotation_codes import medium_fits, well_formed
from overflight.sensors import SensorCategory
from overflight.treaty import Outcome, open_skies

Samples = tuple[tuple[str, ...], tuple[str, ...]]

# By field and code of the table: what stands, and what stands beside it and must not.
ROWS: Mapping[tuple[str, str], Samples] = {
    ("flight_ref", "OS"): (
        ("OS3001", "OS0999"),
        ("OS301", "OS30012", "os3001", "QS3001", "OS3 001", " OS3001", "OS3O01"),
    ),
    ("sensor_desc", "OP"): (("OPBP",), ("OPB", "OPXX", "OQBP", "OP", "BPOP")),
    ("sensor_desc", "OF"): (("OFBP",), ("FOBP", "OFBPX", "ofbp")),
    ("sensor_desc", "TV"): (("TVTA",), ("VTTA", "TV", "TVTATA")),
    ("sensor_desc", "IRLS"): (("IRLSTD",), ("IRTD", "IRLTD", "IRLS")),
    ("sensor_desc", "SAR"): (("SARTD",), ("SATD", "SRTD", "SAR", "SAR TD")),
    ("sensor_desc", "BI"): (("OFBI", "IRLSBI"), ("OFIB", "OFB")),
    ("sensor_desc", "BM"): (("OFBM",), ("OFBN", "OFMB")),
    ("sensor_desc", "BP"): (("OPBP",), ("OPPB", "OPBQ")),
    ("sensor_desc", "BR"): (("OFBR",), ("OFBS", "OFRB")),
    ("sensor_desc", "TA"): (("TVTA", "SARTA"), ("TVAT", "TVTB")),
    ("sensor_desc", "TD"): (("IRLSTD",), ("IRLSDT", "IRLSTE")),
    ("sensor_config", "INTn"): (("INT1V", "INT9V"), ("INT0V", "INT10V", "INTV", "INT1")),
    ("sensor_config", "PODL"): (("PODLV",), ("PODV", "PODL", "POLLV")),
    ("sensor_config", "PODR"): (("PODRV",), ("PODSV", "PODR")),
    ("sensor_config", "PODC"): (("PODCV",), ("PODDV", "PODC")),
    ("sensor_config", "V"): (("INT1V", "PODCV"), ("INT1v", "INT1VV", "INT1V5")),
    ("sensor_config", "Ldd"): (("INT1L45", "PODLL30"), ("INT1L", "INT1L456", "INT1L4.5")),
    ("sensor_config", "Rdd"): (("INT1R45",), ("INT1R", "INT1R-4", "INT1S45")),
    ("sensor_config", "Fnp"): (
        ("INT1F21", "INT1F22", "INT1F33"),
        ("INT1F23", "INT1F11", "INT1F30", "INT1F2", "INT1F34"),
    ),
    ("focal_length", "mm"): (("152", "152.4"), ("152mm", "152,4", "-152", "", ".5")),
    ("datetime", "minute"): (
        ("2003-05-09T16:10Z", "2004-02-29T23:59Z"),
        ("2003-05-09T16:60Z", "2003-02-29T12:00Z", "2003-05-09T24:10Z", "09.05.2003"),
    ),
    ("height_agl", "F"): (("09842F",), ("9842F", "098420F", "09842f", "09842")),
    ("height_agl", "M"): (("03000M",), ("3000M", "003000M", "03000", "03000KM", "-3000M")),
    ("location", "dd.dd(N|S) ddd.dd(E|W)"): (
        ("44.29N 008.47E", "00.00S 180.00W"),
        ("44.29N 8.47E", "44.2N 008.47E", "91.00N 008.47E", "44.29E 008.47N", "44.29N 181.00E"),
    ),
    ("location", "dd mm(N|S) ddd mm(E|W)"): (
        ("44 17N 008 28E", "44 59N 008 59E"),
        ("44 60N 008 28E", "44 17N 008 60E", "44 7N 008 28E", "44 17 N 008 28E"),
    ),
    ("true_heading", ""): (("0", "75", "075", "359"), ("360", "-1", "0750", "75.5", "N75")),
    ("roll", "L"): (("1.5L", "0L"), ("L1.5", "1.5", "1.5l", "-1.5L", "1.5LL")),
    ("roll", "R"): (("1.5R",), ("1.5U", "R", "1,5R")),
    ("pitch", "U"): (("0.5U",), ("0.5L", "U0.5", "0.5")),
    ("pitch", "D"): (("0.5D",), ("0.5R", "-0.5D", "D")),
    ("drift", "L"): (("2.0L",), ("2.0D", "2.0", "L2")),
    ("drift", "R"): (("2.0R",), ("2.0U", "2.R", ".0R")),
    ("groundspeed", "NM"): (("259NM",), ("259N", "0259NM", "59NM", "259", "259nm")),
    ("groundspeed", "KM"): (("480KM", "999KM"), ("480K", "1000KM", "80KM", "480MK")),
    ("swath_near", ""): (("12", "12.5"), ("12km", "-12", "12.", "")),
    ("look_down", ""): (("45", "45.5"), ("45deg", "-45", "")),
    ("swath_width", ""): (("25", "10.5"), ("25km", "+25", "")),
    ("magazine_no", ""): (("1", "12"), ("0", "01", "1.0", "-1", "A")),
    ("frame_no", ""): (("1", "512"), ("0", "01", "1a", "")),
    ("scan_angle", ""): (("30 left to 30 right", "0"), ("", " 30")),
    ("polarisations", ""): (("HH", "HH VV"), ("", " HH")),
}
TABLE = {
    (row.field, "" if row.code == "-" else row.code): row for row in open_skies().annotation_codes
}
RULES = {
    "flight_ref": "ANN-9",
    "sensor_desc": "ANN-1",
    "sensor_config": "ANN-1",
    "focal_length": "ANN-1",
    "magazine_no": "ANN-11",
    "frame_no": "ANN-11",
    "datetime": "ANN-12",
    "location": "ANN-12",
    "true_heading": "ANN-12",
    "scan_angle": "ANN-2",
    "height_agl": "ANN-2",
}


def _named(row: tuple[str, str]) -> str:
    return " ".join(row).strip()


def test_every_row_of_the_table_has_its_samples() -> None:
    """A row added to the table without a test would be a code nobody reads."""
    assert {_named(row) for row in ROWS} == {_named(row) for row in TABLE}


@pytest.mark.provision("annex.B-1")
@pytest.mark.parametrize("row", list(ROWS), ids=_named)
def test_a_row_is_read_and_its_neighbours_are_refused(row: tuple[str, str]) -> None:
    """The code stands in its field; what looks like it does not."""
    accepted, refused = ROWS[row]
    for code in accepted:
        assert well_formed(row[0], code), code
        assert row[1] in {"", "mm", "minute"} or _bears(row, code), code
    for code in refused:
        assert not well_formed(row[0], code), code


def _bears(row: tuple[str, str], code: str) -> bool:
    """Tell whether a sample holds the code of its row, so that no row passes by another's code."""
    field, own = row
    if field == "location":
        return ("." in code) is ("." in own)
    shape = {"INTn": "INT[1-9]", "Ldd": "L[0-9]+$", "Rdd": "R[0-9]+$", "Fnp": "F[2-9][1-9]$"}
    return re.search(shape.get(own, re.escape(own)), code) is not None


@pytest.mark.parametrize("row", [row for row in TABLE if TABLE[row].pattern], ids=_named)
def test_the_pattern_of_the_table_agrees(row: tuple[str, str]) -> None:
    """What a row accepts, the pattern printed beside it accepts too."""
    pattern = TABLE[row].pattern
    for code in ROWS[row][0]:
        assert re.fullmatch(pattern.removeprefix("^").removesuffix("$"), code), code


@pytest.mark.rule("ANN-1", "ANN-2", "ANN-9", "ANN-11", "ANN-12")
@pytest.mark.parametrize("row", [row for row in ROWS if row[0] in RULES], ids=_named)
def test_the_checker_of_annotations_reads_each_row(row: tuple[str, str]) -> None:
    """Through the rules: a good code is never the fault, a bad one always is."""
    field, rule = row[0], RULES[row[0]]
    event = field in {"scan_angle", "height_agl"}
    occasion = Occasion.EVENT if event else Occasion.MEDIUM

    def faulted(code: str) -> bool:
        codes = {field: code}
        told = Annotation("the case", occasion, SensorCategory.OPTICAL_FRAMING, codes)
        found = [f for f in check_annotation(told) if f.rule == rule]
        return any(f.outcome is Outcome.BROKEN and field in f.says for f in found) or (
            rule == "ANN-9" and any(f.outcome is Outcome.BROKEN for f in found)
        )

    accepted, refused = ROWS[row]
    assert not any(faulted(code) for code in accepted)
    assert all(faulted(code) for code in refused if code)


FITTING = {
    SensorCategory.OPTICAL_PANORAMIC: "BI BM BP BR",
    SensorCategory.OPTICAL_FRAMING: "BI BM BP BR",
    SensorCategory.INFRA_RED: "BI BM BP BR TA TD",
    SensorCategory.VIDEO: "TA TD",
    SensorCategory.RADAR: "TA TD",
}


@pytest.mark.provision("annex.B-1.2")
@pytest.mark.parametrize("category", list(SensorCategory))
def test_each_medium_fits_the_categories_the_appendix_names(category: SensorCategory) -> None:
    """Film for cameras and line scanners, tape for television, line scanners and radars."""
    fits = {medium.value for medium in Medium if medium_fits(category, medium)}
    assert fits == set(FITTING[category].split())


def test_every_field_is_asked_somewhere() -> None:
    """A field of the appendix that no occasion asks for is named here, so that it is not lost."""
    asked = {item for category in SensorCategory for item in items_of_print(category)}
    assert {field for field, _ in TABLE} - asked == {"swath_near", "magazine_no"}
