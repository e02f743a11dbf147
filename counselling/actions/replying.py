"""The code in a text message. Made with the message that carries it, kept only as a hash."""

from counselling.models import Appointment, ReplyCode
from portal.vault.keyring import blind_index

LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"  # nothing that looks or sounds like something else, and no words
LENGTH = 8


def code_of(appointment: Appointment) -> str:
    """The code of this version of a talk and its links, as "BCDF 2345": the same each time, never guessed."""
    return code_from(f"{appointment.pk}:{appointment.version}:{appointment.link_version}")


def code_from(named: str) -> str:
    """The code of something to reply to, by what names it."""
    number = int(blind_index(named, "reply code"), 16)
    signs = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        signs.append(LETTERS[rest])
    return "".join(signs[:4]) + " " + "".join(signs[4:])


def hash_of(code: str) -> str:
    """What is stored of a code, however it was typed."""
    return blind_index("".join(sign for sign in code.upper() if sign.isalnum()), "reply code hash")


def renew_code(appointment: Appointment) -> None:
    """A sent code opens nothing any more; messages still to come carry the new one."""
    ended, _rows = appointment.reply_codes.all().delete()
    if ended:
        keep_code(appointment)


def keep_code(appointment: Appointment) -> None:
    """Let this version's code open the talk; in the transaction of the message that carries it."""
    ReplyCode.objects.get_or_create(
        appointment_id=appointment.pk,
        version=appointment.version,
        defaults={"code_hash": hash_of(code_of(appointment))},
    )
