"""`Cache`: values that are kept for a while, in memory or in Redis, and never pickled."""
