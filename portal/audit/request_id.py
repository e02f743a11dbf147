"""The request a line of log and an audit event belong to; empty outside a request."""

from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_id", default="")
