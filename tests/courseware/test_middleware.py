"""The policy for contents is put together once, and is the one that the settings say."""

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
