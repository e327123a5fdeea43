"""What is signed and what a person reads before: drafts, texts, envelopes, key sets."""
