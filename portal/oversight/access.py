"""Who checks."""

CHECKERS = ("team_lead", "dpo")
