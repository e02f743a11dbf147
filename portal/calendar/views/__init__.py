"""Pages of the calendar: one's own plan, everybody's week, the team lead's tables."""
