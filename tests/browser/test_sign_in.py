"""Signing in with a passkey, and the theme, in a real browser under the content security policy."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

Open = Callable[..., Visit]
PHONE = {"width": 390, "height": 844}
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def give_a_fingerprint_reader(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_a_passkey_is_added_and_signs_in_without_a_password(visit: Open) -> None:
    me = visit(viewport=PHONE)
    give_a_fingerprint_reader(me.page)
    me.be("patrol")
    me.go("/accounts/2fa/webauthn/add/")
    me.page.get_by_label("Name").fill("My phone")
    me.page.get_by_label("Passwordless").check()
    me.page.get_by_role("button", name="Add").click()
    # Whoever has no password proves with the new key that it works, before anything about keys is shown.
    me.page.wait_for_url("**/reauthenticate/**")
    me.page.get_by_role("link", name="Use a security key").click()
    me.page.get_by_role("button", name="Use a security key").click()
    me.page.wait_for_url("**/recovery-codes/")
    me.go("/accounts/2fa/webauthn/")
    expect(me.page.get_by_role("heading", name="My phone")).to_be_visible()

    me.page.locator("details.account summary").click()
    me.page.get_by_role("button", name="Sign out").click()
    me.go("/accounts/login/")
    me.page.get_by_role("button", name="Sign in with a passkey").click()
    me.page.wait_for_url(me.address + "/")
    expect(me.page.locator("details.account")).to_be_visible()
    assert me.complaints == []
    assert me.foreign == []


def test_the_theme_follows_the_device_until_one_is_chosen_and_is_there_before_the_first_paint(visit: Open) -> None:
    me = visit(color_scheme="dark", viewport=PHONE)
    me.page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => { window.first = document.documentElement.dataset.bsTheme })"
    )
    me.go("/")
    assert me.page.evaluate("window.first") == "dark"
    switch = me.page.locator("[data-theme-switch]")
    expect(switch).to_have_attribute("aria-label", "Theme: as this device")
    switch.click()
    expect(switch).to_have_attribute("aria-label", "Theme: light")
    me.go("/accounts/login/")
    assert me.page.evaluate("window.first") == "light"


def test_the_account_menu_closes_by_escape_and_by_a_click_elsewhere(visit: Open) -> None:
    me = visit(viewport=PHONE)
    me.be("duty")
    menu = me.page.locator("details.account")
    for close in (lambda: me.page.keyboard.press("Escape"), lambda: me.page.locator("h1").click()):
        menu.locator("summary").click()
        expect(menu).to_have_attribute("open", "")
        close()
        expect(menu).not_to_have_attribute("open", "")
