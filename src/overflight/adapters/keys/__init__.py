"""Private keys: in files, in folders, in tokens, under a lock."""
