"""How often something may be tried. Counted in the cache table, so that losing Valkey changes nothing."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {
    "send_code": "120/10m/ip,5/15m/key,30/d/key",  # a whole town hall or library stands behind one address
    "check_code": "120/m/ip",
    "invitation": "30/m/ip",
    "claim_code": "60/10m/ip,5/10m/key,20/d/key",  # eight letters, told on the phone
    "sign_up": "60/10m/ip",  # for an evening, without an account
    "question": "20/10m/ip",  # to whoever speaks, without a name
    "news": "30/10m/ip",  # wishes to hear of new evenings
    "news_address": "5/h/key",
    "calendar_feed": "30/m/key",  # a calendar asks a few times an hour; each address counts for itself
    "calendar_miss": "60/10m/ip",  # nobody tries secrets
    "open_data": "120/m/ip",  # machines that read what is public
    "door": "30/h/ip,10/d/key",  # a hospital stands behind one address; key: the professional's own
    "talk_code": "60/10m/ip",  # codes of text messages and of talks without a name
}


def allows(request: HttpRequest, action: str, key: str = "", *, counts_reading: bool = False) -> bool:
    """Count one try and say whether it is allowed; key is whom it is about (an address), the same for all.

    A page that is only read (GET) counts where that is asked for: whatever a machine fetches.
    """
    return bool(
        ratelimit.consume(
            request,
            app="portal.accounts",
            action=action,
            config=RATES,
            key=key or None,
            limit_get=counts_reading,
        )
    )
