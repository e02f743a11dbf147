"""The log: events, and the seals that chain them; and the files that leave the house."""

from portal.audit.models.events import AuditEvent, AuditEventQuerySet, Kind, Search
from portal.audit.models.files import ExportFile
from portal.audit.models.seals import AuditSeal

__all__ = ["AuditEvent", "AuditEventQuerySet", "AuditSeal", "ExportFile", "Kind", "Search"]
