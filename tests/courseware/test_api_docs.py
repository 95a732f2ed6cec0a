"""The readable page about the doors for programs says what the schema says."""

from html import unescape

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator


@pytest.fixture
def told(db):
    response = Client().get("/api/docs/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_every_door_of_the_schema_is_on_the_page(told):
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    assert "/api/simulator/check/" in paths
    assert [path for path in paths if path not in told] == []


def test_every_shape_of_the_schema_is_on_the_page(told):
    shapes = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]
    assert [name for name in shapes if name not in told] == []


def test_a_shape_to_choose_from_says_what_there_is(told):
    assert 'One of "in_progress", "submitted", "graded".' in told
