"""The policy for contents is put together once, and is what the settings say. Bodies are read whole or refused."""

import pytest
from csp.constants import HEADER
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse

from courseware.middleware import SamePolicy

pytestmark = pytest.mark.django_db


def parts(header):
    return set(header.split("; "))


def test_every_page_has_the_policy_of_the_settings(client):
    plain = CSPMiddleware(HttpResponse).process_response(HttpRequest(), HttpResponse())
    assert parts(client.get("/accounts/sign-in/")[HEADER]) == parts(plain[HEADER])
    assert parts(client.get("/nowhere/")[HEADER]) == parts(plain[HEADER])
    assert "script-src 'self'" in parts(plain[HEADER])


def test_a_page_that_asks_for_more_gets_a_policy_of_its_own(rf):
    @csp_update({"img-src": ["https://example.org"]})
    def view(request):
        return HttpResponse()

    assert "https://example.org" in SamePolicy(view)(rf.get("/"))[HEADER]
    assert "https://example.org" not in SamePolicy(HttpResponse)(rf.get("/"))[HEADER]


def test_a_script_with_a_nonce_is_let_through(rf):
    def view(request):
        return HttpResponse(f'<script nonce="{request.csp_nonce}">1</script>')

    page = SamePolicy(view)(rf.get("/"))
    assert page.content.decode().split('"')[1] in page[HEADER]


@pytest.mark.parametrize("address", ["/api/simulator/trace/", "/accounts/sign-in/"])
def test_a_body_in_chunks_is_refused_by_name_and_never_taken_for_an_empty_one(client, address):
    answer = client.post(address, headers={"Transfer-Encoding": "chunked"})
    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")
    assert "Content-Length" in answer.json()["next"]
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    assert HEADER in answer


def test_what_has_no_body_to_read_is_answered_however_it_was_sent(client):
    assert client.get("/accounts/sign-in/", headers={"Transfer-Encoding": "chunked"}).status_code == 200
