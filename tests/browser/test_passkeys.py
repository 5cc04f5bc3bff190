"""A passkey in a real browser: a virtual device makes one and signs in with it; without script a password does."""

from __future__ import annotations

import pytest

from familyhelp.extensions import db
from tests.cast import PASSWORD


@pytest.fixture
def at_localhost(served, monkeypatch):
    """Where the service is, as the browser says it: a passkey is bound to a name, and 127.0.0.1 is none."""
    address = served.url.replace("127.0.0.1", "localhost")
    monkeypatch.setitem(served.app.config, "SERVICE_URL", address)
    return address


def test_a_passkey_is_added_and_signed_in_with(at_localhost, cast, sit_down):
    desk = sit_down()
    page = desk.page
    device = desk.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    number = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def presses() -> None:
        desk.open(f"{at_localhost}/sign-in?next=/passkeys")
        page.click("text=Sign in with a passkey")

    presses()
    page.wait_for_selector("text=Your browser found no passkey for this service.")
    desk.fill_in_sign_in(cast.kamal)
    page.click("text=Add a passkey")
    page.fill("[name=name]", "My telephone")
    page.fill("[name=current_password]", PASSWORD)
    page.click("main form button")
    page.click("main form button")
    page.wait_for_selector("text=Your passkey is added.")
    page.click("text=Sign out")

    presses()
    page.wait_for_selector("text=last used")
    assert "My telephone" in page.inner_text("main")
    page.click("text=Sign out")

    device.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    presses()
    page.wait_for_selector("text=Your browser found no passkey for this service.")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": True})
    credential = device.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"][0]
    device.send("WebAuthn.removeCredential", {"authenticatorId": number, "credentialId": credential["credentialId"]})
    copied = credential | {"signCount": 0}
    device.send("WebAuthn.addCredential", {"authenticatorId": number, "credential": copied})
    presses()
    page.wait_for_selector("text=That passkey did not let you in.")
    db.session.rollback()


def test_without_script_there_is_the_password(cast, sit_down):
    desk = sit_down(script=False)
    desk.open("/sign-in")
    assert not desk.page.is_visible("text=Sign in with a passkey")
    desk.sign_in(cast.kamal)
    assert "Your work" in desk.page.inner_text("h1")
