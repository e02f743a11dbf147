"""Row-level security on notes and drafts, and the trigger that locks a note a day after it was written.

Decided in docs/decisions/notes.md. The tables' owner (migrations, backups) stands outside; portal_app stands inside.
"""

from django.db import migrations

OPEN_CASE = "nullif(current_setting('portal.open_case', true), '')::uuid"
OPEN_DRAFT = "nullif(current_setting('portal.open_draft', true), '')"
PURPOSE = "coalesce(current_setting('portal.notes_for', true), '')"

FORWARD = f"""
ALTER TABLE counselling_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY note_of_the_open_case_is_read ON counselling_note FOR SELECT
    USING (case_id = {OPEN_CASE} AND {PURPOSE} = '');
CREATE POLICY note_of_the_open_case_is_written ON counselling_note FOR INSERT
    WITH CHECK (case_id = {OPEN_CASE} AND {PURPOSE} = '');
CREATE POLICY note_of_the_open_case_is_changed ON counselling_note FOR UPDATE
    USING (case_id = {OPEN_CASE} AND {PURPOSE} = '') WITH CHECK (case_id = {OPEN_CASE});
CREATE POLICY released_note_is_read_by_the_relative ON counselling_note FOR SELECT
    USING (case_id = {OPEN_CASE} AND {PURPOSE} = 'released' AND released_at IS NOT NULL);
CREATE POLICY released_note_is_copied_for_its_person ON counselling_note FOR SELECT
    USING ({PURPOSE} = 'copy' AND released_at IS NOT NULL);
CREATE POLICY note_is_found_to_seal_or_erase_it ON counselling_note FOR SELECT
    USING ({PURPOSE} IN ('rekey', 'erase'));
CREATE POLICY note_is_sealed_anew_or_let_go ON counselling_note FOR UPDATE
    USING ({PURPOSE} IN ('rekey', 'erase'));
CREATE POLICY note_is_erased ON counselling_note FOR DELETE
    USING ({PURPOSE} = 'erase');

ALTER TABLE counselling_notedraft ENABLE ROW LEVEL SECURITY;
CREATE POLICY draft_is_its_authors ON counselling_notedraft FOR ALL
    USING (author_id || '/' || coalesce(appointment_id, case_id) = {OPEN_DRAFT})
    WITH CHECK (author_id || '/' || coalesce(appointment_id, case_id) = {OPEN_DRAFT});
CREATE POLICY draft_is_found_to_seal_or_erase_it ON counselling_notedraft FOR SELECT
    USING ({PURPOSE} IN ('rekey', 'erase'));
CREATE POLICY draft_is_sealed_anew_or_let_go ON counselling_notedraft FOR UPDATE
    USING ({PURPOSE} IN ('rekey', 'erase'));
CREATE POLICY draft_is_erased ON counselling_notedraft FOR DELETE
    USING ({PURPOSE} = 'erase');

CREATE FUNCTION note_is_locked_after_a_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.author_id, NEW.written_at, NEW.locked_at)
            IS DISTINCT FROM (OLD.case_id, OLD.author_id, OLD.written_at, OLD.locked_at)
        OR NEW.adds_to_id IS DISTINCT FROM OLD.adds_to_id
    THEN
        RAISE EXCEPTION 'whose a note is, who wrote it and when never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'note_keeps_whose_it_is';
    END IF;
    IF (NEW.text IS DISTINCT FROM OLD.text OR NEW.changed_at IS DISTINCT FROM OLD.changed_at)
        AND {PURPOSE} <> 'rekey' AND clock_timestamp() >= OLD.locked_at
    THEN
        RAISE EXCEPTION 'a note is locked 24 hours after it was written; add to it instead'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'note_is_locked_after_a_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_is_locked_after_a_day BEFORE UPDATE ON counselling_note
    FOR EACH ROW EXECUTE FUNCTION note_is_locked_after_a_day();
"""  # noqa: S608 - our own words only
NOTE_POLICIES = (
    "note_of_the_open_case_is_read",
    "note_of_the_open_case_is_written",
    "note_of_the_open_case_is_changed",
    "released_note_is_read_by_the_relative",
    "released_note_is_copied_for_its_person",
    "note_is_found_to_seal_or_erase_it",
    "note_is_sealed_anew_or_let_go",
    "note_is_erased",
)
DRAFT_POLICIES = (
    "draft_is_its_authors",
    "draft_is_found_to_seal_or_erase_it",
    "draft_is_sealed_anew_or_let_go",
    "draft_is_erased",
)
BACKWARD = "\n".join(
    [
        "DROP TRIGGER note_is_locked_after_a_day ON counselling_note;",
        "DROP FUNCTION note_is_locked_after_a_day();",
        *(f"DROP POLICY {name} ON counselling_note;" for name in NOTE_POLICIES),
        *(f"DROP POLICY {name} ON counselling_notedraft;" for name in DRAFT_POLICIES),
        "ALTER TABLE counselling_note DISABLE ROW LEVEL SECURITY;",
        "ALTER TABLE counselling_notedraft DISABLE ROW LEVEL SECURITY;",
    ]
)


class Migration(migrations.Migration):
    """The database refuses."""

    dependencies = [("counselling", "0016_what_drafts_and_notes_must_hold")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
