"""People: who may be sent, who accepts them, and how many an aircraft takes."""
