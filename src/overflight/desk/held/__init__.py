"""What held on any day: folded of the record, dated by mirrors, kept beside it."""
