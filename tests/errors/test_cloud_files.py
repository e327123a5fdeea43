"""Tables of clouds that are none: one clear error each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from overflight.adapters.handed.cloud_files import read_clouds
from overflight.errors import SourceError, UsageError


@pytest.mark.parametrize(
    "text",
    [
        "",
        "place,hour\nA,1\n",
        "cloud,cloud\n0,0\n",
        "cloud,colour\n0.5,grey\n",
        "cloud,lon\n0.5,8\n",
        "cloud\nheavy\n",
        "cloud\nnan\n",
        "cloud\n50\n",
        "cloud\n-0.1\n",
        "cloud,hour\n0.5,24\n",
        "cloud,hour\n0.5,1.5\n",
        "cloud,month\n0.5,13\n",
        "cloud,day\n0.5,6.5.2008\n",
        "cloud,day,month\n0.5,2008-05-06,5\n",
        "cloud,lon,lat\n0.5,8,\n",
        "cloud,lon,lat\n0.5,8,91\n",
        "cloud,place,lon,lat\n0.5,A,8,45\n",
        "cloud,place\n0.5\n",
        "cloud\n0.5,0.5\n",
        'cloud\n"0.5\n',
    ],
)
def test_what_is_no_table_of_clouds(tmp_path: Path, text: str) -> None:
    """Each is told with its line, and nothing is guessed."""
    path = tmp_path / "clouds.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match="E-CLOUDS"):
        read_clouds(path)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    """A byte that is no UTF-8 names its place."""
    path = tmp_path / "clouds.csv"
    path.write_bytes(b"cloud,place\n0.5,Z\xfcrich\n")
    with pytest.raises(SourceError, match="E-CLOUDS"):
        read_clouds(path)
    with pytest.raises(UsageError, match="E-FILE"):
        read_clouds(tmp_path / "none.csv")


def test_a_table_is_read_whole(tmp_path: Path) -> None:
    """Every column, in any order, with a byte order mark; sources are named once."""
    path = tmp_path / "clouds.csv"
    text = "source,cloud,lon,lat,place,day,month,hour\n"
    text += "DWD,0.5,8,45,,2008-05-06,,12\nDWD,0.25,,,A,,5,\n,1,,,,,,\n"
    path.write_text("\ufeff" + text, "utf-8")
    table = read_clouds(path)
    assert table.source == "DWD"
    first, second, third = table.rows
    assert (first.day, first.hour, first.share) == (date(2008, 5, 6), 12, 0.5)
    assert (second.place, second.month) == ("A", 5)
    assert third.at is None
    path.write_text("cloud\n", "utf-8")
    assert read_clouds(path).source == "clouds.csv"
