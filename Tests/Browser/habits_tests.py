"""Habits of the page: its list of rooms, the list of keys, links, pictures and tables to take along, the order of layers, print."""

import time

from live_tests import town_of
from page_tests import close_a_street_and_run
from visit import SIZES, visit


def rooms(page):
    return page.page.evaluate("import('/rooms/rooms.js').then(({ROOMS}) => ROOMS.map(({id}) => id))")


def test_every_room_of_the_list_has_its_tab_and_its_address(browser, server, shots):
    with visit(browser, server, fragment="lang=en") as page:
        page.there("#tab-live")
        listed = rooms(page)
        assert page.page.evaluate("[...document.querySelectorAll('[role=tab]')].map((one) => one.id)") == [f"tab-{name}" for name in listed]
        for name in listed[1:]:
            page.page.click(f"#tab-{name}")
            page.wait(f"location.hash.includes('p={name}&')")
            assert page.page.evaluate(f"document.querySelector('[role=tab][aria-selected=true]').id === 'tab-{name}'")
            assert page.text(f"#tab-{name}").strip() and "tab." not in page.text(f"#tab-{name}")
        page.page.click(f"#tab-{listed[0]}")
        page.wait("!/[#&]p=/.test(location.hash)")
    with visit(browser, server, fragment="lang=en&p=nowhere") as page:
        assert page.page.evaluate("document.querySelector('[role=tab][aria-selected=true]').id") == f"tab-{listed[0]}"


def test_a_question_mark_lists_the_keys_that_act(browser, server, shots):
    for language in ("en", "ms", "zh", "ta"):
        with visit(browser, server, fragment=f"lang={language}") as page:
            page.page.focus("#tab-whatif")
            page.page.keyboard.press("?")
            page.there("#dialog-keyboard[open]")
            rows = page.page.evaluate("import('/core/keys.js').then(({KEYS}) => KEYS.length)")
            assert page.page.locator(".keys dd").count() == rows, "a key is not listed"
            assert "keyboard." not in page.text("#dialog-keyboard"), page.text("#dialog-keyboard")
            if language == "en":
                assert not page.barriers(), page.barriers()
                page.page.screenshot(path=shots / "keys-wide.png")
            for _ in range(8):
                page.page.keyboard.press("Tab")
                # Beyond the last part the browser's own bars may have the focus; never what lies under the dialog.
                assert page.page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
            page.page.keyboard.press("l")  # what lies under it does not hear
            assert page.page.evaluate("document.getElementById('tab-whatif').getAttribute('aria-selected')") == "true"
            page.page.keyboard.press("Escape")
            page.wait("!document.querySelector('dialog')")
            assert page.page.evaluate("document.activeElement.id") == "tab-whatif", "the focus did not go back"


def test_the_listed_keys_do_what_the_list_says(browser, server, shots):
    with visit(browser, server, fragment="lang=en") as page:
        page.drawn()
        page.page.click("h1")
        page.page.keyboard.press("l")
        page.wait("document.getElementById('tab-layers').getAttribute('aria-selected') === 'true'")
        page.page.focus(".maplibregl-canvas")
        before = page.page.evaluate("[kembar.map.getZoom(), kembar.map.getCenter().lng]")
        page.page.keyboard.press("+")
        page.wait(f"kembar.map.getZoom() > {before[0]} + 0.5")
        page.page.keyboard.press("ArrowRight")
        page.wait(f"kembar.map.getCenter().lng > {before[1]}")
        # Single keys can be switched off, for good; the way back is the button.
        page.page.click("#open-keyboard")
        page.page.uncheck("#keys-single")
        page.page.keyboard.press("Escape")
        page.wait("!document.querySelector('dialog')")
        assert page.page.evaluate("document.activeElement.id") == "open-keyboard"
        page.page.keyboard.press("/")
        page.page.keyboard.press("?")
        page.page.wait_for_timeout(100)
        assert page.page.evaluate("document.activeElement.id !== 'search' && !document.querySelector('dialog')")
        page.page.reload()
        page.there("#open-keyboard")
        page.page.click("#open-keyboard")
        assert not page.page.is_checked("#keys-single")
        named = page.page.evaluate("""import('/core/keys.js').then(({pressed}) => [
          pressed({key: 'Z', ctrlKey: true, shiftKey: true}), pressed({key: '[', ctrlKey: true, altKey: true}), pressed({key: '?', shiftKey: true}),
          pressed({key: 'ல', code: 'KeyL'}), pressed({key: '/', ctrlKey: true})])""")
        assert named == ["mod+shift+z", "[", "?", "l", "mod+/"], named


