"""Drawing a change on the map: numbers follow the hand. Each function whose name begins with test_ is one test."""

import time

from visit import shared

NUMBER = "(document.querySelector('[data-topic={}] .kpi-number b')?.textContent ?? '').replace(/[^0-9.]/g, '')"
# Milliseconds from a movement of the hand to its numbers, as the page takes them: a debug server on two busy cores. The bar for a release is 300.
BUDGET = 600


def numbers(page):
    return page.page.evaluate(f"[{NUMBER.format('trips')}, {NUMBER.format('runoff')}]")


def test_numbers_follow_the_hand_that_draws_a_hypermarket(browser, server, shots):
    with shared(browser, server, fragment="lang=en&theme=light") as page:
        page.drawn()
        page.page.click(".button.main:has-text('New scenario')")
        page.there(".kpis")
        assert "run to know" in page.text(".kpi-run") and "estimate" in page.text(".estimates .tag")
        page.page.click("#draw-rectangle")
        mouse = page.page.mouse
        mouse.move(700, 330)
        mouse.down()
        mouse.move(790, 400, steps=4)
        # Once so that everything is warm, then the hand moves on and the clock runs.
        page.wait("document.querySelector('[data-topic=trips] .kpi-number b')", 60)
        page.page.fill("#draw-floor-area", "20000")
        page.wait("document.querySelector('.estimates .complaint') || document.querySelector('[data-topic=trips] b')?.textContent.startsWith('17')")
        took, inside, seen = [], [], set()
        for step in range(6):
            before = numbers(page)
            began = time.monotonic()
            mouse.move(800 + 16 * step, 410 + 12 * step)
            page.wait(f"JSON.stringify([{NUMBER.format('trips')}, {NUMBER.format('runoff')}]) !== {str(before).replace(chr(39), chr(34)).replace(' ', '')!r}")
            took.append((time.monotonic() - began) * 1000)
            inside.append(int(page.page.evaluate("document.querySelector('.estimates').dataset.milliseconds")))
            seen.add(numbers(page)[1])
        mouse.up()
        assert len(seen) > 3, seen
        print(f"    from the hand to the number: {sorted(inside)[3]} ms on the page, {sorted(took)[3]:.0f} ms with the test's own looking")
        assert sorted(inside)[3] <= BUDGET, inside
        # The figures of the applicant.
        page.page.fill("#draw-parking", "600")
        page.page.fill("#draw-stated-trips", "12000")
        page.page.fill("#draw-stated-runoff", "1.5")
        page.wait("document.querySelector('[data-topic=trips] .kpi-stated')?.textContent.includes('12,000')")
        page.wait("document.querySelector('[data-topic=trips] .kpi-stated')?.textContent.includes('+5,200')")
        page.wait("document.querySelector('[data-topic=runoff] .kpi-stated')")
        page.page.screenshot(path=shots / "estimate-wide.png")
        page.page.click(".kpi-how summary")
        assert "SANDAG" in page.text(".kpi-how")
        barriers = page.barriers()
        assert not barriers, barriers
        page.page.click(".kpi-how summary")
        page.page.click("#draw-add")
        page.there(".changes.changes li")
        assert numbers(page)[0] == "17200", numbers(page)
        # Drawn again: a corner is dragged.
        page.page.click("[aria-label^='Draw again']")
        page.there(".drawing")
        page.wait("kembar.map.getSource('drawing').serialize().data.features?.length > 4")
        corner = page.page.evaluate("(() => { const { x, y } = kembar.map.project(kembar.map.getSource('drawing').serialize().data.features[0].geometry.coordinates[0][2]); return [x, y]; })()")
        before = numbers(page)
        mouse.move(*corner)
        mouse.down()
        mouse.move(corner[0] + 30, corner[1] + 24, steps=3)
        mouse.up()
        page.wait(f"{NUMBER.format('runoff')} !== {before[1]!r}")
        page.page.click("#draw-add")
        page.page.click("[aria-label=Undo]")
        page.wait(f"{NUMBER.format('runoff')} === {before[1]!r}")
        # A street closed and a street drawn change what is within reach.
        page.page.click("[aria-label=Undo]")
        page.page.click("#draw-street")
        for x, y in ((640, 250), (760, 330), (860, 300)):
            page.page.mouse.click(x, y)
            page.page.wait_for_timeout(350)
        page.page.keyboard.press("Enter")
        page.wait("document.querySelector('.drawing b')?.textContent.includes('m') && !document.querySelector('#draw-add').disabled || document.querySelector('.estimates .complaint')")
        page.page.screenshot(path=shots / "estimate-street.png")


def test_a_building_is_put_down_without_a_hand_on_a_phone(browser, server, shots):
    with shared(browser, server, size="phone", fragment="lang=ms&theme=dark") as page:
        page.drawn()
        page.page.click(".scenario, .button.main")
        page.there("#draw-rectangle")
        page.page.click("#draw-rectangle")
        page.there(".drawing .row .button")
        page.page.click(".drawing .row .button")
        page.wait("document.querySelector('[data-topic=runoff] .kpi-number b')", 60)
        page.page.fill("#draw-ground", "25000")
        page.page.press("#draw-ground", "Tab")
        page.wait("document.querySelector('.drawing p b')?.textContent.replace(/[^0-9]/g, '').startsWith('25')")
        page.page.screenshot(path=shots / "estimate-phone.png")
        barriers = page.barriers()
        assert not barriers, barriers
