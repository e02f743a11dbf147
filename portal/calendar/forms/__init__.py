"""What staff fill in about calendars, by noun."""
