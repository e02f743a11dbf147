"""Every write to the calendar, one intent per function."""
