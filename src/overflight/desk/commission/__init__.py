"""The Commission at the desk: its papers, the chronicle, claims and views."""
