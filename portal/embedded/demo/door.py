"""The demonstration's professionals: a doctor and a home nurse have written about a relative, and wait."""

from counselling.actions.door import DoorWish, knock, prove
from portal.keys import new_key

WORDS = (
    DoorWish(
        from_name="Læge Karin Holt",
        from_place="Lægehuset Torvet",
        from_email="karin.holt@laegehus.example",
        name="Bodil Vestergaard",
        phone="+4520998811",
        email="",
        reach="Ring helst mellem kl. 9 og 11. Læg ikke en besked.",
        words="Passer sin mand hjemme og sover dårligt. Vil gerne tale med nogen.",
        may_write=False,
        may_tell=True,
    ),
    DoorWish(
        from_name="Hjemmesygeplejerske Omar Lind",
        from_place="Hjemmeplejen Nord",
        from_email="omar.lind@hjemmepleje.example",
        name="Inge-Lise Thorup Dam",
        phone="+4520998812",
        email="",
        reach="",
        words="Er blevet alene med meget.",
        may_write=False,
        may_tell=False,
    ),
)


def tell() -> None:
    """Both are confirmed, and wait."""
    for wish in WORDS:
        word = knock(wish=wish, language="da", form_key=new_key())
        prove(key=word.pk, email=word.from_email)
