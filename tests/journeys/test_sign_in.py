"""A relative signs in on the phone, with an address nobody knew."""

import re

from playwright.sync_api import expect


def test_a_relative_signs_in_with_a_code(portal_web, phone, sign_in):
    sign_in(phone, "ny@example.com")
    expect(phone).to_have_url(re.compile(r"/min-side/$"))
    expect(phone.get_by_role("button", name="Log ud")).to_be_visible()
