"""The proof: no route over these places, with these ways, is worth more."""
