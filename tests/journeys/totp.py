"""The six digits an authenticator app would show."""

import base64
import hashlib
import hmac
import struct
import time


def code_now(secret: str) -> str:
    """RFC 6238 with the usual 30 seconds, SHA-1 and six digits."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret.strip(), casefold=True), counter, hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    value = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{value % 1_000_000:06d}"
