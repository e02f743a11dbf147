"""The code in a text message. Made with the message that carries it, kept only as a hash."""

from counselling.models import Appointment, ReplyCode
from portal.vault.keyring import blind_index

LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"  # nothing that looks or sounds like something else, and no words
LENGTH = 8


def code_of(appointment: Appointment) -> str:
    """The code of this version of a talk, as "BCDF 2345": always the same, never guessed without our key."""
    number = int(blind_index(f"{appointment.pk}:{appointment.version}", "reply code"), 16)
    signs = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        signs.append(LETTERS[rest])
    return "".join(signs[:4]) + " " + "".join(signs[4:])


def hash_of(code: str) -> str:
    """What is stored of a code, however it was typed."""
    return blind_index("".join(sign for sign in code.upper() if sign.isalnum()), "reply code hash")


def keep_code(appointment: Appointment) -> None:
    """Let this version's code open the talk; in the transaction of the message that carries it."""
    ReplyCode.objects.get_or_create(
        appointment_id=appointment.pk,
        version=appointment.version,
        defaults={"code_hash": hash_of(code_of(appointment))},
    )
