"""Rewrite the project's working tables of the treaty as the product's own data files.

Run once, by hand, when the working tables change; the result is reviewed and committed. Hand-kept
files of the regime (readings, groups, decisions, claims, sources) are not touched.

    python tools/convert_treaty_tables.py TREATY_FOLDER src/overflight/treaty/regimes/open_skies
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = dict[str, str]

_CITE = re.compile(
    r"(?P<art>Art\. )?(?P<head>[A-L]-\d|[IVXL]+|[A-L])(?P<steps>(?:\.(?:[IVX]+|\d+))*)"
    r"(?:-(?P<to>\d+))?(?P<subs>(?:\([A-Za-z0-9]+\))*)(?:-\((?P<last>[A-Z])\))?"
)
_INLINE = re.compile(
    r"(?<![\w.])(?:[IVX]+|[A-L](?:-\d)?)(?:\.(?:[IVX]+|\d+))+(?:\([A-Z]\))*(?![\w(])"
)
_SUBS = re.compile(r"\(([A-Za-z0-9]+)\)")
# Citations that are no place of the text, or a shorthand for one.
_SPECIAL = {
    "whole text": ("treaty",),
    "not regulated": ("treaty",),
    "VIII.II.5 with II.4": ("art.VIII.II.5", "art.VIII.II.4"),
}
_WORDS = (
    ("OPs", "observing Parties"),
    ("OP", "observing Party"),
    ("OD", "observed Party"),
    ("SPs", "States Parties"),
    ("SP", "State Party"),
    ("POE", "point of entry"),
    ("POX", "point of exit"),
    ("OSAs", "Open Skies airfields"),
    ("OSA", "Open Skies airfield"),
    ("PFI", "pre-flight inspection"),
    ("MP", "mission plan"),
    ("FP", "flight plan"),
    ("UOA", "unless otherwise agreed"),
    ("AGL", "above ground"),
)
_PROSE = {
    "name",
    "sender",
    "recipients",
    "lead_time",
    "content",
    "reply",
    "note",
    "on_expiry",
    "outcome",
    "sensor_data",
    "method",
    "medium",
    "phase_in",
    "coverage",
    "sense",
    "rule",
    "who",
    "active_quota_debit",
}
_FILES = (
    ("active_quotas_first.tsv", "first_distribution.tsv"),
    ("states.csv", "parties.tsv"),
    ("decisions.md` section 4", "dec.unnumbered.altitude-formula"),
    ("decisions.md", "decisions.tsv"),
    ("`", ""),
)
_STATE_SOURCES = {
    "UNODA list": "unoda",
    "verdragenbank": "nl-registry",
    "eng.belta.by": "belta-2025",
    "zakonyprolidi.cz": "cz-38-2008",
    "zakonypreludi.sk": "sk-374-2002",
    "tass.com": "tass-2021",
    "belta.by / volozhin": "belta-2020",
}
_ALPHA3 = {
    "BA": "BIH",
    "BE": "BEL",
    "BG": "BGR",
    "BY": "BLR",
    "CA": "CAN",
    "CZ": "CZE",
    "DE": "DEU",
    "DK": "DNK",
    "EE": "EST",
    "ES": "ESP",
    "FI": "FIN",
    "FR": "FRA",
    "GB": "GBR",
    "GE": "GEO",
    "GR": "GRC",
    "HR": "HRV",
    "HU": "HUN",
    "IS": "ISL",
    "IT": "ITA",
    "KG": "KGZ",
    "LT": "LTU",
    "LU": "LUX",
    "LV": "LVA",
    "NL": "NLD",
    "NO": "NOR",
    "PL": "POL",
    "PT": "PRT",
    "RO": "ROU",
    "RU": "RUS",
    "SE": "SWE",
    "SI": "SVN",
    "SK": "SVK",
    "TR": "TUR",
    "UA": "UKR",
    "US": "USA",
}


def _one(cite: str, before: str) -> list[str]:
    """Return one citation in house spelling; a bare ``(C)`` continues the one before it."""
    if cite.startswith("("):
        cite = before.split("(", maxsplit=1)[0] + cite
    found = _CITE.fullmatch(cite)
    if found is None:
        sys.exit(f"not a citation: {cite!r}")
    head, steps, to, last = (found[name] for name in ("head", "steps", "to", "last"))
    kind = "annex" if not found["art"] and re.fullmatch(r"[A-L](-\d)?", head) else "art"
    subs = _SUBS.findall(found["subs"])
    place = f"{kind}.{head}{steps}"
    if to:
        stem, first = place.rsplit(".", 1)
        return [f"{stem}.{n}" for n in range(int(first), int(to) + 1)]
    if last:
        return [f"{place}.{chr(c)}" for c in range(ord(subs[0]), ord(last) + 1)]
    return [".".join([place, *subs])]


def provisions(cited: str) -> list[str]:
    """Return every place a citation of the working tables names, in house spelling."""
    if cited in _SPECIAL:
        return list(_SPECIAL[cited])
    cited = cited.replace(" by state practice", "").replace(" preamble", "")
    places: list[str] = []
    before = ""
    for part in re.split(r"[;,/]| read with ", cited):
        cite = part.strip()
        if re.fullmatch(r"section \d+|OSCC-\d+", cite):
            continue
        if definition := re.fullmatch(r"DEF-(\d+)", cite):
            places.append(f"art.II.{definition[1]}")
            continue
        places += _one(cite, before)
        before = before.split("(", maxsplit=1)[0] + cite if cite.startswith("(") else cite
    return list(dict.fromkeys(places))


def _inline(found: re.Match[str]) -> str:
    return _one(found[0], "")[0]


def _words(text: str) -> str:
    """Return a sentence in treaty words: abbreviations written out, places in house spelling."""
    for short, full in _FILES:
        text = text.replace(short, full)
    for short, full in _WORDS:
        text = re.sub(rf"(?<![\w-]){short}(?![\w-])", full, text)
    text = _INLINE.sub(_inline, text).strip().removesuffix(".")
    text = re.sub(r"Articles? (?=art\.)", "", text)
    text = re.sub(r"\b([Aa])n (?=State Part)", r"\1 ", text)
    return re.sub(r"\b([Aa]) (?=obser|Open Skies)", r"\1n ", text)


def _read(path: Path) -> list[Row]:
    """Return the rows of a working table: comment lines, then a header, then values."""
    lines = [
        line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    if path.suffix == ".csv":
        return list(csv.DictReader(lines))
    header, *rows = [line.split("\t") for line in lines]
    return [dict(zip(header, (c.strip() for c in row), strict=True)) for row in rows]


def _law(row: Row) -> Row:
    """Return a row whose citation became a provision, its prose in treaty words."""
    place = "; ".join(provisions(row.pop("citation")))
    said = {name: _words(cell) if name in _PROSE else cell for name, cell in row.items()}
    return {**said, "provision": place, "source": "treaty-en"}


def _write(folder: Path, name: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    lines = ["\t".join(rows[0])]
    for row in rows:
        cells = list(row.values())
        if list(row) != list(rows[0]) or any("\t" in c or "\n" in c for c in cells):
            sys.exit(f"{name}: {row}")
        lines.append("\t".join(cells))
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{name}: {len(rows)} rows")


def _parties(folder: Path) -> Iterator[Row]:
    for row in _read(folder / "states.csv"):
        cited = "XVII.1" if row["status"] == "signatory only" else "XVII.2"
        if row["instrument"] == "accession":
            cited = "XVII.6"
        if row["withdrawal_notice"]:
            cited += "; XV.2"
        keys = [
            next(key for start, key in _STATE_SOURCES.items() if part.strip().startswith(start))
            for part in row["source"].split("|")
        ]
        names = {
            "code": row["iso2"],
            "alpha3": _ALPHA3[row["iso2"]],
            "name": row["name"],
            "role": row["role"],
            "unit": row["quota_unit"],
            "signed": row["signed"],
            "instrument": row["instrument"].replace("none", ""),
            "deposited_hu": row["deposit_budapest"],
            "deposited_ca": row["deposit_ottawa"],
            "in_force_registry": row["eif_registry"],
            "in_force_computed": row["eif_computed"],
            "agreement": row["eif_check"],
            "withdrawal_notified": row["withdrawal_notice"],
            "withdrawal_effect": row["withdrawal_effect"],
            "status": row["status"],
            "depositary": "yes" if row["depositary"] else "no",
        }
        yield {
            **names,
            "provision": "; ".join(provisions(cited)),
            "source": "; ".join(keys),
            "note": _words(row["note"]),
        }


def _quotas(folder: Path) -> Iterator[Row]:
    for row in _read(folder / "passive_quotas.tsv"):
        yield {
            "unit": row["unit_id"],
            "name": row["name_in_treaty"],
            "members": row["iso_members"].removesuffix(" (successors)").replace(" ", "; "),
            "flights": row["passive_quota"],
            "provision": "annex.A.I.1",
            "source": "treaty-en",
            "note": _words(row["note"]),
        }


def _distribution(folder: Path) -> Iterator[Row]:
    for row in _read(folder / "active_quotas_first.tsv"):
        yield {
            "id": row["id"],
            "observing": row["observing_unit"],
            "observed": row["observed_unit"],
            "flights": row["flights"],
            "shared_with": row["shared_with"],
            "provision": "annex.A.II.1",
            "source": "treaty-en",
            "note": _words(row["note"]),
        }


def _distances(folder: Path) -> Iterator[Row]:
    for row in _read(folder / "max_flight_distances.tsv"):
        printed = row["airfield_as_printed"]
        scope = "airfield"
        if row["note"].startswith("area"):
            scope = "area"
        elif printed.startswith("with "):
            scope = "variant"
        elif printed == "(none named)":
            scope = "unnamed"
        yield {
            "id": row["id"],
            "unit": row["unit_id"],
            "name": printed,
            "scope": scope,
            "distance_km": row["distance_km"],
            "other_km": row["nl_km"] if row["nl_km"] != row["distance_km"] else "",
            "site": row["site_id"],
            "provision": "annex.A.III",
            "source": "treaty-en; treaty-nl" if row["nl_km"] else "treaty-en",
            "note": _words(row["note"]),
        }


def _sites(folder: Path) -> Iterator[Row]:
    for row in _read(folder / "sites.tsv"):
        yield {
            "site": row["site_id"],
            "unit": row["unit_id"],
            "role": row["role"],
            "name": row["site_as_printed"],
            "icao": row["icao"],
            "as_printed": row["loc_raw"],
            "lon": row["lon"],
            "lat": row["lat"],
            "alt_lon": row["alt_lon"],
            "alt_lat": row["alt_lat"],
            "coord_status": row["coord_status"],
            "inspection": row["inspection"],
            "ref_icao": row["ref_icao"],
            "provision": "annex.E-1.II",
            "source": "treaty-en",
            "note": _words(row["note"]),
        }


def _rules(folder: Path) -> Iterator[Row]:
    text = (folder / "rules.md").read_text("utf-8").split("\n## 20.")[0]
    item = re.compile(
        r"\*\*(?P<id>[A-Z]+-\d+) (?P<title>[^*]+)\*\* \[(?P<cite>[^\]]+)\] (?P<bound>[^;]+); "
        r"(?P<check>[^.]+)\.\s+Pre: (?P<pre>.*?) Req: (?P<req>.*?) Breach: (?P<breach>.*?) "
        r"Data: (?P<data>.*)",
        re.DOTALL,
    )
    for block in re.findall(r"^- (\*\*[A-Z]+-\d+ .*(?:\n  .*)*)", text, re.MULTILINE):
        found = item.fullmatch(" ".join(block.split()))
        if found is None:
            sys.exit(f"not a rule: {block}")
        check = found["check"]
        yield {
            "id": found["id"],
            "title": found["title"],
            "bound": _words(found["bound"]),
            "check": re.split(r"[ ,]", check)[0],
            "check_note": check.split(" ", 1)[1].removesuffix("UOA") if " " in check else "",
            "waivable": "yes" if "UOA" in check else "no",
            "applies": _words(found["pre"]),
            "requirement": _words(found["req"]),
            "consequence": _words(found["breach"]).replace("n/a", "none"),
            "data": _words(found["data"]),
            "open_points": "; ".join(dict.fromkeys(re.findall(r"AMB-\d+", block))),
            "provision": "; ".join(provisions(found["cite"])),
            "source": "treaty-en",
        }


def _definitions(folder: Path) -> Iterator[Row]:
    text = (folder / "rules.md").read_text("utf-8")
    for line in re.findall(r"^\| (DEF-\d+ \|.*)\|$", text, re.MULTILINE):
        name, term, meaning, trap = (cell.strip() for cell in line.split("|"))
        yield {
            "id": name,
            "term": term,
            "meaning": _words(meaning),
            "trap": _words(trap),
            "provision": f"art.II.{name.removeprefix('DEF-')}",
            "source": "treaty-en",
        }


def main() -> None:
    """Convert every table."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    _write(target, "parties.tsv", _parties(source))
    _write(target, "passive_quotas.tsv", _quotas(source))
    _write(target, "first_distribution.tsv", _distribution(source))
    _write(target, "max_flight_distances.tsv", _distances(source))
    _write(target, "sites.tsv", _sites(source))
    _write(target, "rules.tsv", _rules(source))
    _write(target, "definitions.tsv", _definitions(source))
    names = ("sensor_limits", "quota_effects", "time_limits", "notifications", "annotation_codes")
    for name in (*names, "personnel_limits", "phasing"):
        rows = (_law(row) for row in _read(source / f"{name}.tsv"))
        if name == "phasing":
            renamed = {"from": "since", "to": "last_day"}
            rows = ({renamed.get(k, k): v for k, v in row.items()} for row in rows)
        _write(target, f"{name}.tsv", rows)


if __name__ == "__main__":
    main()
