"""Everything that writes to the outbox. Apps use put, put_all, withdraw, withdraw_all; the drain actions.delivery."""

from portal.outbox.actions.planning import Draft, put, put_all, withdraw, withdraw_all

__all__ = ["Draft", "put", "put_all", "withdraw", "withdraw_all"]
