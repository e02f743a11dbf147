"""Log lines as data (JSON), scrubbed of what identifies a person: addresses, phone numbers, the database's details."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

ADDRESS = re.compile(r"[^\s@<>'\"()=]+@[^\s@<>'\"()]+")
NUMBER = re.compile(r"(?<![\w.:-])\+?\d[\d ]{6,}\d(?![\w.:-])")
TOKEN = re.compile(r"[\w.-]{8,}:[\w-]{4,8}:[\w-]{27,}")  # a signed link opens something: django.core.signing's form
PATH = re.compile(r"(?<!\w)/[^\s'\"]*")  # of a page: it may say what an evening is about, or open something
DETAIL = re.compile(r"\bDETAIL:.*", re.DOTALL)


def scrubbed(text: str) -> str:
    """The text without addresses, phone numbers, signed tokens, and the row values PostgreSQL puts into its details."""
    return NUMBER.sub("[number]", ADDRESS.sub("[address]", TOKEN.sub("[token]", DETAIL.sub("[detail]", text))))


def scrub(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Scrub every text of a line; what is not a plain value is replaced by its type's name.

    Django writes the address somebody asked for into its own lines; the page's name stands in the request's line.
    """
    if str(line.get("logger", "")).startswith("django.") and isinstance(line.get("event"), str):
        line["event"] = PATH.sub("[path]", line["event"])
    for key, value in line.items():
        if key.startswith("_"):
            continue
        if isinstance(value, str):
            line[key] = scrubbed(value)
        elif not isinstance(value, int | float | bool | None):
            line[key] = f"<{type(value).__name__}>"
    return line


SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """For settings.LOGGING: one JSON object a line, from structlog and from plain logging alike."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def configure() -> None:
    """Send structlog's lines through plain logging, so that both come out alike."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
