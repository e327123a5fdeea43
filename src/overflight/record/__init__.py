"""The append-only record: its bytes, its proofs, its verifier. It knows no chapter."""

from overflight.record.said import Reference, Said, facts_of

__all__ = ["Reference", "Said", "facts_of"]
