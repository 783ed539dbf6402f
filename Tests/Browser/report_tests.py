"""The council's page: reached from the results, one sheet of A4, without scripts, without barriers, in both languages."""

import re

from page_tests import close_a_street_and_run
from visit import visit


def test_the_councils_page_is_one_sheet_of_paper(browser, server, shots):
    with visit(browser, server, fragment="lang=ms", bypass=True) as page:
        close_a_street_and_run(page)
        page.there("a.report")
        address = page.page.evaluate("document.querySelector('a.report').href")
        assert "lang=ms" in address and page.page.evaluate("window.kembar && document.querySelector('a.report').rel === 'noopener'")
        high = page.page.evaluate("document.querySelector('a.report').getBoundingClientRect().height")
        assert high >= 32, f"the link is {high} pixels high"
        for lang, words in (("ms", "Halaman majlis"), ("en", "Council's page")):
            asked = []
            sheet = page.context.new_page()
            sheet.on("request", lambda request: asked.append(request.url))
            answer = sheet.goto(re.sub("lang=..", f"lang={lang}", address))
            assert answer.status == 200, answer.text()
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            assert words in sheet.inner_text("article") and server.name in sheet.inner_text("article")
            assert sheet.locator("figure svg").count() == 2 and sheet.locator("script").count() == 0
            # A name that tries to run a script stays a name.
            assert sheet.evaluate("window.pwned") is None and sheet.locator("img").count() == 0
            spills = sheet.evaluate(
                "(() => { const sheet = document.querySelector('article'); return sheet.scrollHeight - sheet.clientHeight; })()")
            assert spills <= 0, f"{spills} pixels run over the sheet in {lang}"
            pdf = sheet.pdf(prefer_css_page_size=True, print_background=True)
            pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
            assert pages == 1, f"{pages} pages in {lang}"
            page.page, main = sheet, page.page
            barriers = page.barriers()
            page.page = main
            assert not barriers, barriers
            sheet.screenshot(path=shots / f"report-{lang}.png", full_page=True)
            assert [url for url in asked if "/report" not in url and "favicon" not in url] == [], asked
            sheet.close()
