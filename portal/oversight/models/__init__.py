"""The spot check."""

from portal.oversight.models.spot_checks import SpotCheck, SpotCheckItem, Verdict, Why

__all__ = ["SpotCheck", "SpotCheckItem", "Verdict", "Why"]
