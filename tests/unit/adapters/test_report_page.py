"""The report page: everything shown, nothing fetched, nothing run."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.report_sample import PIXEL, sample_report

from overflight.adapters.report import (
    ClockRow,
    Figure,
    FindingRow,
    FrameRow,
    RecordPart,
    ReportData,
    TrackPart,
    TrackProfile,
    render_report,
)
from overflight.adapters.report.markup import safe_svg
from overflight.errors import SourceError, UsageError
from overflight.treaty import Finding, Outcome, Quantity

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7*7 }}&</style>"""


class _Reader(HTMLParser):
    """Collect tags, attributes, ids and text, and check that every tag is closed."""

    VOID = frozenset({"meta", "br", "img", "link", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(data: ReportData) -> _Reader:
    reader = _Reader()
    reader.feed(render_report(data))
    reader.close()
    assert reader.open == []
    return reader


def _bare() -> ReportData:
    return ReportData(
        mission="2003-OS3001",
        title="A flight",
        observing="BG",
        observed="IT",
        day="14 May 2003",
        outcome="prohibited",
        summary=(),
        record=RecordPart("cc", "rr", (), ()),
    )


def test_the_page_is_whole_and_the_same_each_time() -> None:
    """Every tag is closed, every id stands once, and the same data give the same bytes."""
    reader = _read(sample_report())
    ids = [value for _, name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = {v[1:] for _, n, v in reader.attributes if n == "href" and v and v.startswith("#")}
    assert targets <= set(ids)
    assert render_report(sample_report()) == render_report(sample_report())


def test_nothing_is_fetched_and_nothing_runs() -> None:
    """No script, no handler, no address outside the page; the policy in the page forbids it all."""
    reader = _read(sample_report())
    assert not {"script", "iframe", "object", "embed", "link", "form", "base"} & set(reader.tags)
    assert not [name for _, name, _ in reader.attributes if name.startswith("on")]
    for tag, name, value in reader.attributes:
        if name in {"src", "href", "srcset", "action", "data", "xlink:href"}:
            assert value is not None
            assert value.startswith(("#", "data:image/png;base64,")), (tag, name)
    page = render_report(sample_report())
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert " style=" not in page


def test_the_style_is_the_one_the_policy_allows() -> None:
    """The hash in the policy is that of the style in the page, byte for byte."""
    from base64 import b64encode
    from hashlib import sha256

    page = render_report(_bare())
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style.group(1).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page


def test_everything_given_is_shown() -> None:
    """Labels, findings with numbers and doubts, clocks with sums, holders, commands, limits."""
    data = sample_report()
    text = " ".join(" ".join(_read(data).text).split())
    for part in (
        *data.summary,
        *data.not_proven,
        *(label.partition(": ")[2] for label in data.labels),
        *(finding.says for finding in data.findings),
        *(clock.derivation for clock in data.clocks),
        *(row.root for row in data.holdings),
        *(row.why for row in data.copies),
        *(row.command for row in data.record.commands),
        *(row.doubt for row in data.sources),
        *(row.says for row in data.readings),
        *(frame.annotation for frame in data.frames),
        data.record.cut,
        data.record.ruleset,
        "\N{MINUS SIGN}588 m",
        "9,412 ± 1 m",
        "at least 10,000 m",
    ):
        assert part in text, part


def test_findings_come_worst_first() -> None:
    """A reader meets broken, then contested, then open, then kept."""
    page = render_report(sample_report())
    order = re.findall(r'<li class="finding">\n<div><span class="mark (\w+)"', page)
    assert order == ["broken", "contested", "open", "kept"]


def test_a_bare_mission_is_a_page_too() -> None:
    """Parts with nothing to show are left out, their links too."""
    reader = _read(_bare())
    hrefs = [v for _, n, v in reader.attributes if n == "href"]
    assert hrefs == ["#main", "#record"]
    assert "svg" not in reader.tags


def test_many_kept_findings_are_folded_away() -> None:
    """Where something is wrong, a long list of what is right starts closed."""
    kept = tuple(FindingRow(Outcome.KEPT, "GEO-1", "art.VI.II.3", f"{n}") for n in range(13))
    broken = FindingRow(Outcome.BROKEN, "GEO-4", "art.VI.II.2", "near")
    assert "<details>" in render_report(replace(_bare(), findings=(*kept, broken)))
    assert "<details open>" in render_report(replace(_bare(), findings=kept))


def test_what_many_findings_rest_on_is_shown_once() -> None:
    """A long basis that three findings share becomes a note with a number, linked from each."""
    basis = "track: receiver A, position error of the source 100 m (a setting)"
    rows = tuple(
        FindingRow(Outcome.OPEN, "DEV-1", "art.VIII.II.1", f"{n}", basis=(basis, "own"))
        for n in range(3)
    )
    shared = render_report(replace(_bare(), findings=rows))
    assert shared.count(basis) == 1
    assert shared.count('<a href="#basis-1">note 1</a>; own') == 3
    few = render_report(replace(_bare(), findings=rows[:2]))
    assert few.count(basis) == 2


@pytest.mark.parametrize(
    ("value", "error", "shown"),
    [
        (4465.29, 4100.0, "4,465.3 ± 4,100 m"),
        (0.29, 0.004, "0.29 ± 0.004 m"),
        (7.0, 0.0, "7 m"),
        (123.456, 0.0, "123.5 m"),
        (-600.073, 1535.0, "-600.1 ± 1,535 m"),
    ],
)
def test_numbers_are_for_reading(value: float, error: float, shown: str) -> None:
    """Thousands stand apart and nobody is shown digits that mean nothing."""
    finding = Finding("GEO-4", "art.VI.II.2", Outcome.OPEN, "near", Quantity(value, "m", error))
    assert FindingRow.of(finding).measured == shown


def _every_text(value: object) -> object:
    """Return the same rows with every text replaced by a hostile one."""
    from dataclasses import fields, is_dataclass

    if isinstance(value, Outcome | bytes):
        return value
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(_every_text(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _every_text(getattr(value, f.name)) for f in fields(value)}
        return type(value)(**changes)
    return value


def test_hostile_texts_stay_texts() -> None:
    """Whatever a record, a file name or an error says, it is shown and never obeyed."""
    data = _every_text(sample_report())
    assert isinstance(data, ReportData)
    reader = _read(replace(data, map_svg=""))
    assert "script" not in reader.tags
    assert not [name for _, name, _ in reader.attributes if name.startswith("on")]
    assert "{{ 7*7 }}" in "".join(reader.text)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>@import url(http://x)</style>",
        "<foreignObject><p>x</p></foreignObject>",
        '<a href="http://x"><text>x</text></a>',
        '<image href="http://x/a.png"/>',
        '<image xlink:href="data:image/svg+xml;base64,AAAA"/>',
        '<use href="http://x#a"/>',
        '<path onclick="alert(1)"/>',
        '<path fill="url(http://x)"/>',
        "<path style=\"fill:url('http://x')\"/>",
        '<path class="page"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        "<!-- x --><?php x ?>",
    ],
)
def test_a_drawing_cannot_act_or_reach_out(inside: str) -> None:
    """From a hostile map nothing is left that runs, links or loads."""
    drawn = str(safe_svg(SVG.format(inside)))
    for word in ("script", "alert", "http", "style", "onclick", "class", "<a", "php", "import"):
        assert word not in drawn, word


def test_a_harmless_drawing_stays_as_it_is() -> None:
    """Shapes, texts, gradients, references inside the drawing and inlined pictures are kept."""
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<path d="M0 0" style="fill: url(#g); stroke-width: 2"/><text x="1">A &amp; B &lt;</text>'
        '<use xlink:href="#g"/><image href="data:image/png;base64,AAAA"/>'
    )
    drawn = str(safe_svg(SVG.format(inside)))
    for part in (
        'fill="url(#g)"',
        'stroke-width="2"',
        "A &amp; B &lt;",
        'href="#g"',
        'href="data:image/png;base64,AAAA"',
        'stop-color="#fff"',
    ):
        assert part in drawn


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg",
        "<html/>",
        "<svg/>",
        '<!DOCTYPE s [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<!DOCTYPE s SYSTEM "file:///etc/passwd"><html/>',
        "x" * 20_000_001,
        "\ud800",
    ],
)
def test_what_is_no_drawing_is_told(text: str) -> None:
    """Cut, foreign, bombed or huge: one clear error."""
    with pytest.raises(SourceError, match="E-SVG"):
        safe_svg(text)


