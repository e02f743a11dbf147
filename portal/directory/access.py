"""Who may keep the directory right."""

from portal.accounts.models import Role

READERS = tuple(Role.values)  # everybody who works here
EDITORS = (Role.TEAM_LEAD, Role.PLANNER)
