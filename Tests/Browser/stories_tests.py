"""Stories, a reader's own files, and what the page does while its server is away: each a long way in one visit."""

import base64
import io
import json
import zipfile

from visit import visit

DROP = """([name, text, isBytes]) => {
  const map = kembar.map.getContainer();
  const data = new DataTransfer();
  data.items.add(new File([isBytes ? Uint8Array.from(atob(text), (one) => one.charCodeAt(0)) : text], name));
  for (const kind of ['dragenter', 'dragover', 'drop']) map.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def spreadsheet(rows):
    """An XLSX file of one sheet, its words in the cells, as base64."""
    cell = lambda value: f"<c><v>{value}</v></c>" if isinstance(value, float) else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    parts = {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Taps" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows) + "</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return base64.b64encode(file.getvalue()).decode()


def test_a_story_is_made_told_shared_and_printed(browser, server, shots):
    with visit(browser, server, fragment="lang=en&p=stories", expected=("412", "507")) as it:
        page = it.page
        it.drawn()
        page.click("#story-new")
        page.fill("#story-title", "The council in May")
        page.keyboard.press("Tab")
        for zoom, layers in ((14, True), (15, False), (16, True)):
            page.evaluate(f"kembar.map.jumpTo({{zoom: {zoom}}})")
            page.evaluate(f"import('/core/store.js').then(({{store}}) => {{ store.layers.buildings.visible = {str(layers).lower()}; }})")
            it.wait(f"location.hash.includes(',{zoom}.00')")
            page.click("#story-add")
        it.wait("document.querySelectorAll('.story-step').length === 3")
        # Words, order by key and by mouse, undo and redo.
        page.locator(".story-step input").nth(1).fill("Without houses")
        page.locator(".story-step textarea").nth(1).fill("Here the street is closed.")
        page.locator(".story-step textarea").nth(1).blur()
        page.locator(".story-step textarea").nth(1).press("Alt+ArrowUp")
        it.wait("document.querySelector('.story-step input').value === 'Without houses'")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+z")
        it.wait("document.querySelector('.story-step input').value !== 'Without houses'")
        page.keyboard.press("Control+Shift+Z")
        it.wait("document.querySelector('.story-step input').value === 'Without houses'")
        grip, second = page.locator(".story-step .layer-grip").nth(0), page.locator(".story-step").nth(1)
        grip.scroll_into_view_if_needed()
        box, under = grip.bounding_box(), second.bounding_box()
        page.mouse.move(box["x"] + 8, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(box["x"] + 8, under["y"] + under["height"] - 4, steps=6)
        page.mouse.up()
        it.wait("document.querySelectorAll('.story-step input')[1].value === 'Without houses'")
        assert not it.barriers(), it.barriers()
        page.screenshot(path=shots / "story-wide.png")
        page.click("#story-save")
        it.there("#story-link")
        kept = json.loads((server.city / "stories/the-council-in-may.json").read_text())
        assert [one["title"] for one in kept["steps"]][1] == "Without houses" and "lang=" not in kept["steps"][0]["view"], kept
        # Told: each view as it was taken, the address says where, and after it all is as before.
        page.evaluate("kembar.map.jumpTo({zoom: 13})")
        it.wait("location.hash.includes(',13.00')")
        page.click("#story-play")
        it.there(".telling")
        it.wait("Math.abs(kembar.map.getZoom() - 14) < 0.01")
        page.keyboard.press("ArrowRight")
        it.wait("Math.abs(kembar.map.getZoom() - 15) < 0.01 && location.hash.includes('story=the-council-in-may~2')")
        assert page.evaluate("kembar.map.getLayoutProperty('buildings', 'visibility')") == "none"
        assert it.text(".telling h2") == "Without houses" and not page.is_visible(".panel")
        assert not it.barriers(), it.barriers()
        page.screenshot(path=shots / "story-told.png")
        page.keyboard.press("End")
        it.wait("Math.abs(kembar.map.getZoom() - 16) < 0.01 && !!document.querySelector('.telling-dots li:last-child [aria-current=step]')")
        page.keyboard.press("Escape")
        it.wait("!document.querySelector('.telling') && Math.abs(kembar.map.getZoom() - 13) < 0.01")
        assert page.evaluate("document.activeElement.id") == "story-play"
        # On paper: a page a step, each with a picture that is not empty.
        page.evaluate("""void (window.print = () => { window.pages = [...document.querySelectorAll('.story-page')].map((one) => {
          const canvas = one.querySelector('canvas');
          return new Set(canvas.getContext('2d').getImageData(100, 100, 300, 300).data).size; }); })""")
        page.click("#story-print")
        it.wait("window.pages?.length === 3", 60)
        assert all(colours > 20 for colours in page.evaluate("window.pages")), page.evaluate("window.pages")
        # Someone else writes it meanwhile: theirs stays, and saved again one's own stands beside it.
        theirs = server.city / "stories/the-council-in-may.json"
        theirs.write_text(theirs.read_text().replace("The council in May", "The council's own"))
        page.fill("#story-title", "My own")
        page.keyboard.press("Tab")
        page.click("#story-save")
        it.wait("document.querySelector('.note.bad')?.textContent.includes('Someone else changed “My own”')")
        page.click("#story-save")
        it.wait("document.querySelector('#story-save').disabled")
        assert json.loads((server.city / "stories/my-own.json").read_text())["story"] == "My own"
        assert json.loads(theirs.read_text())["story"] == "The council's own"
        # What goes wrong in the server has a number to quote.
        problem = json.dumps({"detail": "The disk is full.", "id": "0abc1def"})
        page.route("**/api/v1/stories/my-own", lambda route: route.fulfill(status=507, content_type="application/problem+json", body=problem))
        page.fill("#story-title", "My very own")
        page.keyboard.press("Tab")
        page.click("#story-save")
        it.wait("document.querySelector('.error-number code')?.textContent === '0abc1def'")
        assert "The disk is full." in it.text(".note.bad") and "[" not in it.text(".note.bad")
        page.click(".error-number button")
        it.wait("getSelection().toString() === '0abc1def' || document.querySelector('p[aria-live=polite].hidden')?.textContent.includes('Copied')")
        assert not it.barriers(), it.barriers()
        page.screenshot(path=shots / "story-error.png")
    with visit(browser, server, size="phone", fragment="story=the-council-in-may~2&lang=ta&theme=dark") as it:
        it.there(".telling")
        it.wait("document.querySelector('.telling h2')?.textContent === 'Without houses'")
        it.drawn()
        assert not it.barriers(), it.barriers()
        it.page.screenshot(path=shots / "story-told-phone.png")
        it.page.click("#story-leave")
        it.there(".panel")
        assert "story=" not in it.page.evaluate("location.hash") or it.wait("!location.hash.includes('story=')")


def test_a_dropped_file_is_a_layer_and_leaves_no_trace(browser, server, shots):
    with visit(browser, server, fragment="lang=en") as it:
        page = it.page
        it.drawn()
        it.wait("document.documentElement.dataset.whole === 'yes'")
        sent = []
        page.on("request", lambda request: sent.append(request) if request.method != "GET" else None)
        longitude, latitude = page.evaluate("kembar.map.getCenter().toArray()")
        page.evaluate(DROP, ["trees.csv", f"name;lintang;bujur\n=bad;{str(latitude).replace('.', ',')};{str(longitude).replace('.', ',')}\nnowhere;;\n"])
        it.wait("document.querySelectorAll('[data-own]').length === 1 && kembar.map.getSource('own-1')")
        assert "1 without a place" in it.text("[data-own='1']")
        page.evaluate(DROP, ["ward.geojson", json.dumps({"type": "Polygon", "coordinates": [[[longitude - 0.01, latitude - 0.01], [longitude + 0.01, latitude - 0.01], [longitude, latitude + 0.01], [longitude - 0.01, latitude - 0.01]]]})])
        it.wait("document.querySelector('[data-own]').dataset.own === '2'")
        above = "kembar.map.getLayersOrder().indexOf('own-%d-area') > kembar.map.getLayersOrder().indexOf('own-%d-point')"
        it.wait(above % (2, 1))
        page.focus("#own-down-2")
        page.keyboard.press("Enter")
        it.wait(f"!({above % (2, 1)}) && document.activeElement.id === 'own-down-2'")
        page.evaluate("import('/core/store.js').then(({store}) => { store.theme = 'dark'; })")
        it.wait("!!kembar.map.getLayer('own-1-point') && kembar.map.getLayoutProperty('own-1-point', 'visibility') !== 'none'")
        it.drawn()
        page.locator("[data-own='2'] [aria-pressed]").click()
        it.wait("kembar.map.getLayoutProperty('own-2-area', 'visibility') === 'none'")
        at = page.evaluate(f"(() => {{ const p = kembar.map.project([{longitude}, {latitude}]); return [p.x, p.y]; }})()")
        page.mouse.click(*at)
        it.wait("document.querySelector('.own-card')?.textContent.includes('=bad')")
        # A spreadsheet: what reads it is fetched with the first one; a broken one is a sentence.
        reads = "performance.getEntriesByType('resource').some((one) => one.name.endsWith('rooms/own/xlsx.js'))"
        assert not page.evaluate(reads)
        page.evaluate(DROP, ["taps.xlsx", spreadsheet([["Taps"], ["name", "lat", "lon"], ["Tap &amp; trough", latitude + 0.002, longitude]]), True])
        it.wait("document.querySelector('[data-own]')?.dataset.own === '3' && kembar.map.getSource('own-3')")
        assert page.evaluate(reads) and "Tap & trough" in page.evaluate("JSON.stringify(kembar.map.getSource('own-3').serialize())")
        page.evaluate(DROP, ["taps.xlsx", base64.b64encode(b"PK no zip").decode(), True])
        it.wait("document.querySelector('.own .note.bad')?.textContent.includes('no whole XLSX')")
        page.evaluate(DROP, ["plan.geojson", json.dumps({"type": "Point", "coordinates": [400123, 512345]})])
        it.wait("document.querySelector('.own .note.bad')?.textContent.includes('projection')")
        page.locator(".own").scroll_into_view_if_needed()
        assert not it.barriers(), it.barriers()
        page.screenshot(path=shots / "own-wide.png")
        page.locator("[data-own='1'] summary").click()
        page.click("#own-remove-1")
        it.wait("!kembar.map.getSource('own-1')")
        assert not sent, [one.url for one in sent]
        page.reload()
        it.drawn()
        assert page.locator("[data-own]").count() == 0


def test_a_tour_is_offered_once_and_a_lost_server_is_told(browser, server, shots):
    away = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "ERR_NETWORK", "Failed to fetch")
    with visit(browser, server, fragment="lang=en", is_new=True, expected=away) as it:
        page = it.page
        it.drawn()
        it.there("#tour-begin")
        page.click("#tour-begin")
        it.there(".tour-card")
        titles, steps = [], 0
        while page.locator(".tour-card").count() and steps < 12:
            it.wait("!!document.querySelector('.tour-ring') && document.activeElement?.id === 'tour-next'")
            titles.append(it.text("#tour-title"))
            inside = page.evaluate("(() => { const c = document.querySelector('.tour-card').getBoundingClientRect(); return c.left >= 0 && c.top >= 0 && c.right <= innerWidth && c.bottom <= innerHeight; })()")
            assert inside, titles[-1]
            if steps == 2:
                assert not it.barriers(), it.barriers()
                page.screenshot(path=shots / "tour-wide.png")
                # It stops nobody: the page under it goes on.
                page.click("#tab-city")
                it.wait("document.getElementById('tab-city').ariaSelected === 'true'")
                page.focus("#tour-next")
            page.keyboard.press("Enter")
            steps += 1
            page.wait_for_timeout(80)
        assert len(titles) >= 6 and len(set(titles)) == len(titles), titles
        page.reload()
        it.drawn()
        assert page.locator("#tour-begin").count() == 0, "it is offered twice"
        assert page.evaluate("localStorage.getItem('kembar.tour')") == "offered"
        page.keyboard.press("?")
        page.click("#tour-again")
        it.there(".tour-card")
        page.keyboard.press("Escape")
        it.wait("!document.querySelector('.tour-card')")
        # Scenarios and sensors are found beside streets.
        page.fill("#search", "main street")
        it.wait("!!document.querySelector('.found .dot.scenario')")
        sensor = page.evaluate("import('/rooms/live/desk.js').then(({things}) => [...things.values()][0]?.name ?? '')")
        if sensor:
            page.fill("#search", sensor)
            it.wait("!!document.querySelector('.found .dot.sensor')")
        page.keyboard.press("Escape")
        # The server goes away: told at once, with the age of what is seen, and mended without a reload.
        page.context.set_offline(True)
        it.there(".line-banner")
        assert "ago" in it.text(".line-banner") and it.text("h1") == server.name
        page.click("#tab-stories")
        page.wait_for_timeout(1200)
        page.click("#line-now")
        it.wait("!document.getElementById('line-now')?.disabled")
        assert page.evaluate("document.documentElement.dataset.line") == "lost"
        assert not it.barriers(), it.barriers()
        page.screenshot(path=shots / "lost-wide.png")
        page.context.set_offline(False)
        it.wait("!document.querySelector('.line-banner')")
        page.click("#tab-live")
        it.wait("document.querySelector('.line.open') || !document.querySelector('.line')")
        assert not page.evaluate("document.documentElement.dataset.line")


# The real layers of names over features of the test: each script by its place in the list.
NAMES = ["ஈப்போ பொது மருத்துவமனை", "مسجد جامع", "怡保火车站", "Jalan Besar"]
PROBE = """((names) => {
  const map = kembar.map, center = map.getCenter();
  const isShaped = (name) => /[\\u0590-\\u0fff]/.test(name);
  const features = names.flatMap((name, place) => {
    const at = (x, y = 0) => [center.lng + 0.002 + x, center.lat + 0.0035 - 0.0022 * place + y];
    const properties = { name, class: 'primary', kind: 'hospital', ...(isShaped(name) ? { shaped: 1 } : {}) };
    return [{ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: [at(-0.008), at(0.002)] } },
      { type: 'Feature', properties, geometry: { type: 'Point', coordinates: at(0, -0.0006) } }];
  });
  map.addSource('probe', { type: 'geojson', data: { type: 'FeatureCollection', features } });
  for (const [id, kind] of [['streets-picture', 'LineString'], ['streets-label', 'LineString'], ['places-picture', 'Point'], ['places-label', 'Point']]) {
    const { source, 'source-layer': _, ...layer } = map.getStyle().layers.find((one) => one.id === id);
    map.addLayer({ ...layer, layout: { ...layer.layout, visibility: 'visible' }, id: `probe-${id}`, source: 'probe', filter: ['all', ['==', ['geometry-type'], kind], ...layer.filter.slice(1)] });
  }
})"""


def test_names_in_tamil_and_jawi_are_drawn_whole(browser, server, shots):
    for theme in ("light", "dark"):
        with visit(browser, server, fragment=f"lang=en&theme={theme}&l=land") as it:
            it.page.evaluate("kembar.map.jumpTo({zoom: 16})")
            it.page.evaluate(f"{PROBE}({json.dumps(NAMES)})")
            it.drawn()
            drawn = "(layer) => [...new Set(kembar.map.queryRenderedFeatures({layers: [layer]}).map((one) => one.properties.name))].sort()"
            it.wait(f"({drawn})('probe-places-picture').length === 2 && ({drawn})('probe-streets-picture').length === 2")
            for kind in ("places", "streets"):
                assert it.page.evaluate(f"({drawn})('probe-{kind}-picture')") == sorted(NAMES[:2])
                assert it.page.evaluate(f"({drawn})('probe-{kind}-label')") == sorted(NAMES[2:]), "letters that join are drawn one by one"
            # Joined letters are narrower than the same letters alone, and the picture is as wide as the name in one piece.
            for name in NAMES[:2]:
                width, whole, apart = it.page.evaluate(f"""((name) => {{
                  const context = document.createElement('canvas').getContext('2d');
                  context.font = '24px "Noto Sans", "Noto Sans Tamil", "Noto Naskh Arabic", system-ui, sans-serif';
                  const alone = [...name].reduce((sum, letter) => sum + context.measureText(letter).width, 0);
                  return [kembar.map.getImage('label-{theme}:' + name).data.width, context.measureText(name).width, alone];
                }})({json.dumps(name)})""")
                assert abs(width - whole - 16) <= 2 and abs(apart - whole) > 4, (name, width, whole, apart)
            it.page.screenshot(path=shots / f"names-{theme}.png")