@pytest.mark.parametrize("preview", [b"", b"GIF89a", PIXEL + bytes(200_001)])
def test_a_wrong_preview_is_told(preview: bytes) -> None:
    """Only small JPEG and PNG previews go into the page."""
    frame = FrameRow("a", preview, (Figure("Taken", "now"),))
    with pytest.raises(UsageError, match="E-PREVIEW"):
        render_report(replace(_bare(), frames=(frame,)))


def test_a_jpeg_preview_is_shown() -> None:
    """JPEG is what cameras give."""
    frame = FrameRow("a", b"\xff\xd8\xff\xe0", ())
    page = render_report(replace(_bare(), frames=(frame,)))
    assert "data:image/jpeg;base64,/9j/4A==" in page


def test_clocks_say_how_late() -> None:
    """A thing done late shows by how much, and one not done says so."""
    clock = sample_report().clocks[0]
    late = replace(clock, done_at=clock.due_at.replace(hour=9), outcome=Outcome.BROKEN)
    undone = replace(clock, done_at=None, outcome=Outcome.OPEN, name="x" * 50)
    on_time = replace(clock, done_at=clock.due_at)
    odd = replace(clock, due_at=clock.due_at.replace(second=7))
    text = "".join(_read(replace(_bare(), clocks=(late, undone, on_time, odd))).text)
    assert "1 h late" in text
    assert "not on the record" in text
    assert "0 min to spare" in text
    assert "08:00:07 UTC" in text
    assert "x" * 35 + "…" in text


