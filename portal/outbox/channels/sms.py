"""Text messages through GatewayAPI's REST interface (POST /rest/mtsms, https://gatewayapi.com/docs/apis/rest/)."""

import re
import time
from urllib.parse import urljoin

import httpx
from django.conf import settings

from portal.outbox.models import OutboxMessage
from portal.outbox.outcomes import SENT, Outcome, Result

COUNTRY_CODE = {"DK": "45", "NO": "47"}
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
NO_KEEPING = httpx.Limits(max_keepalive_connections=0)
REST = 30.0  # seconds during which a gateway that did not answer is not asked again in the same pass
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)


def msisdn(phone: str, country: str) -> int | None:
    """A number as the gateway wants it (country code first, digits only), or None when it can't be one.

    Eight digits are a number of the municipality's own country.
    """
    digits = re.sub(r"[\s().-]", "", phone)
    if digits.startswith("+"):
        digits = digits[1:]
    elif len(digits) == 8:
        digits = COUNTRY_CODE[country] + digits
    elif digits.startswith("00"):
        digits = digits[2:]
    return int(digits) if digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 15 else None


def body_of(message: OutboxMessage, number: int, text: str) -> dict[str, object]:
    """The request: one recipient, our own reference, UCS-2 only for letters the phone's alphabet lacks."""
    body: dict[str, object] = {
        "sender": settings.SMS_SENDER,
        "message": text,
        "recipients": [{"msisdn": number}],
        "userref": str(message.id),
    }
    return body if set(text) <= GSM_7 else body | {"encoding": "UCS2"}


class Gateway:
    """Sends text messages. Nothing is ever tried twice here."""

    def __init__(self) -> None:
        self.client: httpx.Client | None = None
        self.rests_until = 0.0

    def send(self, message: OutboxMessage, text: str) -> Outcome:
        """One attempt. Only a refused connection is certain not to have sent it; silence after that is not."""
        number = msisdn(message.address or "", settings.COUNTRY)
        if number is None:
            return Outcome(Result.REJECTED, "number")
        if not settings.SMS_GATEWAY_URL or time.monotonic() < self.rests_until:
            return Outcome(Result.UNREACHABLE, "sms_gateway")
        try:
            answer = self._client().post(
                urljoin(settings.SMS_GATEWAY_URL.rstrip("/") + "/", "rest/mtsms"), json=body_of(message, number, text)
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            self.rests_until = time.monotonic() + REST
            return Outcome(Result.UNREACHABLE, "sms_gateway")
        except httpx.HTTPError:
            return Outcome(Result.UNCERTAIN, "line_broke")
        return _by_status(answer.status_code)

    def close(self) -> None:
        """Let the connection go."""
        if self.client is not None:
            self.client.close()
            self.client = None

    def _client(self) -> httpx.Client:
        """No connection is kept: one the gateway closed meanwhile would look like a message that may have gone."""
        if self.client is None:
            headers = {"Authorization": f"Token {settings.SMS_GATEWAY_TOKEN}"}
            self.client = httpx.Client(headers=headers, timeout=TIMEOUT, limits=NO_KEEPING, trust_env=False)
        return self.client


def _by_status(status: int) -> Outcome:
    """GatewayAPI answers 200 with ids; 4xx is a refusal of this message, of our token, or of our pace."""
    if status < 300:
        return SENT
    if status in {401, 403, 404, 429, 503}:
        return Outcome(Result.UNREACHABLE, f"http_{status}")
    return Outcome(Result.REJECTED if status < 500 else Result.UNCERTAIN, f"http_{status}")
