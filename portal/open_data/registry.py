"""What the apps offer: each registers its own router in its apps.py; portal.open_data.serving puts them together."""

from dataclasses import dataclass

from ninja import Router


@dataclass(frozen=True)
class Part:
    """An app's part of the interface."""

    name: str
    router: Router
    order: int


_parts: dict[str, Part] = {}


def register(name: str, router: Router, order: int = 100) -> None:
    """Offer a part; name is the heading it stands under."""
    _parts[name] = Part(name, router, order)


def parts() -> list[Part]:
    """All parts in order."""
    return sorted(_parts.values(), key=lambda part: part.order)
