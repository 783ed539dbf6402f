"""What the page must do, as a user would try it. Each function whose name begins with test_ is one test."""

import json


from visit import SIZES, shared, visit

#: Tools of the map, which open beside it whatever room is chosen.
TOOLS = ("layers", "table")


#: The browser has no WebGL until `window.isDrawing` is set.
WITHOUT_WEBGL = (
    "HTMLCanvasElement.prototype.getContext = ((own) => function (kind, ...rest) { "
    "return kind.startsWith('webgl') && !window.isDrawing ? null : own.call(this, kind, ...rest); })(HTMLCanvasElement.prototype.getContext);")


def without_webgl(browser, server, **options):
    """A visit whose page draws no map, which costs half as much."""
    return visit(browser, server, fragment="lang=en", before=lambda page: page.add_init_script(WITHOUT_WEBGL), expected=("WebGL", "webgl"), **options)


def close_a_street_and_run(page):
    """Search the main street, close all of it, run; the answer stands in the panel and on the map afterwards."""
    page.page.fill("#search", page.server.street.lower())
    page.there("#found li")
    page.page.press("#search", "Enter")
    page.there(".selection .button.main")
    page.wait("!document.querySelector('.selection .button.main').textContent.includes('…')")
    page.page.click(".selection .button.main")
    page.there(".changes li")
    page.page.click(".selection .icon-button")
    page.page.click(".button.main.grow")
    page.there(".indicators tbody tr", 120)
    page.there(".legend")
    page.drawn()


def test_the_page_draws_the_city(browser, server, shots):
    for size in SIZES:
        with shared(browser, server, size=size, fragment="lang=ms") as page:
            page.drawn()
            counts = page.page.evaluate(
                "['streets','buildings','places','land'].map((layer) => kembar.map.querySourceFeatures('city', {sourceLayer: layer}).length)")
            assert all(count > 0 for count in counts), counts
            assert server.name in page.text("h1")
            print(f"    {size}: from request to drawn map {page.seconds:.2f} s")


def test_a_street_is_found_closed_and_run(browser, server, shots):
    for size in SIZES:
        with shared(browser, server, size=size, fragment="lang=en") as page:
            close_a_street_and_run(page)
            assert page.page.evaluate("document.querySelectorAll('.delta.worse, .delta.better').length") > 0
            assert page.page.evaluate("!!document.querySelector('.results .verdict') && !!document.querySelector('.legend .verdict')")
            painted = page.page.evaluate(
                "kembar.map.querySourceFeatures('city', {sourceLayer: 'zones'}).some((one) => Number.isFinite(kembar.map.getFeatureState({source: 'city', sourceLayer: 'zones', id: one.id}).value))")
            assert painted, "no zone carries a value"
            closed = page.page.evaluate("kembar.map.querySourceFeatures('edits').length")
            assert closed > 0, "the closed street is not drawn"
            page.page.screenshot(path=shots / f"run-{size}.png")


