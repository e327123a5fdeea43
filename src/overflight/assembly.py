"""Where adapters meet the desk: the one place that knows which adapter serves which port."""
