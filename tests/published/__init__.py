"""Numbers that others have printed, with their source."""
