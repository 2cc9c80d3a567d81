"""Drawing a release: what is refused, what is said, what a notebook gets."""

import json
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser

import pytest

from linkgraph.errors import InputError, ReleaseError
from linkgraph.views import View, draw_network
from tests.views.releases import case_of, entity, link, person, release, small
from tests.views.test_page import Page


class Frames(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.frames = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.frames.append((tag, dict(attrs)))


def test_an_empty_release_is_a_page():
    view = draw_network(release())

    assert view.summary.startswith("Network: 0 entities, 0 links")
    assert json.loads(Page(view.html).block)["entities"] == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_drawing_of_nothing_is_refused(limit):
    with pytest.raises(InputError, match="at least one entity"):
        draw_network(small(), limit=limit)


def test_a_link_that_ends_nowhere_is_refused_without_its_name():
    broken = release([entity("account-1")], [link(1, "account-1", "secret name")])

    with pytest.raises(ReleaseError) as caught:
        draw_network(broken)
    assert "secret name" not in str(caught.value)


def test_two_of_one_id_are_refused_without_their_name():
    with pytest.raises(ReleaseError) as caught:
        draw_network(release([entity("secret name"), entity("secret name")]))
    assert "secret name" not in str(caught.value)


def test_a_part_is_never_shown_silently():
    view = draw_network(case_of(200), limit=50)

    assert "50 of 200 entities" in view.summary
    assert "Only a part is drawn: 50 of 200 entities" in " ".join(Page(view.html).text)
    assert len(json.loads(Page(view.html).block)["entities"]) == 50


def test_a_part_chosen_before_is_said_too():
    view = draw_network(release([person(1)], total_entities=1820))

    assert "1 of 1,820 entities" in view.summary
    assert "Part of the case" in " ".join(Page(view.html).text)


def test_a_whole_release_is_not_called_a_part():
    view = draw_network(small())

    assert view.summary.startswith("Network: 8 entities, 9 links;")
    assert "part is drawn" not in view.html.partition('<script type="application/json"')[0]


def test_the_summary_says_handling_and_originators_and_nobody():
    view = draw_network(small())

    assert "handling H2 AMBER" in view.summary
    assert "originators MY/RMP, NZ/INZ" in view.summary
    assert "Somchai" not in repr(view)


@pytest.mark.parametrize(("people", "said"), [(1, "One person is"), (2, "2 people are")])
def test_suspects_who_are_victims_are_shown_to_a_human_as_such(people, said):
    both = [person(n, "suspect", "victim") for n in range(people)]

    text = " ".join(Page(draw_network(release(both)).html).text)

    assert f"{said} named as suspect and as victim" in text
    assert "non-punishment principle" in text


def test_a_title_heads_the_page():
    named, plain = draw_network(small(), title="Money & movement"), draw_network(small())

    assert '<h1 dir="auto">Money &amp; movement</h1>' in named.html
    assert '<h1 dir="auto">Operation Kestrel</h1>' in plain.html


def test_a_notebook_gets_words_and_a_page_shut_in_a_frame():
    view = draw_network(small())

    bundle = view._repr_mimebundle_(include=None, exclude=None)

    [(tag, attrs)] = Frames(bundle["text/html"]).frames
    assert tag == "iframe"
    assert attrs["sandbox"].split() == ["allow-scripts", "allow-downloads"]
    assert attrs["srcdoc"] == view.html
    assert bundle["text/plain"] == view.summary == unescape(attrs["title"])
    assert view._repr_html_() == bundle["text/html"]


def test_words_in_the_frame_cannot_leave_their_attribute():
    hostile = '"><script>window.ran=1</script>'

    html = draw_network(
        release([person(1)], handling=hostile, originators=(hostile,))
    )._repr_html_()

    assert [tag for tag, _ in Frames(html).frames] == ["iframe"]


def test_a_view_says_what_it_is():
    assert repr(View(html="", summary="Network: 1 entity")) == "<Network: 1 entity>"


def test_pyvis_is_not_loaded_before_something_is_drawn():
    code = (
        "import sys, linkgraph.views; sys.exit('pyvis' in sys.modules or 'IPython' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
