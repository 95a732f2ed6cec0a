"""Odd spellings of an address lead where the plain one leads, and under /api/ everything is answered in JSON."""

from uuid import UUID, uuid4

import pytest

from quizzes.models import Attempt
from tests.quizzes.attempts import factory

pytestmark = pytest.mark.django_db
SPELLINGS = {
    "capitals": lambda uuid: str(uuid).upper(),
    "no dashes": lambda uuid: uuid.hex,
    "braces": lambda uuid: f"%7B{uuid}%7D",
    "braces and capitals": lambda uuid: f"{{{str(uuid).upper()}}}",
    "a prefix": lambda uuid: f"urn:uuid:{uuid}",
    "a prefix in capitals": lambda uuid: f"URN:UUID:{uuid.hex}",
}


@pytest.fixture
def attempt(client):
    factory.offer(factory.publish(factory.SINGLE))
    client.post("/quizzes/the-quiz/start/")
    return Attempt.objects.get()


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
def test_uuid_is_read_in_every_spelling(client, attempt, spell):
    assert client.get(f"/api/attempts/{spell(attempt.uuid)}/").json()["uuid"] == str(attempt.uuid)
    assert client.get(f"/quizzes/attempts/{spell(attempt.uuid)}/").status_code == 200


@pytest.mark.parametrize("text", ["1", "{%s", "%s}", "urn:%s", "{urn:uuid:%s}", "%s-", "%s0", " %s"])
def test_what_is_no_uuid_is_not_found(client, attempt, text):
    written = text % attempt.uuid if "%s" in text else text
    assert client.get(f"/api/attempts/{written}/").json()["code"] == "not_found"


def test_dashes_in_odd_places_make_no_uuid(client):
    odd = UUID(int=uuid4().int).hex
    assert client.get(f"/quizzes/attempts/{odd[:5]}-{odd[5:]}/").status_code == 404


@pytest.mark.parametrize(
    "odd", ["%0a", "%0d%0a", "%00", "%ff", "%e2%80%a8", "a%0ab", "%0a%0a", "..%2f", "%c2%85", "%7f"]
)
@pytest.mark.parametrize(
    "address", ["/api/%s", "/api/%s/", "/api/attempts/%s/review/", "/api/quizzes/%s/attempts/", "/api/chapters/%s/"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_odd_characters_in_an_api_address_are_answered_in_json(client, address, odd, method):
    answer = client.generic(method, address % odd, content_type="application/json")
    assert answer.status_code in (404, 405)
    assert answer.json()["code"] in ("not_found", "method_not_allowed")
