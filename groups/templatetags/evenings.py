"""An event's text in templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from groups import rich_text

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    """Rich text, cleaned again as it is shown: what was stored is not trusted either."""
    return mark_safe(rich_text.clean(text))  # noqa: S308 - nh3 has just left nothing but the allowed tags
