"""A whole evening with a word in each place where people say something; and where in the database one still is."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from django.apps import apps
from django.db import connection, transaction

from groups.actions import (
    answering_help,
    changing_sign_ups,
    deciding,
    door,
    evaluations,
    handouts,
    letters,
    news,
    questions,
    signing_up,
    speakers,
    walk_ins,
)
from groups.actions.asking_help import Wish
from groups.actions.signing_up import Guest, Party
from groups.models import OnlineAccess, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.vault.fields import EncryptedField
from portal.vault.keyring import blind_index
from portal.vault.second_lock import Purpose, opened_for
from tests.factories.evenings import make_pool
from tests.factories.news import ALL
from tests.factories.people import make_person
from tests.factories.respite import make_desk

PHONE, MAIL, NEWS_MAIL = "+4571829304", "zqguestmailzq@gaest.example", "zqnewsmailzq@gaest.example"
WEEKS, DAYS = 14, 30
AFTER: dict[str, int] = {  # days after the evening on which the night takes it away
    **dict.fromkeys(("needs", "answers", "changedanswers", "respitewhat", "respitewhere", "respitesaid"), WEEKS),
    **dict.fromkeys(("liftwhat", "liftwhere", "liftsaid", "question", "wayin"), WEEKS),
    **dict.fromkeys(("firstname", "guestname", "guestmail", "guestphone", "mailindex", "phonenumber"), DAYS),
    **dict.fromkeys(("walkin", "byphone", "letter", "rejected", "handoutname", "handout", "speakermail"), DAYS),
    "evaluation": 365,
}
WORDS = {name: f"zq{name}zq" for name in AFTER} | {
    "phonenumber": PHONE[3:],
    "mailindex": blind_index(MAIL, "guest"),
    "newsmail": "zqnewsmailzq",
    "newsindex": news.index_of(NEWS_MAIL),
    "unanswered": "zqunansweredzq",
    "unconfirmed": "zqunconfirmedzq",
}


def say(name: str) -> str:
    """What somebody writes there."""
    return f"Ord: {WORDS[name]}, mere tekst."


class Evening:
    """One evening with everything that can be said about it, two weeks ahead; then time goes on."""

    def __init__(self, organiser: User, colleague: User, **fields: object) -> None:
        self.organiser, self.colleague = organiser, colleague
        asked = {"questions": ["Hvad vil du høre om?"], "may_ask_respite": True, "may_ask_transport": True}
        self.pool = make_pool(organiser, 30, **asked, **fields)  # type: ignore[arg-type]
        self.date = self.pool.occurrence
        make_desk(colleague)
        OnlineAccess.objects.create(occurrence=self.date, address=f"https://moede.example/{WORDS['wayin']}")
        handouts.add_handout(
            by=organiser,
            date=self.date,
            name=say("handoutname"),
            data=b"%PDF-1.7 " + say("handout").encode() + b"%%EOF",
        )
        evaluations.ask(by=organiser, date=self.date)
        mail = f"{WORDS['speakermail']}@oplaeg.example"
        speakers.add_speaker(by=organiser, event=self.date.event, name="Lisbeth", email=mail)

    def before(self) -> None:
        """People sign up, ask and are answered; organisers write."""
        self.with_account()
        self.guests()
        for number in range(5):
            self.party(person=make_person(f"Kommer {number}"))
        self.party(person=None, names=[say("byphone")], guest=Guest(name="x", phone="+4520304051"), source="phone")
        questions.ask_question(event=self.date.event, text=say("question"), form_key=uuid4())
        letter = {"date": self.date, "to": "all", "text": say("letter"), "form_key": uuid4()}
        letters.write_letter(by=self.organiser, **letter)
        self.applied()
        wish = news.keep_wish(email=NEWS_MAIL, wishes=ALL, language="da")
        news.keep_wish(email="zqunconfirmedzq@gaest.example", wishes=ALL, language="da")
        self.wish = news.confirm_news(wish=wish)

    def party(self, *, names: Iterable[str] = ("x",), **more: object) -> Registration:
        """One party through the front door."""
        more.setdefault("by", self.organiser)
        party = more.pop("party", None) or Party(names=list(names))
        return signing_up.sign_up(pool=self.pool, party=party, form_key=uuid4(), **more)  # type: ignore[arg-type]

    def with_account(self) -> None:
        """Somebody with an account writes in every field; a desk answers; then they change it."""
        person = make_person("Rasmus")
        wishes = [
            Wish(kind="respite", what=say("respitewhat"), address=f"{WORDS['respitewhere']} 4, 0012 Egekøbing"),
            Wish(kind="lift", what=say("liftwhat"), address=f"{WORDS['liftwhere']} 4, 0012 Egekøbing"),
        ]
        party = Party(names=["Rasmus", say("firstname")], needs={0: say("needs")}, answers=[say("answers")])
        row = self.party(by=person, person=person, party=party, wishes=wishes)
        respite, lift = row.respiterequests.get(), row.transportrequests.get()
        answering_help.arrange(by=self.colleague, row=respite, version=respite.version, said=say("respitesaid"))
        answering_help.say_not_possible(by=self.colleague, row=lift, version=lift.version, said=say("liftsaid"))
        answers = [f"{say('answers')} {say('changedanswers')}"]
        new = changing_sign_ups.NewParty(names=["Rasmus", say("firstname")], needs=say("needs"), answers=answers)
        row.refresh_from_db()
        changing_sign_ups.change_party(by=person, registration=row, version=row.version, party=new)
        self.first = row

    def guests(self) -> None:
        """One with an address, one with a number, one who never answers."""
        by_mail = self.party(by=None, guest=Guest(name=say("guestname"), email=MAIL))
        signing_up.confirm_guest(registration=by_mail)
        phone = Guest(name=say("guestphone"), phone=PHONE)
        signing_up.confirm_guest(registration=self.party(by=None, guest=phone))
        self.party(by=None, guest=Guest(name=say("unanswered"), email="zqunansweredzq@gaest.example"))
        Registration.objects.filter(pk=by_mail.pk).update(language="nb")

    def applied(self) -> None:
        """Somebody asks for a place at another event on the same day, and gets none."""
        pool: SeatPool = make_pool(self.organiser, 3, registration="application")
        guest = Guest(name=say("guestmail"), email=f"{WORDS['guestmail']}@gaest.example")
        row = signing_up.sign_up(by=None, guest=guest, pool=pool, party=Party(names=["x"]), form_key=uuid4())
        signing_up.confirm_guest(registration=row)
        row.refresh_from_db()
        no = deciding.No(reason="full", says=say("rejected"))
        deciding.decide_applications(
            by=self.organiser, date=pool.occurrence, chosen={row.pk: row.version}, verdict="no", no=no
        )

    def at_the_door(self) -> None:
        """Everybody comes, and one who had not signed up."""
        walk_ins.walk_in(by=self.organiser, pool=self.pool, party=Party(names=[say("walkin")]), form_key=uuid4())
        for row in Registration.objects.of_pool(self.pool.pk).confirmed():
            door.check_in(by=self.organiser, registration=row)

    def answer(self) -> None:
        """Those who are asked write what they thought; fewer than five answers would go when it closes."""
        evaluations.send_due()
        for message in OutboxMessage.objects.filter(kind="groups.evaluation", channel="email"):
            assert message.secret is not None
            evaluations.answer(token=message.secret["token"], worth=5, welcome=None, words=say("evaluation"))


def let_everything_leave() -> None:
    """What is due has left; what My messages keeps was written there as it is read."""
    for row in OutboxMessage.objects.planned().filter(send_at__lte=clock.now()):
        row.state, row.done_at = "sent", clock.now()
        row.save()


def found() -> set[str]:
    """The names of the words that still stand anywhere."""
    text = "\n".join([*raw_rows(), *opened_values()]).lower()
    return {name for name, word in WORDS.items() if is_in(word, text)}


def is_in(word: str, text: str) -> bool:
    """As it is, or as bytes are shown."""
    return word.lower() in text or word.encode().hex() in text


def raw_rows() -> Iterator[str]:
    """Every row of every table as the database writes it: texts, JSON, lists and bytes."""
    with opened_for(Purpose.ERASE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables "
            "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') "
            "AND has_table_privilege(format('%I.%I', table_schema, table_name), 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield from (row for (row,) in cursor.fetchall())


def opened_values() -> Iterator[str]:
    """Every sealed value, read through the vault."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]
        if names and model._meta.managed:
            with opened_for(Purpose.ERASE):
                for row in model._base_manager.all():
                    yield from (str(getattr(row, name)) for name in names)


@contextmanager
def tried_out() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def after(evening: Evening, days: int, hours: int = 0) -> datetime:
    """So long after it ended."""
    moment: datetime = evening.date.ends_at + timedelta(days=days, hours=hours)
    return moment
