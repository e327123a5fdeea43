"""Make what a screen hides visible, before a person signs it (trust.md section 3).

Nothing is normalised: the bytes that are signed stay as they are. What cannot be seen, what turns
the reading order, and what looks like something else is written by its code point and name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["doubts_of", "visible"]

_MOST_MARKS = 2  # combining marks on one letter; no living orthography needs more
_MOST_SPACES = 2  # side by side; more can push words out of sight
# Letters and marks by category that a screen draws as nothing at all.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_WORD = re.compile(r"\w+")
_LOOKALIKES = (
    "АВЕКМНОРСТУХЅІЈԚԜаеорсухѕіјԛԝһӏ"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορυ"  # Greek  # noqa: RUF001
)


def visible(text: str) -> str:
    """Return a text with everything a screen would hide written as ``<U+202E NAME>``.

    Line feeds stay; whoever prints the text marks its lines.

    Args:
        text: Any text.
    """
    out: list[str] = []
    marks = spaces = 0
    for at, char in enumerate(text):
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        spaces = spaces + 1 if char == " " else 0
        alone = marks and (at == 0 or text[at - 1] in " \n")
        if _must_show(char) or marks > _MOST_MARKS or alone or spaces > _MOST_SPACES:
            out.append(_named(char))
        elif text.startswith("<U+", at):
            out.append(_named(char))  # so that nobody writes such a sign by hand
        else:
            out.append(char)
    return "".join(out)


def doubts_of(text: str) -> tuple[str, ...]:
    """Return what a reader of a text must know before trusting the eye, one sentence each.

    Args:
        text: Any text.
    """
    shown = visible(text)
    doubts = []
    if shown != text:
        first = shown[shown.index("<U+") :].partition(">")[0] + ">"
        doubts.append(f"holds what a screen hides or disguises, first {first}")
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        doubts.append("holds letters written right to left; a screen may show another order")
    return (*doubts, *_mixed(text))


def _must_show(char: str) -> bool:
    if char == "\n" or " " < char <= "~" or char == " ":
        return False
    category = unicodedata.category(char)
    return (
        category in _HIDDEN
        or category == "Zs"
        or char in _BLANK
        or _SELECTORS.match(char) is not None
        or category == "Nd"  # a digit of another script
        or unicodedata.normalize("NFKC", char).isascii()  # drawn like a plain sign or several
    )


def _named(char: str) -> str:
    name = unicodedata.name(char, "WITHOUT A NAME")
    return f"<U+{ord(char):04X} {name}>"


def _mixed(text: str) -> Iterator[str]:
    """Yield words of letters of several scripts, and words that only look Latin."""
    words = dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", text)))
    scripts = {word: _scripts(word) for word in words}
    latin = any(found == {"LATIN"} for found in scripts.values())
    for word, found in scripts.items():
        letters = [char for char in word if char.isalpha()]
        if len(found) > 1:
            yield f"the word {visible(word)} mixes letters: {' and '.join(sorted(found))}"
        elif latin and len(letters) > 1 and all(char in _LOOKALIKES for char in letters):
            yield f"the word {visible(word)} looks Latin and is {found.pop()}"


def _scripts(word: str) -> set[str]:
    """Return the scripts of the letters of a word, as their names begin."""
    names = (unicodedata.name(char, "UNKNOWN") for char in word if char.isalpha())
    found = {name.split(" ")[0].split("-")[0] for name in names}
    return {"EAST ASIAN"} if found and found <= {"CJK", "HIRAGANA", "KATAKANA"} else found
