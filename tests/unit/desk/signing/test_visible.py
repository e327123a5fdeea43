"""What a screen hides is made visible before anybody signs it."""

from __future__ import annotations

import pytest

from overflight.desk.signing.visible import doubts_of, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a<U+202E RIGHT-TO-LEFT OVERRIDE>b"),
        ("a\u2066b", "a<U+2066 LEFT-TO-RIGHT ISOLATE>b"),
        ("a\u200bb", "a<U+200B ZERO WIDTH SPACE>b"),
        ("a\u200db", "a<U+200D ZERO WIDTH JOINER>b"),
        ("a\u00a0b", "a<U+00A0 NO-BREAK SPACE>b"),
        ("a\u3000b", "a<U+3000 IDEOGRAPHIC SPACE>b"),
        ("a\u2028b", "a<U+2028 LINE SEPARATOR>b"),
        ("a\u00adb", "a<U+00AD SOFT HYPHEN>b"),
        ("\ufeffa", "<U+FEFF ZERO WIDTH NO-BREAK SPACE>a"),
        ("a\U000e0041", "a<U+E0041 TAG LATIN CAPITAL LETTER A>"),
        ("a\ufe0f", "a<U+FE0F VARIATION SELECTOR-16>"),
        ("a\U000e0100", "a<U+E0100 VARIATION SELECTOR-17>"),
        ("a\u3164b", "a<U+3164 HANGUL FILLER>b"),
        ("a\u2800b", "a<U+2800 BRAILLE PATTERN BLANK>b"),
        ("a\u034fb", "a<U+034F COMBINING GRAPHEME JOINER>b"),
        ("\ue000", "<U+E000 WITHOUT A NAME>"),
        ("\u0663", "<U+0663 ARABIC-INDIC DIGIT THREE>"),
        ("1\uff0e5", "1<U+FF0E FULLWIDTH FULL STOP>5"),
        ("\U0001d5d4", "<U+1D5D4 MATHEMATICAL SANS-SERIF BOLD CAPITAL A>"),
        ("\u212a", "<U+212A KELVIN SIGN>"),
        ("a\u0300\u0301\u0302", "a\u0300\u0301<U+0302 COMBINING CIRCUMFLEX ACCENT>"),
        ("\u0301a", "<U+0301 COMBINING ACUTE ACCENT>a"),
        (" \u0301a", " <U+0301 COMBINING ACUTE ACCENT>a"),
        ("a    b", "a  <U+0020 SPACE><U+0020 SPACE>b"),
        ("<U+202E>", "<U+003C LESS-THAN SIGN>U+202E>"),
    ],
)
def test_what_hides_is_named(text: str, shown: str) -> None:
    """Each sign that cannot be seen, or passes for another, stands there by its name."""
    assert visible(text) == shown
    assert doubts_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, 12.5 km; a < b & c > d.",
        "Réception à Tîrgu Mureș: żółć, Åland, Þingvellir",
        "first line\nsecond line",
        "Самолёт над Москвой",
        "Ελληνική Δημοκρατία",
        "საქართველო და Հայաստան",
        "e\u0301 and o\u0302\u0301",
        "日本のひこうき",
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    """A text in any language of the Parties is shown as written, without a doubt."""
    assert visible(text) == text
    assert doubts_of(text) == ()


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Вudapest", "the word Вudapest mixes letters: CYRILLIC and LATIN"),  # noqa: RUF001
        ("pΑris", "the word pΑris mixes letters: GREEK and LATIN"),  # noqa: RUF001
        ("the СССР", "the word СССР looks Latin and is CYRILLIC"),  # noqa: RUF001
        ("שלום", "holds letters written right to left; a screen may show another order"),
    ],
)
def test_lookalikes_are_told(text: str, doubt: str) -> None:
    """A word the eye takes for another one is told below the text."""
    assert doubt in doubts_of(text)
