"""What Egekøbing's relatives can get, from the municipality and from others: read, passed on to, and some forgotten."""

from datetime import timedelta
from typing import Any

from counselling.models import MeetingType
from portal import clock
from portal.directory.models import Offer, Organisation, Unit

ORGANISATIONS = {  # name: kind, phone, e-mail, website
    "Egekøbing Kommune": ("municipality", "00 00 10 00", "kommunen@egekoebing.example", "https://egekoebing.example"),
    "Hukommelsesforeningen": ("association", "00 00 31 40", "hej@hukommelse.example", "https://hukommelse.example"),
    "Nabohånden": ("association", "00 00 31 55", "kontakt@nabohaanden.example", "https://nabohaanden.example"),
    "Søskendenettet": ("association", "00 00 31 62", "snak@soeskendenettet.example", ""),
    "Tranevig Sogn": ("church", "00 00 32 10", "kontoret@tranevigsogn.example", ""),
    "Fjordlandets Sygehus": ("region", "00 00 33 00", "", "https://fjordlandet.example"),
    "Nattero": ("private", "00 00 34 20", "aften@nattero.example", ""),
}
WORDS = {  # slug: (title, text) in Danish, Norwegian and English
    "samtale-med-en-paaroerenderaadgiver": (
        ("Samtale med en pårørenderådgiver", "Tal med os i 45 minutter. Kom alene, eller tag en med."),
        ("Samtale med en pårørenderådgiver", "Snakk med oss i 45 minutter. Kom alene, eller ta med noen."),
        ("A talk with a counsellor", "Talk with us for 45 minutes. Come alone, or bring somebody."),
    ),
    "ring-uden-at-sige-dit-navn": (
        ("Ring uden at sige dit navn", "Ring tirsdag og torsdag kl. 16-18. Vi spørger ikke, hvem du er."),
        ("Ring uten å si navnet ditt", "Ring tirsdag og torsdag kl. 16-18. Vi spør ikke hvem du er."),
        ("Ring without giving your name", "Ring on Tuesdays and Thursdays, 16 to 18. We don't ask who you are."),
    ),
    "afloesning-i-hjemmet": (
        (
            "Afløsning i hjemmet",
            "En medarbejder kan være hos din nærtstående, mens du er væk. Vi hjælper dig med at søge.",
        ),
        ("Avlastning hjemme", "Noen kan være hjemme hos den du hjelper, mens du er ute. Vi hjelper deg å søke."),
        ("Somebody at home while you are out", "One of us stays with them while you are away. We help you to apply."),
    ),
    "en-uge-paa-kilden": (
        ("En uge på Kilden", "Din mand, kone, far eller mor kan bo her en uge. Så kan du hvile dig eller rejse."),
        ("En uke på Kilden", "Den du hjelper, kan bo her en uke. Da kan du hvile deg eller reise."),
        ("A week at Kilden", "The one you care for stays here for a week. You can rest, or go away."),
    ),
    "penge-og-fri-fra-arbejde": (
        ("Penge og fri fra arbejde", "Vi ser på orlov og støtte sammen med dig. Vi finder de rigtige skemaer."),
        ("Penger og fri fra jobben", "Vi ser på permisjon og støtte sammen med deg. Vi finner de rette skjemaene."),
        ("Money and time off work", "We look at leave and support with you. We find the right forms."),
    ),
    "naar-mor-eller-far-er-syg": (
        ("Når mor eller far er syg", "Er du under 18? Ring til Emil onsdag kl. 14-17. Du må spørge om alt."),
        ("Når mamma eller pappa er syk", "Er du under 18? Ring til Emil onsdag kl. 14-17. Du kan spørre om alt."),
        ("When mum or dad is ill", "Under 18? Ring Emil on Wednesdays, 14 to 17. You can ask anything."),
    ),
    "naar-du-har-mistet": (
        ("Når du har mistet", "En samtale, en gruppe eller en at gå en tur med. Vi skriver først, når du siger ja."),
        ("Når du har mistet noen", "En samtale, en gruppe eller noen å gå tur med. Vi skriver først når du sier ja."),
        ("When you have lost somebody", "A talk, a group, or somebody to walk with. We write only when you say yes."),
    ),
    "gaavennerne-i-tranevig": (
        ("Gåvennerne i Tranevig", "En frivillig går en tur med den, du passer. Brug timen, som du vil."),
        ("Turvennene i Tranevig", "En frivillig går tur med den du passer på. Bruk timen som du vil."),
        ("The walking friends of Tranevig", "A volunteer takes them for a walk. The hour is yours."),
    ),
    "paaroerende-og-i-arbejde": (
        ("Pårørende og i arbejde", "Ring i din frokostpause. Vi taler om, hvad du kan sige til din chef."),
        ("Pårørende og i jobb", "Ring i lunsjen. Vi snakker om hva du kan si til sjefen."),
        ("Caring and working", "Ring in your lunch break. We talk about what to tell your boss."),
    ),
    "hukommelsescafeen": (
        ("Hukommelsescaféen", "Kaffe og snak hver torsdag. Kom med eller uden den, du holder af."),
        ("Hukommelseskafeen", "Kaffe og prat hver torsdag. Kom med eller uten den du er glad i."),
        ("The memory café", "Coffee and a chat every Thursday. Come with or without the one you love."),
    ),
    "tal-med-en-der-selv-har-proevet-det": (
        ("Tal med en, der selv har prøvet det", "En frivillig ringer til dig en gang om ugen. I taler om det, du vil."),
        ("Snakk med en som har vært der selv", "En frivillig ringer deg en gang i uken. Dere snakker om det du vil."),
        ("Talk with somebody who has been there", "A volunteer rings you once a week. You choose what to talk about."),
    ),
    "soeskendeaften": (
        ("Søskendeaften", "For dig, der er bror eller søster. Vi mødes den første tirsdag i måneden."),
        ("Søskenkveld", "For deg som er bror eller søster. Vi møtes den første tirsdagen i måneden."),
        ("Siblings' evening", "For brothers and sisters. We meet on the first Tuesday of the month."),
    ),
    "en-praest-der-lytter": (
        ("En præst, der lytter", "Du behøver ikke tro på noget. Præsten siger det ikke til nogen."),
        ("En prest som lytter", "Du trenger ikke å tro på noe. Presten sier det ikke til noen."),
        ("A priest who listens", "You don't have to believe in anything. It stays with the priest."),
    ),
    "laer-om-sygdommen": (
        ("Lær om sygdommen", "Fire aftener på sygehuset. Læger og pårørende fortæller, og du kan spørge."),
        ("Lær om sykdommen", "Fire kvelder på sykehuset. Leger og pårørende forteller, og du kan spørre."),
        ("Learn about the illness", "Four evenings at the hospital. Doctors and relatives tell, and you can ask."),
    ),
    "en-nat-hvor-du-kan-sove": (
        ("En nat, hvor du kan sove", "En vågen hjælper er hos jer fra kl. 22 til 7. Det koster penge."),
        ("", ""),
        ("", ""),
    ),
    "sangkor-for-alle": (
        ("Sangkor for alle", "Vi sang sammen om onsdagen. Koret holder pause."),
        ("", ""),
        ("", ""),
    ),
}
CITY = "Egekøbing Kommune"
FACTS: dict[str, dict[str, Any]] = {  # slug: who gives it, what else, days since the last check
    "samtale-med-en-paaroerenderaadgiver": {"by": CITY, "checked": 12, "contact_phone": "00 00 10 10", "booked": True},
    "ring-uden-at-sige-dit-navn": {"by": CITY, "checked": 40, "contact_phone": "00 00 10 11"},
    "afloesning-i-hjemmet": {"by": CITY, "checked": 21, "to": ("Visitationen", "00 00 10 44", "", 14), "only": True},
    "en-uge-paa-kilden": {
        "by": CITY,
        "checked": 64,
        "to": ("Rikke Overby Thal", "00 00 10 52", "kilden@egekoebing.example", 10),
        "only": True,
    },
    "penge-og-fri-fra-arbejde": {"by": CITY, "checked": 90, "contact_phone": "00 00 10 10", "booked": True},
    "naar-mor-eller-far-er-syg": {"by": CITY, "checked": 30, "to": ("Emil Rask Nordby", "00 00 10 18", "", 3)},
    "naar-du-har-mistet": {"by": CITY, "checked": 75, "to": ("Birthe Lykke Sand", "00 00 10 10", "", 5)},
    "gaavennerne-i-tranevig": {
        "by": "Nabohånden",
        "checked": 15,
        "to": ("Ellen Mosegaard", "00 00 31 56", "ellen@nabohaanden.example", 7),
    },
    "paaroerende-og-i-arbejde": {"by": CITY, "checked": 201, "contact_phone": "00 00 10 17"},
    "hukommelsescafeen": {"by": "Hukommelsesforeningen", "checked": 50},
    "tal-med-en-der-selv-har-proevet-det": {
        "by": "Hukommelsesforeningen",
        "checked": 28,
        "to": ("Grethe Ulrik Bang", "00 00 31 41", "grethe@hukommelse.example", 5),
    },
    "soeskendeaften": {"by": "Søskendenettet", "checked": 240},
    "en-praest-der-lytter": {"by": "Tranevig Sogn", "checked": 100, "to": ("Anders Hvilsted", "00 00 32 12", "", 3)},
    "laer-om-sygdommen": {
        "by": "Fjordlandets Sygehus",
        "checked": 190,
        "to": ("Patientskolen", "00 00 33 18", "skolen@fjordlandet.example", 21),
    },
    "en-nat-hvor-du-kan-sove": {"by": "Nattero", "checked": 45},
    "sangkor-for-alle": {"by": "Tranevig Sogn", "checked": 300, "is_active": False},
}


