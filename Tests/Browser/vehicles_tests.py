"""Single vehicles of a run of traffic: they drive, stand in queues, keep to the layer's eye, and cost few bytes."""

from urllib.parse import parse_qs, urlparse

from traffic_tests import run_of
from visit import SIZES, shared

# Where vehicles are now, in steps of about a metre.
NOW = "kembar.vehicles"

def told(request):
    """The seconds of the day that a window of vehicles tells, out of its address."""
    asked = parse_qs(urlparse(request.url).query)
    return int(asked["step"][0]) * (int(asked["frames"][0]) - 1)


def test_vehicles_of_a_run_drive_on_the_map(browser, server, shots):
    run = run_of(browser, server)
    windows = []
    hear = lambda request: windows.append(request) if "/vehicles?" in request.url else None
    with shared(browser, server, fragment=f"lang=en&theme=light&r={run}&f=traffic.flow~scenario", before=lambda page: page.on("requestfinished", hear)) as page:
        page.there("#vehicles-play", 60)
        page.drawn()
        page.wait(f"{NOW}.count > 5", 60)
        still = page.page.evaluate(NOW)
        page.page.wait_for_timeout(700)
        assert page.page.evaluate(NOW)["at"] == still["at"], "vehicles that stand move"
        page.page.select_option("#vehicles-speed", "5")
        page.page.click("#vehicles-play")
        page.wait(f"{NOW}.moment > {still['moment']} + 6000", 60)
        page.page.screenshot(path=shots / "vehicles.png")
        moved = page.page.evaluate(NOW)
        page.page.click("#vehicles-play")
        # Who is in the same slot in the same window, and somewhere else by now; nobody flies.
        pairs = [
            (one, other) for one, other in zip(zip(*[iter(still["at"])] * 2), zip(*[iter(moved["at"])] * 2))
            if None not in one and None not in other]
        ways = [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in pairs]
        assert any(way > 5 for way in ways), "nobody has moved"
        seconds = (moved["moment"] - still["moment"]) / 1000
        page.page.remove_listener("requestfinished", hear)
        pace = sum(one.sizes()["responseBodySize"] for one in windows) / sum(told(one) for one in windows)
        count = moved["count"]
        print(f"      {count} vehicles in view, {pace / 1000:.2f} KB for a second of the day; {sum(way > 5 for way in ways)} moved in {seconds:.0f} s")
        assert pace <= 20_000, f"{pace:.0f} bytes a second for a view"
        assert not page.barriers()
        page.page.click("#open-layers")
        page.there("[data-layer=vehicles] .legend-rows")
        page.page.click("[data-layer=vehicles] > .icon-button")
        page.wait("!document.querySelector('#vehicles-play')")
        page.page.click("[data-layer=vehicles] > .icon-button")
        page.there("#vehicles-play")
        page.page.select_option("#vehicles-by", "pace")
        page.wait("document.querySelector('.vehicles-signs').textContent.includes('standing')")
        page.page.set_viewport_size(dict(zip(("width", "height"), SIZES["phone"])))
        page.there("#vehicles-play")
        page.page.screenshot(path=shots / "vehicles-phone.png")
