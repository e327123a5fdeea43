"""Readers of airspace as States and pilots exchange it: OpenAir, AIXM 5.1, YAIXM."""
