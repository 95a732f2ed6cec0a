"""/search/: an address that can be kept, useful without a script, over the files as they are now."""

import pytest
from django.urls import reverse

from tests.courseware.test_pages import text_of

SEARCH = "/search/"
CONCEPTS = """
[[concept]]
slug = "two"
title = "Of the second thing"
chapter = "first"
anchor = "two"
prerequisites = []

[[concept]]
slug = "one"
title = "Of the first thing"
chapter = "first"
anchor = "one"
prerequisites = []

[[concept]]
slug = "elsewhere"
title = "Of a chapter that is not there"
chapter = "none"
anchor = "one"
prerequisites = []
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def concept_file(chapter_file):
    file = chapter_file.parents[1] / "concepts.toml"
    file.write_text(CONCEPTS, encoding="utf-8")
    return file


def test_without_a_query_the_concepts_stand_in_the_order_of_reading(client, concept_file):
    titles = [one.title for one in client.get(SEARCH).context["concepts"]]
    assert titles == ["Of the first thing", "Of the second thing"]


def test_a_passage_is_shown_with_its_section_and_leads_there(client, chapter_file):
    page = client.get(SEARCH, {"q": "neuron"})
    assert "1 passage on “neuron”" in text_of(page)
    assert '<a href="/chapters/first/#two">Two</a>' in page.content.decode()


def test_a_concept_leads_to_where_it_is_explained(client, concept_file):
    page = client.get(SEARCH, {"q": "second"}).content.decode()
    assert '<a href="/chapters/first/#two">Of the second thing</a>' in page
    assert "Chapter 1: Two" in page


def test_what_is_not_there_is_said_with_what_to_do(client, concept_file):
    assert "Nothing on “quaternion”" in text_of(client.get(SEARCH, {"q": "quaternion"}))
    assert 'href="/search/?q=neuron"' in client.get(SEARCH, {"q": "nueron"}).content.decode()


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><b>', "\0", "%00", "x" * 5_000])
def test_a_query_is_shown_as_text(client, chapter_file, query):
    page = client.get(SEARCH, {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert '"><b>' not in page.content.decode()


def test_a_chapter_that_changed_is_found_as_it_is_now(client, chapter_file):
    assert client.get(SEARCH, {"q": "perceptron"}).context["found"].total == 0
    chapter_file.write_text(chapter_file.read_text().replace("After it.", "After it comes the perceptron."))
    assert client.get(SEARCH, {"q": "perceptron"}).context["found"].total == 1


def test_a_broken_chapter_takes_the_others_with_it_nowhere(client, chapter_file):
    (chapter_file.parent / "broken.md").write_text("no front matter")
    assert client.get(SEARCH, {"q": "neuron"}).context["found"].total == 1


def test_a_search_asks_the_database_nothing_for_a_visitor(client, chapter_file, django_assert_num_queries):
    client.get(SEARCH, {"q": "neuron"})
    with django_assert_num_queries(0):
        client.get(SEARCH, {"q": "neuron"})


def test_every_page_has_a_way_to_the_search(client, chapter_file):
    assert f'href="{reverse("courseware:search")}" aria-label="Search"' in client.get("/").content.decode()
