"""Chapters for programs, and the pages that tell programs what there is."""

import pytest
from django.urls import reverse

from courseware.api_docs import contents

pytestmark = pytest.mark.django_db


def test_the_chapters_are_listed_with_their_sections(client, chapter_file):
    [chapter] = client.get("/api/chapters/").json()
    assert (chapter["slug"], chapter["minutes"]) == ("first", 5)
    assert chapter["sections"][1] == {"level": 3, "title": "Inside one", "anchor": "inside-one"}


def test_a_chapter_comes_as_prose_and_networks_in_their_order(client, chapter_file):
    parts = client.get("/api/chapters/first/").json()["parts"]
    assert [bool(part["simulator_url"]) for part in parts] == [False, True, False]
    assert "<math>" in parts[0]["html"]
    assert "<em>neuron</em>" in parts[1]["html"]


@pytest.mark.parametrize("address", ["/api/", "/api/chapters/none/", "/api/nowhere", "/api/nowhere/at/all/"])
def test_what_is_not_there_is_said_as_data(client, chapter_file, address):
    page = client.get(address)
    assert page.status_code == 404
    assert page.json()["code"] == "not_found"


def test_every_door_of_the_schema_is_on_the_page_for_people(client):
    paths = client.get(reverse("api:schema")).json()["paths"]
    page = client.get("/api/docs/").content.decode()
    assert paths
    assert not [path for path in paths if path not in page]


def test_every_link_to_a_shape_leads_to_one(client):
    page = client.get("/api/docs/").content.decode()
    shapes = {shape.name for shape in contents()["shapes"]}
    used = {reply.shape for _, doors in contents()["groups"] for door in doors for reply in door.replies if reply.shape}
    assert "Error" in shapes
    assert used <= shapes
    assert all(f'id="shape-{name}"' in page for name in used)
