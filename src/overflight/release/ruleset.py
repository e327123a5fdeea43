"""The conditions an entitlement asks, as data.

Ids are those of the rule table; the word after the slash names the condition where a rule has
several. What the text leaves open carries the open point it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONDITIONS", "Condition"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a release.

    Args:
        id: Rule id, and which of its conditions.
        provision: Where it is written.
        asks: The question, in treaty words.
        mends: What would turn *broken* into *kept*; the consequence the text states, if any.
        open_points: Open points that may leave it unsettled.
        practical: Whether it is no condition of the right to copies, only of sending one; it never
            turns an unsettled right into a denied one.
    """

    id: str
    provision: str
    asks: str
    mends: str
    open_points: tuple[str, ...] = ()
    practical: bool = False

    @property
    def rule(self) -> str:
        """Return the rule id alone."""
        return self.id.partition("/")[0]


CONDITIONS = (
    Condition(
        "DAT-14/requester",
        "art.IX.IV.1",
        "Is the requester a State Party, on the day it asks and on the day it is answered?",
        "The right belongs to State Parties; a state that joins may ask then.",
        ("AMB-28",),
    ),
    Condition(
        "DAT-14/membership-at-flight",
        "art.IX.IV.1",
        "Was the requester a State Party on the day of the flight?",
        "None stated.",
        ("AMB-24",),
    ),
    Condition(
        "MEM-9/holder",
        "art.IX.IV.1",
        "Is the observing Party, which holds the data, still a State Party?",
        "None stated.",
        ("AMB-28",),
    ),
    Condition(
        "NTF-39/fields",
        "art.IX.IV.1",
        "Does the request name (A) to (F), and do they fit the flight?",
        "Ask again with every field; no time limit is stated (AMB-24).",
    ),
    Condition(
        "NTF-39/told",
        "art.IX.IV.1",
        "Is the request addressed to the observing Party and notified to the observed Party?",
        "Notify both; no time limit is stated (AMB-24).",
    ),
    Condition(
        "QEF-0",
        "art.VIII.II.6",
        "Is the flight counted against both quotas, so that the observing Party keeps the data?",
        "The observing Party holds no data of this flight.",
        ("AMB-17", "AMB-18", "AMB-19", "AMB-21", "AMB-32"),
    ),
    Condition(
        "DAT-2",
        "art.IX.I.3",
        "Have both sides sealed the medium, with the same root?",
        "None stated; seal the medium on both sides.",
        practical=True,
    ),
    Condition(
        "DAT-3/assurance",
        "art.IX.I.4",
        "Is an assurance demanded about passing the data on, and is it given?",
        "None stated.",
        ("AMB-24",),
    ),
    Condition(
        "DAT-14/key",
        "art.IX.IV.1",
        "Has the requester an active key to which a copy can be sealed?",
        "No condition of the text: publish a key, and ask again.",
        practical=True,
    ),
)