def test_a_street_is_closed_by_clicking_it_on_the_map(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.drawn()
        point = page.page.evaluate("""(() => {
          const one = kembar.map.queryRenderedFeatures({layers: ['major']}).find((it) => it.geometry.type === 'LineString');
          const at = kembar.map.project(one.geometry.coordinates[Math.floor(one.geometry.coordinates.length / 2)]);
          for (const feature of kembar.map.queryRenderedFeatures({layers: ['major']})) {
            for (const [lon, lat] of feature.geometry.coordinates.flat(feature.geometry.type === 'MultiLineString' ? 1 : 0)) {
              const p = kembar.map.project([lon, lat]);
              if (p.x > 500 && p.x < 1100 && p.y > 100 && p.y < 600) return [p.x, p.y];
            }
          }
          return [at.x, at.y];
        })()""")
        page.page.mouse.click(*point)
        page.there(".selection .button.main")
        piece = page.page.locator(".selection .stack .button").last
        piece.click()
        page.there(".changes li")
        assert "sandbox/" in page.text(".changes li")
        page.there(".closed-note")


def test_every_change_can_be_undone_and_done_again(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.page.click(".button.main:has-text('New scenario')")
        page.page.select_option("#form-change", "flood-depth")
        page.there("select#form-raster")
        page.page.select_option("#form-raster", "rasters/flood.tif")
        page.page.click("form .button.main")
        page.there(".changes li")
        page.page.click("[aria-label=Undo]")
        page.wait("document.querySelectorAll('.changes li').length === 0")
        page.page.keyboard.press("Tab")
        page.page.click("h1")
        page.page.keyboard.press("Control+Shift+Z")
        page.there(".changes li")
        # What is undone after it was saved keeps its place in the folder.
        page.page.click("[aria-label^='Save']")
        unsaved = "!document.querySelector(\"[aria-label^='Save']\").disabled"
        page.wait(f"!({unsaved})")
        page.page.click("[aria-label=Undo]")
        page.wait(f"document.querySelectorAll('.changes li').length === 0 && {unsaved}")
        page.page.click("[aria-label=Redo]")
        page.wait(f"document.querySelectorAll('.changes li').length === 1 && !({unsaved})")
        # A branch goes on from it and leaves it as it is.
        page.page.click("#scenario-branch")
        page.wait("document.querySelector('#scenario-title').value.endsWith(', branch')")
        page.page.select_option("#form-change", "speed-limit")
        page.page.fill("#form-named", server.street)
        page.page.fill("#form-speed", "30")
        page.page.click("form .button.main")
        page.wait("document.querySelectorAll('.changes li').length === 2")
        page.page.click("[aria-label^='Save']")
        page.wait(f"!({unsaved})")
        page.page.click("[aria-label='Close the scenario']")
        page.wait("document.querySelector('.scenarios .branch')?.textContent.includes(', branch')")
        # Deleting is an edit too.
        page.page.once("dialog", lambda dialog: dialog.accept())
        page.page.click(".scenarios .branch button")
        page.page.click("text=Delete")
        page.wait("document.querySelector('.scenarios') && !document.querySelector('.scenarios .branch')")
        page.page.click("#scenario-back")
        page.wait("document.querySelectorAll('.changes li').length === 2")


def test_a_flood_is_chosen_by_the_form_and_shows_its_water(browser, server, shots):
    with shared(browser, server, fragment="lang=en", expected=("422",)) as page:
        page.page.click(".button.main:has-text('New scenario')")
        page.page.select_option("#form-change", "flood-depth")
        page.page.click("form .button.main")
        page.there(".complaint")  # the file is required
        page.there("select#form-raster")
        page.page.select_option("#form-raster", "rasters/flood.tif")
        page.page.click("form .button.main")
        page.there(".changes li")
        page.page.click(".button.main.grow")
        page.there(".indicators tbody tr", 120)
        page.page.select_option("#field", "exposure.buildings")
        page.page.click(".segmented button:nth-child(2)")
        page.wait("document.querySelector('.legend')?.textContent.includes('Water at buildings')")
        page.drawn()
        page.page.screenshot(path=shots / "flood-wide.png")
        page.page.click("#open-table")
        page.there(".drawer table tbody tr")


def test_the_address_brings_back_what_was_seen(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        close_a_street_and_run(page)
        page.page.click("[aria-label^='Save']")
        page.wait("location.hash.includes('s=') && location.hash.includes('r=') && location.hash.includes('f=')")
        address = page.page.url
    with visit(browser, server, fragment=address.split("#v=1&")[1]) as page:
        page.there(".indicators tbody tr")
        page.there(".legend")
        page.there(".changes li")


def test_a_link_pasted_into_the_tab_is_followed(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        close_a_street_and_run(page)
        page.page.click("[aria-label^='Save']")
        page.wait("location.hash.includes('s=') && location.hash.includes('r=') && location.hash.includes('f=')")
        saved = page.page.evaluate("location.hash")
        page.page.evaluate("window.stayed = true")
        page.page.evaluate("location.hash = '#v=1&c=0,0,12&p=city&w=layers&lang=ms&theme=dark'")
        page.wait("document.documentElement.lang === 'ms' && document.documentElement.dataset.theme === 'dark'")
        page.wait("!!document.querySelector('.drawer .layers') && document.querySelector('#tab-city').ariaSelected === 'true'")
        page.wait("kembar.map.getZoom() === 12 && !document.querySelector('.legend') && !/[&][srf]=/.test(location.hash)")
        page.page.evaluate("(hash) => { location.hash = hash; }", saved)
        page.there(".legend")
        page.there(".indicators tbody tr")
        page.wait("document.documentElement.lang === 'en' && !document.querySelector('.drawer') && !!document.querySelector('.changes li')")
        # What nobody saved stays beside a link that names no scenario; what is no link of the page is left alone.
        page.page.click("#scenario-branch")
        page.wait("document.querySelector('#scenario-title')?.value.endsWith(', branch')")
        page.page.evaluate("location.hash = '#v=1&p=how'")
        page.wait("document.querySelector('#tab-how').ariaSelected === 'true'")
        page.page.evaluate("location.hash = '#elsewhere&p=city'")
        page.page.click("#tab-whatif")
        page.wait("document.querySelector('#scenario-title')?.value.endsWith(', branch')")
        assert page.page.evaluate("window.stayed"), "the page was loaded anew"


def test_the_keyboard_alone_is_enough(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.page.click("h1")
        page.page.keyboard.press("/")
        assert page.page.evaluate("document.activeElement.id") == "search"
        page.page.keyboard.type("jalan")
        page.there("#found li")
        page.page.keyboard.press("ArrowDown")
        assert page.page.evaluate("document.querySelector('#found [aria-selected=true]') !== null")
        page.page.keyboard.press("Enter")
        page.there(".selection")
        page.there("#tab-live")
        page.page.focus("#tab-whatif")
        for tab in ("city", "stories", "how"):
            page.page.keyboard.press("ArrowRight")
            page.wait(f"document.activeElement.id === 'tab-{tab}'")
        rings = page.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(rings.removesuffix("px")) >= 3, rings


def test_every_language_speaks_on_every_panel(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        for language, said in {"ms": "Bagaimana jika", "zh": "假如", "ta": "என்ன", "en": "What if"}.items():
            page.page.select_option("#language", language)
            page.wait(f"document.documentElement.lang === {language!r}")
            assert said in page.text("#tab-whatif"), page.text("#tab-whatif")
            for tab in ("live", "city", "how", "whatif", "layers", "table"):
                page.page.click(f"#open-{tab}" if tab in TOOLS else f"#tab-{tab}")
                text = page.text(".drawer" if tab in TOOLS else "#panel-body")
                assert text and "{" not in text.replace(page.text("#publish-line"), ""), text[:200]
            page.page.screenshot(path=shots / f"language-{language}.png")


def test_accessibility_has_nothing_to_say(browser, server, shots):
    found = []
    for size in SIZES:
        with shared(browser, server, size=size, fragment="lang=en&theme=light") as page:
            close_a_street_and_run(page)
            for theme in ("light", "dark"):
                if theme == "dark":
                    page.page.click("[aria-label='Dark mode']")
                    page.wait("document.documentElement.dataset.theme === 'dark'")
                for tab in ("whatif", "live", "city", "how", "layers", "table"):
                    page.page.click(f"#open-{tab}" if tab in TOOLS else f"#tab-{tab}")
                    page.there(".drawer section" if tab in TOOLS else "#panel-body section")
                    page.page.screenshot(path=shots / f"{tab}-{size}-{theme}.png")
                    page.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                    found += [f"{size} {theme} {tab}: {one}" for one in page.barriers()]
                    if tab in TOOLS:
                        page.page.click("#drawer-close")
    assert not found, "\n      ".join(sorted(set(found)))


def test_names_from_data_are_never_run_as_scripts(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.page.click(".button.main:has-text('New scenario')")
        page.page.fill("#scenario-title", server.probe)
        page.page.press("#scenario-title", "Tab")
        page.page.click("[aria-label^='Save']")
        page.wait("!!document.querySelector(\"[aria-label^='Save']\")?.disabled")
        page.page.click("[aria-label='Close the scenario']")
        page.there(".scenarios")
        for tab in ("live", "layers", "city", "table", "how", "whatif"):
            page.page.click(f"#open-{tab}" if tab in TOOLS else f"#tab-{tab}")
        assert server.probe in page.text(".attribution")
        assert page.page.evaluate("document.querySelectorAll('.attribution *, .scenarios details, .scenarios img').length") == 0
        assert page.page.evaluate("window.pwned") is None


def test_the_policy_stops_scripts_in_line(browser, server, shots):
    with shared(browser, server, fragment="lang=en", expected=("Content Security Policy", "violates", "Failed to load")) as page:
        page.page.evaluate("""document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.pwned=1">');
          const script = document.createElement('script'); script.textContent = 'window.pwned=2'; document.body.append(script);""")
        page.page.wait_for_timeout(300)
        assert page.page.evaluate("window.pwned") is None
        page.page.evaluate("document.querySelectorAll('body > img[src=x], body > script:last-child').forEach((one) => one.remove())")


def test_the_map_library_is_mended_against_cve_2026_85061(browser, server, shots):
    # Without the policy, the library's own control would run this were it not mended at set-up.
    with without_webgl(browser, server, bypass=True) as page:
        page.page.add_script_tag(url="vendor/maplibre-gl.js")
        page.wait("!!window.maplibregl")
        page.page.evaluate("""(() => {
          window.isDrawing = true;
          const box = document.createElement('div'); box.style.cssText = 'width:200px;height:200px'; document.body.append(box);
          new maplibregl.Map({container: box, style: {version: 8, sources: {}, layers: []}, attributionControl: {
            customAttribution: '<details open onload="1" ontoggle="window.pwned=1">x</details>'}});
        })()""")
        page.there(".maplibregl-ctrl-attrib details, .maplibregl-ctrl-attrib-inner")
        page.page.wait_for_timeout(500)
        assert page.page.evaluate("window.pwned") is None


def test_without_webgl_the_page_says_so_and_goes_on(browser, server, shots):
    """A still map by the server stands in the map's place: moved, zoomed, tapped and told, with what a run found; then the table."""
    asked = []
    with without_webgl(browser, server, size="phone") as it:
        page = it.page
        page.on("request", lambda request: "city/picture?" in request.url and asked.append(request.url))
        it.wait("document.querySelector('#panel-body').textContent.includes('WebGL')")
        # The picture has the town: streets and buildings, where the page says it looks.
        it.wait("document.querySelector('.still img')?.naturalWidth === 390")
        alt = page.get_attribute(".still img", "alt")
        assert server.name in alt and "km across" in alt, alt
        svg = page.request.get(asked[-1]).text()
        assert svg.count("<path") > 4 and "<script" not in svg, svg[:300]

        def settled(act):
            before = page.evaluate("document.querySelector('.still img').src")
            act()
            it.wait(f"document.querySelector('.still img').src !== {before!r} && document.querySelector('#still').getAttribute('aria-busy') === 'false'")

        at = "import('/core/store.js').then(({ store }) => [...store.view.center, store.view.zoom])"
        was = page.evaluate(at)
        settled(lambda: page.click("#still-east"))
        east = page.evaluate(at)
        assert east[0] > was[0] and abs(east[1] - was[1]) < 1e-9 and east[2] == was[2], (was, east)
        page.focus("#still")
        settled(lambda: page.keyboard.press("ArrowLeft"))
        assert abs(page.evaluate(at)[0] - was[0]) < 1e-9
        settled(lambda: page.keyboard.press("+"))
        assert page.evaluate(at)[2] == was[2] + 1
        settled(lambda: page.click(".map-buttons [title='Zoom out']"))
        # A finger that drags takes the town along.
        page.mouse.move(120, 240)
        page.mouse.down()
        page.mouse.move(150, 280, steps=3)
        settled(page.mouse.up)
        dragged = page.evaluate(at)
        assert dragged[0] < was[0] and dragged[1] > was[1], (was, dragged)
        assert not page.evaluate("!!document.querySelector('.selection')"), "who drags has not tapped"
        # What was searched is marked on it, and what is tapped there is told.
        page.fill("#search", server.street.lower())
        it.there("#found li")
        settled(lambda: page.press("#search", "Enter"))
        it.there(".still-over [data-laid=selection]")
        it.wait(f"document.querySelector('.selection')?.textContent.includes({server.street!r})")
        page.click(".selection header .icon-button")
        it.wait("!document.querySelector('.selection')")
        settled(lambda: page.click(".map-buttons [title='Whole city']"))
        place = page.evaluate("""import('/core/fetched.js').then(async ({ here }) => {
          const { items } = await fetch('/api/v1/places?limit=200').then((one) => one.json());
          const seen = items.map(({ name, position }) => ({ name, at: here.still.screenOf(position) })).find(({ name, at: [x, y] }) =>
            name && x > 20 && x < 370 && y > 140 && y < 380 && document.elementFromPoint(x, y)?.id === 'still');
          return seen ?? null;
        })""")
        assert place, "no place is in sight"
        page.touchscreen.tap(*place["at"])
        it.wait(f"document.querySelector('.selection')?.textContent.includes({place['name']!r})")
        # A run's field is drawn in the classes of its legend, and by night.
        page.click(".selection header .icon-button")
        job = page.evaluate("""(name) => fetch('/api/v1/runs', { method: 'POST', headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ scenario: 'x', changes: [{ 'close-streets': { named: name } }], models: ['access'] }) }).then((one) => one.json())""", server.street)
        done = lambda: page.evaluate("(id) => fetch(`/api/v1/jobs/${id}`).then((one) => one.json())", job["id"])
        while (job := done())["state"] not in ("done", "failed"):
            page.wait_for_timeout(100)
        settled(lambda: page.evaluate("(run) => import('/core/fetched.js').then(({ here }) => here.runs.show(run))", job["run"]))
        it.there(".legend")
        it.wait("document.querySelector('.still img').alt.includes('hospital')")
        settled(lambda: page.evaluate("import('/core/store.js').then(({ store }) => { store.theme = 'dark'; })"))
        query = asked[-1]
        assert "theme=dark" in query and "against=" in query and "classes=" in query, query
        svg = page.request.get(asked[-1]).text()
        colours = page.evaluate("""[...document.querySelectorAll('.legend li i')].map((one) => one.style.background.match(/\\d+/g).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join(''))""")
        assert any(f'#{colour}' in svg for colour in colours), colours
        assert not it.barriers(), it.barriers()
        page.screenshot(path=shots / "still-phone-dark.png")
        # A picture that does not come is told, and asked for again.
        it.expected += ("Failed to load", "ERR_FAILED")
        page.route("**/api/v1/city/picture?**", lambda route: route.abort())
        page.click("#still-north")
        it.there(".still-said[role=alert] button")
        page.unroute("**/api/v1/city/picture?**")
        # The page may have asked by itself by now, as it does when the line stands again.
        settled(lambda: page.evaluate("document.querySelector('.still-said button')?.click()"))
        it.wait("!document.querySelector('.still-said[role=alert]')")
        page.click("#open-table")
        it.there(".drawer table tbody tr")


def test_a_server_that_is_gone_is_told_with_what_to_do(browser, server, shots):
    with shared(browser, server, fragment="lang=en", expected=("ERR_FAILED", "Failed to load")) as page:
        page.page.click(".button.main:has-text('New scenario')")
        page.page.route("**/api/v1/runs", lambda route: route.abort())
        page.page.click(".button.main.grow")
        page.wait("document.querySelector('[role=alert]')?.textContent.includes('kembar serve')")
        assert page.page.locator("[role=alert] button").count() == 1


def test_a_mistake_is_told_in_the_servers_own_sentence(browser, server, shots):
    with shared(browser, server, fragment="lang=en", expected=("Failed to load",)) as page:
        page.page.click(".button.main:has-text('New scenario')")
        page.page.select_option("#form-change", "close-streets")
        page.page.fill("#form-named", server.street[:-1] + "q")
        page.page.click("form .button.main")
        page.wait("document.querySelector('[role=alert]')?.textContent.includes(" + json.dumps(server.street) + ")", 60)


def test_the_openapi_document_lists_the_paths_the_page_uses(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        document = json.loads(page.page.evaluate("fetch('api/v1/openapi.json').then((answer) => answer.text())"))
        for path in ("/api/v1/city", "/api/v1/runs", "/api/v1/jobs/{id}/events", "/api/v1/scenarios/{name}"):
            assert path in document["paths"], path
