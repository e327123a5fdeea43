"""What is shown before signing hides nothing and says one thing only."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st
from tests.record_samples import statement

from overflight.desk.signing.text import signing_text
from overflight.desk.signing.visible import doubts_of, visible
from overflight.record import Statement

_NAMED = re.compile(r"<U\+([0-9A-F]{4,6}) [^>]*>")
_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}

texts = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("a <U+>\n\u202e\u200b\u0301\u00a0\U000e0041\uff10е"),  # noqa: RUF001
    )
)


@given(texts)
@example("<U+202E RIGHT-TO-LEFT OVERRIDE>")
def test_nothing_is_hidden_and_nothing_is_ambiguous(text: str) -> None:
    """No hidden sign is left in what is shown, and from what is shown the text comes back."""
    shown = visible(text)
    assert all(c in " \n" or unicodedata.category(c) not in _HIDDEN for c in shown)
    assert _NAMED.sub(lambda found: chr(int(found[1], 16)), shown) == text


@given(texts)
def test_a_text_that_is_shown_otherwise_is_doubted(text: str) -> None:
    """Whoever signs is told whenever the eye alone would not do."""
    if visible(text) != text:
        assert doubts_of(text)


@given(st.lists(texts, max_size=3))
def test_no_line_can_pass_for_another_member(values: list[str]) -> None:
    """Whatever a body says, its lines begin where its own mark stands."""
    said = statement("HU", body={"text": list(values)})
    honest = statement("HU", body={"text": []})

    def names(of: Statement) -> list[str]:
        lines = signing_text(of, b"").lines
        return [line[:22].strip() for line in lines if line[23:24] in {"|", "="}]

    wanted = [name for name in names(honest) if name != "text"]
    got = [name for name in names(said) if name and not name.startswith("text")]
    assert got == [name for name in wanted if name]
