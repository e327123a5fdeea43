"""Planning at the desk: gather what a flight must keep, search, draft, judge, answer."""
