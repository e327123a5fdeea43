"""Founding a record: offers, the genesis document, the facts it begins with."""
