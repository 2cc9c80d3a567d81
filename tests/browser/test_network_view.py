"""The network view in a real browser: nothing leaves, nothing runs, everything can be reached."""

import csv
import io
import struct
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from linkgraph.views import draw_network
from tests.views.releases import HOSTILE, case_of, entity, link, person, release, small

pytestmark = pytest.mark.browser

READY = "#canvas[data-drawn=yes]"
NOTE_WHAT_IS_WRITTEN = """() => {
  const own = CanvasRenderingContext2D.prototype.fillText;
  window.seen = [];
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.seen.push(text);
    return own.call(this, text, ...rest);
  };
}"""


@pytest.fixture
def opened(chromium_page, tmp_path):
    """Open a view from a file; return the page, with what went wrong in ``trouble``."""
    trouble = []
    chromium_page.on("console", lambda message: trouble.append(message.text))
    chromium_page.on("pageerror", lambda error: trouble.append(str(error)))
    chromium_page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    chromium_page.trouble = trouble
    chromium_page.set_viewport_size({"width": 1400, "height": 900})

    def open_view(given_release, **more):
        file = tmp_path / "view.html"
        draw_network(given_release, **more).write(file)
        chromium_page.goto(file.as_uri())
        expect(chromium_page.locator(READY)).to_be_attached(timeout=20_000)
        return chromium_page

    return open_view


def hostile_release():
    """Each hostile text in each place where a text can stand."""
    entities = [
        entity(
            f"{text}{number}",
            text,
            caption=text,
            roles=(text,),
            countries=(text,),
            originators=(text,),
            handling=text,
            properties={text: (text, text), "romanised": (text,)},
        )
        for number, text in enumerate(HOSTILE)
    ]
    entities += [person(1, caption="href"), person(2, id="__proto__", kind="constructor")]
    links = [
        replace(
            link(n, one.id, "__proto__", text, at=text, amount=text, grade=text, handling=text),
            id=f"{text}-link",
            properties={text: text, "end": text},
        )
        for n, (one, text) in enumerate(zip(entities, HOSTILE, strict=False))
    ]
    every = " ".join(HOSTILE)
    return release(
        entities,
        links,
        case_name=every,
        audience=every,
        made=every,
        handling=every,
        originators=HOSTILE,
        cautions=HOSTILE,
    )


def find(page, text):
    page.fill("#search", text)
    page.press("#search", "Enter")


def saved(page, button):
    with page.expect_download() as download:
        page.click(button)
    return download.value.path().read_bytes()


@pytest.mark.parametrize(
    "given_release", [small(), hostile_release(), release()], ids=["small", "hostile", "empty"]
)
def test_a_view_asks_no_network_and_breaks_no_rule_of_its_own(opened, given_release):
    page = opened(given_release)

    page.mouse.move(700, 500)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(200)

    assert page.requests_seen == []
    assert page.trouble == []


def test_no_text_of_a_case_runs(opened):
    page = opened(hostile_release(), title=" ".join(HOSTILE))

    rows = page.locator("#entities tr")
    for number in range(rows.count()):
        rows.nth(number).click()
        for link_button in page.locator("#details li button").all()[:1]:
            link_button.click()
    page.click("#filters summary")
    page.click("#save-picture")
    page.wait_for_timeout(200)

    assert page.evaluate("window.ran === undefined")
    assert page.trouble == []
    assert page.requests_seen == []
    assert page.locator("iframe, object, embed, a[href], svg[onload], img[onerror]").count() == 0
    assert page.locator("script").count() == 3


def test_hostile_text_is_shown_as_it_is(opened):
    page = opened(hostile_release())

    find(page, "onerror=")

    expect(page.locator("#details h2")).to_have_text(HOSTILE[0])


