"""Tables of every kind in, the same kind out; no arithmetic here."""