def add_offers(unit: Unit, types: list[MeetingType]) -> None:
    """Seven organisations with sixteen offers: three not checked for half a year, one withdrawn."""
    organisations = {
        name: Organisation.objects.create(name=name, kind=kind, phone=phone, email=email, website=website)
        for name, (kind, phone, email, website) in ORGANISATIONS.items()
    }
    for slug, told in WORDS.items():
        facts = dict(FACTS[slug])
        name, phone, email, days = facts.pop("to", ("", facts.pop("contact_phone", ""), "", None))
        booked = facts.pop("booked", False)
        words = {
            f"{kind}_{code}": text
            for code, pair in zip(("da", "nb", "en"), told, strict=True)
            for kind, text in zip(("title", "summary"), pair, strict=True)
        }
        Offer.objects.create(
            slug=slug,
            organisation=organisations[facts.pop("by")],
            unit=unit if booked else None,
            bookable_ref=types[0].pk if booked else None,
            contact_name=name,
            contact_phone=phone,
            contact_email=email,
            takes_referrals=days is not None,
            response_days=days,
            way_in=Offer.WayIn.REFERRAL if facts.pop("only", False) else Offer.WayIn.SELF,
            last_checked_on=clock.today() - timedelta(days=facts.pop("checked")),
            **words,
            **facts,
        )