@pytest.mark.parametrize(
    "injected",
    [
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.test/i'}))",
        "fetch('https://example.test/f').catch(() => 0)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"window.ran=1\">')",
    ],
    ids=["image", "fetch", "handler"],
)
def test_even_what_got_in_could_neither_run_nor_report(opened, injected):
    page = opened(small())
    asked = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright marks it

    page.evaluate(injected)
    page.wait_for_timeout(200)

    assert page.evaluate("window.ran === undefined")
    # Chromium lists a request that the policy stopped, too.
    assert [request.failure for request in asked if "example.test" in request.url] in ([], ["csp"])
    assert any("Content Security Policy" in text for text in page.trouble)


def test_banners_cautions_and_legend_are_seen(opened):
    page = opened(small())

    for banner in ("#banner-top", "#banner-bottom"):
        expect(page.locator(banner)).to_be_in_viewport()
        expect(page.locator(banner)).to_contain_text("H2 AMBER")
    expect(page.locator("#cautions li")).to_have_count(2)
    legend = page.locator("#legend")
    expect(legend).to_be_in_viewport()
    for words in (
        "Person, suspect, victim",
        "Syndicate",
        "money",
        "strong evidence",
        "weaker",
        "not graded",
    ):
        expect(legend).to_contain_text(words)


def test_every_icon_of_the_legend_is_drawn(opened):
    page = opened(case_of(150))

    expect(page.locator("#legend img").first).to_be_visible()
    widths = page.eval_on_selector_all("#legend img", "all => all.map(one => one.naturalWidth)")
    assert widths
    assert min(widths) > 0


def ink(page):
    """Share of the canvas on which something stands that is not faint."""
    return page.evaluate(
        """() => {
          const canvas = document.querySelector("#canvas canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let dark = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 128) dark += 1;
          return dark / (data.length / 4);
        }"""
    )


