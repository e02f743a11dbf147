"""Everything that writes to the log: recording (every app), sealing, anchoring, and removing what is old enough."""

from portal.audit.actions.recording import (
    Actor,
    CannotRecord,
    Look,
    export_log,
    read_log,
    record,
    record_about,
    record_read,
    record_reads,
    role_of,
)

__all__ = [
    "Actor",
    "CannotRecord",
    "Look",
    "export_log",
    "read_log",
    "record",
    "record_about",
    "record_read",
    "record_reads",
    "role_of",
]