def test_a_link_is_copied_and_says_what_it_holds(browser, server, shots):
    with visit(browser, server, fragment="lang=en") as page:
        close_a_street_and_run(page)
        page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.page.click("#open-share")
        page.there("#dialog-share[open]")
        assert page.page.locator("#share-frozen").count() == 0, "nothing here runs on"
        assert "not saved" in page.text("#dialog-share") and "results of run" in page.text("#dialog-share")
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "share-wide.png")
        page.page.click("#share-copy")
        page.wait("document.querySelector('.share-state').textContent.includes('copied')")
        link = page.page.evaluate("navigator.clipboard.readText()")
        assert link == page.page.input_value("#share-link") and link.startswith(server.address + "#v=1&"), link
        page.page.keyboard.press("Escape")
        page.wait("!document.querySelector('dialog')")
        assert page.page.evaluate("document.activeElement.id") == "open-share"
    with visit(browser, server, fragment=link.split("#v=1&")[1]) as page:
        page.there(".indicators tbody tr")
        page.there(".legend")
    # A question part, where somebody's program put a secret, is not handed on.
    with visit(browser, server, size="phone", fragment="lang=ta&theme=dark", before=lambda page: page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;")) as page:
        page.page.evaluate("history.replaceState(null, '', '?token=secret' + location.hash)")
        page.page.click("#open-share")
        page.there("#dialog-share[open]")
        assert "secret" not in page.page.input_value("#share-link")
        page.page.click("#share-copy")
        page.wait("document.querySelector('.share-state').textContent.includes('Ctrl + C')")
        assert page.page.evaluate("document.getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)").startswith("http")
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "share-phone.png")


def test_a_link_keeps_what_was_live_at_a_moment(browser, server, shots):
    town = town_of(server.binary)
    now = int(time.time() * 1000)
    thing, stream = town.device("Frozen gauge", [[now - 3_600_000, 11.5], [now - 600_000, 12.5]])
    with visit(browser, town, fragment="lang=en&p=live") as page:
        page.wait(f"document.querySelector('[data-stream=\"{stream}\"]')?.textContent.includes('12.5')")
        page.page.click("#open-share")
        page.there("#share-live:checked")
        running = page.page.input_value("#share-link")
        page.page.check("#share-frozen")
        frozen = page.page.input_value("#share-link")
        assert "&n=" not in running and "&n=" in frozen, (running, frozen)
        assert "Live values as they were" in page.text("#dialog-share")
        page.page.screenshot(path=shots / "share-live-wide.png")
    iso = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    town.ask("POST", f"v1.1/Datastreams({stream})/Observations", {"phenomenonTime": iso, "result": 99.5})
    half = now - 1_800_000
    for link, value in ((running, "99.5"), (frozen.replace(frozen.split("&n=")[1].split("&")[0], str(half)), "11.5")):
        with visit(browser, town, fragment=link.split("#v=1&")[1]) as page:
            row = f"document.querySelector('[data-stream=\"{stream}\"]')?.textContent"
            page.wait(f"{row}?.includes('{value}')")
            if value == "11.5":
                assert "As it was at" in page.text(".as-of")
                assert not page.barriers(), page.barriers()
                page.page.screenshot(path=shots / "frozen-wide.png")
                page.page.click(".as-of .button")
                page.wait(f"{row}?.includes('99.5')")
                page.wait("!location.hash.includes('&n=')")
