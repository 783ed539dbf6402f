"""Habits of the page: its list of rooms, the list of keys, links, pictures and tables to take along, the order of layers, print."""

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
