"""Primary keys: time-ordered UUIDs (version 7, RFC 9562) for private objects."""

from uuid import UUID

import uuid6


def new_key() -> UUID:
    """A fresh time-ordered key."""
    return UUID(bytes=uuid6.uuid7().bytes)
