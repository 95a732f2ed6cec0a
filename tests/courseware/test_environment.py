"""What the environment says is read strictly, and behind a proxy visitors are told apart."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from courseware.environment import EnvironmentFault, cores, number
from courseware.middleware import visitor_address


@pytest.mark.parametrize("text, value", [("4", 4), (" 4 ", 4), ("", 2)])
def test_a_number_is_read(text, value):
    assert number({"RUNS_AT_ONCE": text}, "RUNS_AT_ONCE", 2) == value


def test_a_number_that_is_not_said_is_the_usual_one():
    assert number({}, "RUNS_AT_ONCE", 2) == 2


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "two", "²", "١"])
def test_what_is_no_whole_number_of_at_least_one_is_refused_by_the_name_of_its_variable(text):
    with pytest.raises(EnvironmentFault, match="RUNS_AT_ONCE"):
        number({"RUNS_AT_ONCE": text}, "RUNS_AT_ONCE", 2)


def test_there_is_a_core_to_run_on():
    assert cores() >= 1


@pytest.mark.parametrize(
    "forwarded, address",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("10.6.6.6, 203.0.113.7", "203.0.113.7"),  # what a visitor says of itself stands before what the proxy saw
        ("", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_a_visitor_has_the_address_that_the_proxy_saw(forwarded, address):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    visitor_address(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address
