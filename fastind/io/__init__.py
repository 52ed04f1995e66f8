"""What is kept: the store, and the formats that it is exported to and imported from."""
