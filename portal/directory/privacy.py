"""What the directory keeps: what the municipality publishes itself."""

from portal.privacy.registry import Fields, each, none

FIELDS: Fields = {
    "Unit": each(
        none(),
        "id slug name kind parent summary phone email address leader_name relatives_contact is_active created_at",
    )
}