def test_something_is_drawn_and_selecting_fades_the_rest(opened):
    page = opened(case_of(150))
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_timeout(300)
    whole = ink(page)

    page.locator("#entities tr").first.click()
    page.click("#fit")
    page.wait_for_timeout(300)

    assert whole > 0.01
    assert ink(page) < whole / 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ประเสริฐ", "Nguyễn Văn Hùng 1"),
        ("SOMCHAI", "Nguyễn Văn Hùng 1"),
        ("muhammad karimi", "محمد رضا کریمی"),
        ("محمد", "محمد رضا کریمی"),
        ("+60123456789", "+60 12 345 6789"),
        ("nguyen van hung 1", "Nguyễn Văn Hùng 1"),
        ("syndicate-1", "North Route"),
    ],
)
def test_search_finds_in_any_script_and_by_part_of_a_number(opened, typed, found):
    page = opened(small())

    page.fill("#search", typed)

    shown = page.locator("#entities tr:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(found)
    expect(page.locator("#found")).to_have_text("1 entity found")


def test_what_is_not_there_is_not_found(opened):
    page = opened(small())

    find(page, "nobody of that name")

    expect(page.locator("#found")).to_have_text("0 entities found")
    expect(page.locator("#details h2")).to_have_text("Nothing selected")


def test_the_keyboard_alone_finds_selects_and_comes_back(opened):
    page = opened(small())

    page.focus("#search")
    page.keyboard.type("account")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    chosen = page.locator("#entities tr[aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(chosen).to_be_focused()
    expect(page.locator("#details h2")).to_have_text("TH98 7654")
    page.keyboard.press("Home")
    expect(page.locator("#entities tr:visible").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_focused()


def test_selecting_tells_all_that_is_said(opened):
    page = opened(small())

    find(page, "somchai")

    panel = page.locator("#details")
    for words in (
        "suspect",
        "person-0001",
        "MY/RMP",
        "H2 AMBER",
        "สมชาย ประเสริฐ",
        "3 links",
        "North Route",
    ):
        expect(panel).to_contain_text(words)


def test_a_link_tells_when_how_much_and_how_sure(opened):
    page = opened(small())
    find(page, "MY12")

    page.click("#details li button:has-text('1,234.56')")

    panel = page.locator("#details")
    expect(panel.locator("h2")).to_have_text("PAID")
    for words in (
        "1,234.56 MYR",
        "2024-03-01T10:00:00Z",
        "A1 (solid line)",
        "MY12 3456",
        "TH98 7654",
    ):
        expect(panel).to_contain_text(words)


def test_a_line_in_the_drawing_can_be_selected(opened):
    page = opened(release([entity("a"), entity("b")], [link(1, "a", "b", amount="5.00 NZD")]))
    box = page.locator("#canvas").bounding_box()

    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(page.locator("#details")).to_contain_text("5.00 NZD")


def test_an_entity_in_the_drawing_can_be_selected(opened):
    page = opened(release([entity("account-7")]))
    box = page.locator("#canvas").bounding_box()

    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(page.locator("#details h2")).to_have_text("account-7")


def test_many_payments_on_one_line_are_all_told_and_never_added_up(opened):
    links = [
        link(n, "a", "b", amount=f"{n}.00 {('MYR', 'THB')[n % 2]}", grade="A1") for n in range(12)
    ]
    page = opened(release([entity("a"), entity("b")], links))
    find(page, "a")

    page.click("#details li button >> nth=0")

    expect(page.locator("#details h2")).to_have_text("PAID \u00d712")
    expect(page.locator("#details dl")).to_have_count(12)
    expect(page.locator("#details")).not_to_contain_text("total")


def test_both_roles_and_a_stand_in_are_explained(opened):
    page = opened(small())

    find(page, "person-0002")
    expect(page.locator("#details .note")).to_contain_text("non-punishment")
    find(page, "victim-3")
    expect(page.locator("#details .note")).to_contain_text("stand in for the real ones")


@pytest.mark.parametrize(
    ("begin", "end", "undated", "shown"),
    [
        ("2024-04-01", "", True, "7 of 9 links shown"),
        ("2024-04-01", "", False, "2 of 9 links shown"),
        ("", "2023-12-15", False, "1 of 9 links shown"),
        ("2024-03-01", "2024-03-01", False, "2 of 9 links shown"),
        ("", "", False, "9 links"),
    ],
)
def test_time_leaves_what_touches_it(opened, begin, end, undated, shown):
    page = opened(small())
    page.click("#filters summary")

    page.fill("#time-from", begin)
    page.fill("#time-to", end)
    page.set_checked("#undated", undated)

    expect(page.locator("#links-shown")).to_have_text(shown)


def test_a_kind_of_link_can_be_left_out_and_brought_back(opened):
    page = opened(small())
    page.click("#filters summary")

    page.uncheck("#types label:has-text('PAID') input")
    expect(page.locator("#links-shown")).to_have_text("6 of 9 links shown")
    find(page, "TH98")
    expect(page.locator("#details")).to_contain_text("1 link, 3 more filtered out")
    page.click("#no-filter")
    expect(page.locator("#links-shown")).to_have_text("9 links")


def test_a_saved_picture_is_larger_than_the_drawing_by_its_caveat(opened):
    page = opened(small())
    box = page.locator("#canvas canvas").bounding_box()

    picture = saved(page, "#save-picture")

    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width >= 2 * box["width"] - 4
    assert height > 2 * box["height"] + 60


def test_a_saved_picture_leaves_the_drawing_as_it_was(opened):
    page = opened(small())
    page.wait_for_timeout(300)
    before = page.locator("#canvas").screenshot()

    saved(page, "#save-picture")
    page.wait_for_timeout(300)

    assert page.locator("#canvas").screenshot() == before


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def test_a_saved_table_runs_no_formula_and_loses_nothing(opened):
    people = [person(n, caption=text) for n, text in enumerate(FORMULAS)]
    people.append(person(99, "suspect", caption='He said "no", then left'))
    page = opened(release(people, case_name="=case"))

    text = saved(page, "#save-table").decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["caption"] for row in rows} == {
        *(f"'{f}" for f in FORMULAS),
        'He said "no", then left',
    }
    assert {row["case"] for row in rows} == {"'=case"}
    assert {row["case_handling"] for row in rows} == {"H2 AMBER"}
    assert [row["roles"] for row in rows if row["id"] == "person-0099"] == ["suspect"]


def test_a_saved_table_holds_what_the_search_left(opened):
    page = opened(small())
    page.fill("#search", "account")

    rows = list(csv.DictReader(io.StringIO(saved(page, "#save-table").decode("utf-8-sig"))))

    assert sorted(row["id"] for row in rows) == ["account-1", "account-2"]


def test_in_a_notebook_the_frame_works_and_reaches_nothing(chromium_page):
    html = draw_network(hostile_release())._repr_html_()
    chromium_page.set_content(f"<!doctype html><title>notebook</title>{html}")
    frame = chromium_page.frame_locator("iframe")
    expect(frame.locator(READY)).to_be_attached(timeout=20_000)

    frame.locator("#search").fill("href")
    frame.locator("#search").press("Enter")

    expect(frame.locator("#entities tr[aria-selected=true]")).to_have_count(1)
    inner = chromium_page.frames[1]
    assert inner.evaluate("self.origin") == "null"
    assert inner.evaluate("window.ran === undefined")
    assert chromium_page.evaluate("window.ran === undefined")
    assert chromium_page.requests_seen == []


def test_a_picture_can_be_saved_from_a_notebook(chromium_page):
    chromium_page.set_content(draw_network(small())._repr_html_())
    frame = chromium_page.frame_locator("iframe")
    expect(frame.locator(READY)).to_be_attached(timeout=20_000)

    with chromium_page.expect_download() as download:
        frame.locator("#save-picture").click()

    assert download.value.suggested_filename == "linkgraph-network.png"


def test_a_thousand_and_a_half_are_drawn_and_answer(opened):
    page = opened(case_of(1500))

    expect(page.locator("#entities tr")).to_have_count(1500)
    find(page, "suspect")
    expect(page.locator("#details .role").first).to_have_text("suspect")
    assert page.trouble == []


def test_a_page_in_forced_colours_and_without_motion_works(opened, chromium_page):
    chromium_page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page = opened(small())

    find(page, "North Route")

    expect(page.locator("#details h2")).to_have_text("North Route")
    assert page.trouble == []


def test_print_shows_the_drawing_the_banner_and_each_entity(opened):
    page = opened(small())

    page.emulate_media(media="print")

    for part in ("#banner-top", "#canvas canvas", "#legend", "#banner-bottom", ".printed"):
        expect(page.locator(part).first).to_be_visible()
    expect(page.locator("#entities tr:visible")).to_have_count(8)
    expect(page.locator("#search")).to_be_hidden()


def test_the_neighbours_of_what_is_selected_are_named(opened):
    page = opened(release([entity("a"), entity("phone-1", "Phone")], [link(1, "a", "phone-1")]))
    page.evaluate(NOTE_WHAT_IS_WRITTEN)

    find(page, "phone-1")
    page.wait_for_timeout(400)

    assert {"a", "phone-1", "PAID"} <= set(page.evaluate("window.seen"))


def test_a_direction_mark_is_written_out_in_the_drawing(opened):
    page = opened(
        release([entity("a"), entity("b", caption="annual\u202egnp.exe")], [link(1, "a", "b")])
    )
    page.evaluate(NOTE_WHAT_IS_WRITTEN)

    find(page, "annual")
    page.wait_for_timeout(400)

    assert "annual\u27e6RLO\u27e7gnp.exe" in page.evaluate("window.seen")
    expect(page.locator("#details h2")).to_have_text("annual\u27e6RLO\u27e7gnp.exe")
