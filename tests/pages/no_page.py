"""Addresses that have no page of their own to look at."""

# Addresses that are no page of their own: they act (POST), redirect, send a file, or appear inside a longer story
# (a held time, a code on its way) that a journey walks. A new address stands here or in PAGES, or a test fails.
NO_PAGE_OF_ITS_OWN = """
counselling:handover_accept counselling:handover_decline counselling:handover_withdraw counselling:glass_end
counselling:package_filed
counselling:allocate counselling:new_times counselling:link_new_times
groups:event_copy groups:event_step groups:letter groups:letter_link groups:picture groups:speaker_off
groups:question_put
counselling:case_from_call counselling:case_from_talk counselling:case_resume counselling:case_worker_end
account_reset_password counselling:call_me_thanks
counselling:door_code counselling:door_code_again counselling:door_thanks
counselling:visit_in counselling:visit_out counselling:visit_longer counselling:alarm_reached
counselling:way_forget counselling:most_visits
counselling:call_draft counselling:draft counselling:note_draft counselling:note_withdraw counselling:snippet_drop
account_change_password account_confirm_login_code account_request_login_code account_signup_by_passkey
accounts:confirm_by_code accounts:deactivate accounts:end_other_sessions accounts:end_sessions accounts:invitation
accounts:new_address accounts:reactivate accounts:reset_second_factor accounts:roles accounts:second_factor
accounts:send_again accounts:send_own_again accounts:stay_signed_in accounts:withdraw_invitation
calendar:own_calendar_again calendar:own_calendar_remove calendar:stop_lift
calendar:activate_resource calendar:deactivate_resource calendar:remove_absence calendar:remove_exception
counselling:book_for_new counselling:calendar_file counselling:confirm counselling:contact_case counselling:extend_hold
counselling:person_code counselling:referral_state
counselling:feed counselling:feed_renew counselling:feed_revoke counselling:held counselling:hold_time
counselling:earlier counselling:waiting_leave
groups:course_came groups:course_page_drop
groups:co_organiser_end groups:event_partner_off groups:partner_join groups:partner_draft_send
groups:door_away groups:door_count groups:door_paper
groups:calendar_feed
groups:date_file groups:feed groups:link_instead_as_mailed groups:online_link
groups:event_poster groups:handout_off groups:handout_link groups:my_handout groups:evaluation_ask
groups:evaluation_off
groups:event_template groups:week_feed groups:week_file groups:week_show
open_data:contents open_data:openapi open_data:events open_data:event open_data:meeting_types open_data:free_days
open_data:nothing
counselling:let_go counselling:link_file counselling:meeting_type_switch counselling:nameless_outcome
counselling:phone_duty_away counselling:photo counselling:renew_link counselling:ring_instead counselling:talk_check_in
counselling:talk_confirm counselling:talk_outcome counselling:talk_video_link front:colour
directory:check_offer directory:restore_offer directory:restore_organisation directory:withdraw_offer
directory:withdraw_organisation front:logo front:was healthz mfa_activate_totp mfa_add_webauthn mfa_authenticate
mfa_deactivate_totp mfa_edit_webauthn mfa_generate_recovery_codes mfa_list_webauthn mfa_login_webauthn
mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_view_recovery_codes outbox:letter_posted
outbox:letter_printed outbox:read outbox:read_all outbox:retry readyz relatives:calendar_close
relatives:calendar_feed relatives:contact relatives:language
relatives:name relatives:phone relatives:postal_address worklist:finish
"""
