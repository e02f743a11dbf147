"""Everything that writes to the outbox. Apps use put, put_all and withdraw; the drain uses actions.delivery."""

from portal.outbox.actions.planning import Draft, put, put_all, withdraw

__all__ = ["Draft", "put", "put_all", "withdraw"]