def test_a_clock_of_no_length_is_drawn() -> None:
    """A limit that ends as it begins still has a place on the line."""
    clock = sample_report().clocks[0]
    point = ClockRow("a", "b", "r", "p", clock.due_at, clock.due_at, "d", Outcome.KEPT)
    assert "<svg" in render_report(replace(_bare(), clocks=(point,)))


def _lines(profile: TrackProfile) -> list[str]:
    page = render_report(replace(_bare(), track=TrackPart("s", (), (), profile)))
    return re.findall(r'class="flown" d="([^"]*)"', page)


def test_a_gap_breaks_the_curve() -> None:
    """Nothing is drawn where nothing was seen: the pen is lifted over a gap."""
    seconds, values = (0.0, 10.0, 20.0, 30.0), (1.0, 2.0, 3.0, 4.0)
    whole = TrackProfile(seconds, values, values)
    gap = replace(whole, gaps_s=((10.0, 20.0),))
    assert [line.count("M") for line in _lines(whole)] == [1, 1]
    assert [line.count("M") for line in _lines(gap)] == [2, 2]


def test_a_long_track_keeps_its_extremes() -> None:
    """However many points there are, the highest one is drawn."""
    seconds = tuple(float(s) for s in range(20_000))
    values = tuple(1000.0 if s == 7777 else 0.0 for s in seconds)
    line = _lines(TrackProfile(seconds, values, values))[0]
    assert len(line) < 20_000
    assert len({step.split(" ")[1] for step in re.split("[ML]", line)[1:]}) == 2
