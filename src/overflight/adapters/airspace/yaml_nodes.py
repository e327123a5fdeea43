"""Read YAML from outside as plain nodes with their lines: no tags, no anchors, bounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from overflight.adapters.airspace.words import fault, plain

__all__ = ["Node", "parse_yaml"]

_MOST_DEPTH = 30
_MOST_NODES = 500_000


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file that knows its line.

    Args:
        source: Name of the file.
        node: The value as the parser gives it.
    """

    source: str
    node: yaml.Node

    @property
    def where(self) -> str:
        """Return where it stands, in words."""
        return f"{self.source}: line {self.node.start_mark.line + 1}"

    @property
    def kind(self) -> str:
        """Return what it is: scalar, sequence or mapping."""
        return type(self.node).__name__.removesuffix("Node").lower()

    def text(self, expected: str = "a word") -> str:
        """Return it as text.

        Raises:
            SourceError: It is a list or a mapping.
        """
        if not isinstance(self.node, yaml.ScalarNode):
            raise fault(self.where, expected, f"a {self.kind}", "Correct this entry.")
        return plain(str(self.node.value))

    def items(self) -> Iterator[Node]:
        """Yield the items of a list.

        Raises:
            SourceError: It is none.
        """
        if not isinstance(self.node, yaml.SequenceNode):
            raise fault(self.where, "a list", f"a {self.kind}", "Correct this entry.")
        for one in self.node.value:
            yield Node(self.source, one)

    def fields(self) -> dict[str, Node]:
        """Return the fields of a mapping, the last one where a name stands twice.

        Raises:
            SourceError: It is none, or a name is not a word.
        """
        if not isinstance(self.node, yaml.MappingNode):
            raise fault(self.where, "fields", f"a {self.kind}", "Correct this entry.")
        return {
            Node(self.source, key).text("a name"): Node(self.source, value)
            for key, value in self.node.value
        }


def parse_yaml(text: str, source: str) -> Node:
    """Return the one document of a YAML file.

    Args:
        text: The file; the caller bounds it.
        source: Its name, for messages.

    Raises:
        SourceError: It is not YAML, uses anchors, is nested too deeply, or is empty.
    """
    try:
        _check(text, source)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as wrong:
        found = " ".join(str(wrong).split())
        raise fault(source, "YAML", found, "Check that this is the right file.") from wrong
    if node is None:
        raise fault(source, "YAML with airspace", "nothing", "Check that this is the right file.")
    return Node(source, node)


def _check(text: str, source: str) -> None:
    """Refuse what could grow: anchors that are repeated, deep nesting, endless lists."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise fault(source, "YAML without anchors", "an anchor", "Write each value in full.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MOST_DEPTH or count > _MOST_NODES:
            raise fault(
                source,
                f"at most {_MOST_DEPTH} levels and {_MOST_NODES:,} values",
                "more of them",
                "Check that this is the right file.",
            )
