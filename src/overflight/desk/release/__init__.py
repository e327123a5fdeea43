"""Sealing, deciding, sending and receiving copies."""
