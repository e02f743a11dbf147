"""What the directory keeps: what the municipality publishes itself."""

from portal.privacy.registry import Erase, Fields, each, none, ordinary

# Contact people are named in their work, by their own organisation; nothing here is about a relative.
CONTACT = ordinary("until the offer names somebody else", export=False, erase=Erase.NOTHING)
FIELDS: Fields = {
    "Unit": each(
        none(),
        "id slug name kind parent summary phone email address leader_name relatives_contact is_active created_at",
    ),
    "Organisation": each(none(), "id name kind website phone email is_active version created_at"),
    "Offer": {
        **each(
            none(),
            "id slug title_da title_nb title_en summary_da summary_nb summary_en organisation unit way_in bookable_ref"
            " takes_referrals response_days last_checked_on is_active version created_at",
        ),
        **each(CONTACT, "contact_name contact_phone contact_email"),
    },
}
