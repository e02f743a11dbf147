"""The log: events, and the seals that chain them."""

from portal.audit.models.events import AuditEvent, AuditEventQuerySet, Kind, Search
from portal.audit.models.seals import AuditSeal

__all__ = ["AuditEvent", "AuditEventQuerySet", "AuditSeal", "Kind", "Search"]
