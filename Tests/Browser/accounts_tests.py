"""Signing in, and what administrators do: the first account, others, a key, the public view; by people who see and who listen."""

import contextlib
import subprocess
import time
import urllib.error
import urllib.request

from visit import visit

PASSWORD = "correct horse battery"


@contextlib.contextmanager
def town(server):
    """The town as it is, whose accounts are gone afterwards."""
    try:
        yield
    finally:
        for name in ("Ali", "Siti"):
            subprocess.run([server.binary, "account", "remove", server.city, name], capture_output=True)
        subprocess.run([server.binary, "public-view", server.city, "off"], capture_output=True)
        # The server sees what another program wrote a moment later.
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(server.address + "api/v1/city").close()
                break
            except urllib.error.HTTPError:
                time.sleep(0.1)


def add(server, name, role):
    subprocess.run(
        [server.binary, "account", "add", server.city, name, "--role", role], input=PASSWORD + "\n", text=True, check=True,
        capture_output=True)


def fill(page, **fields):
    for name, value in fields.items():
        page.page.fill(f"#{name.replace('_', '-')}", value)


def looked_at(page, shots, name):
    found = page.barriers()
    assert not found, found
    page.page.screenshot(path=shots / f"{name}.png")


def test_the_first_account_closes_the_town_and_its_owner_goes_on(browser, server, shots):
    with town(server), visit(browser, server, fragment="lang=en", expected=("401", "422")) as page:
        page.page.click(".head .icon-button[aria-label='Account']")
        page.there("#account-name")
        assert "Whoever sits at this machine" in page.text(".panel-body")
        fill(page, account_name="Siti", account_password="short")
        page.page.click("#people-title ~ details button[type=submit]")
        page.wait("document.querySelector('.panel-body .complaint')?.textContent.includes('10 characters')")
        looked_at(page, shots, "accounts-first")
        fill(page, account_password=PASSWORD)
        page.page.click("#people-title ~ details button[type=submit]")
        page.there("#signin-name")
        looked_at(page, shots, "accounts-sign-in")
        fill(page, signin_name="Siti", signin_password="wrong wrong wrong")
        page.page.click("form button[type=submit]")
        page.wait("document.querySelector('#signin-complaint')?.textContent.includes('wrong')")
        fill(page, signin_password=PASSWORD)
        page.page.click("form button[type=submit]")
        page.wait("!document.querySelector('#signin-name')")
        page.page.click(".head .icon-button[aria-label='Account']")
        page.wait("document.querySelector('.panel-body')?.textContent.includes('Siti, Administrator')")
        page.there("#keys-title")
        page.page.click("#keys-title ~ details summary")
        fill(page, key_name="QGIS")
        page.page.click("#keys-title ~ details button[type=submit]")
        page.wait("/kmb_[\\w-]{43}/.test(document.querySelector('.note .key')?.textContent ?? '')")
        page.page.click("#public-title ~ .checks input")
        page.wait("document.querySelector('#public-title ~ .checks input').checked")
        page.wait("document.querySelector('#log-title')")
        looked_at(page, shots, "accounts-administrator")


def test_who_is_not_signed_in_sees_the_form_alone_and_signs_out_again(browser, server, shots):
    with town(server):
        add(server, "Siti", "administrator")
        add(server, "Ali", "viewer")
        with visit(browser, server, size="phone", fragment="lang=en", expected=("401",)) as page:
            page.there("#signin-name")
            assert not page.page.evaluate("!!document.querySelector('.search')")
            looked_at(page, shots, "accounts-phone")
            page.page.focus("#signin-name")
            page.page.keyboard.type("Ali")
            page.page.keyboard.press("Tab")
            page.page.keyboard.type(PASSWORD)
            page.page.keyboard.press("Enter")
            page.there(".search")
            page.page.click(".head .icon-button[aria-label='Account']")
            page.wait("document.querySelector('.panel-body')?.textContent.includes('Ali, Viewer')")
            assert not page.page.evaluate("!!document.querySelector('#keys-title')")
            with page.page.expect_navigation():
                page.page.click("section[aria-labelledby=accounts-title] > .button")
            page.there("#signin-name")
