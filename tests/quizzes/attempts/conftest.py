import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from tests.quizzes.attempts import factory


class Program:
    """A program at our doors: JSON in, (status, JSON) out."""

    def __init__(self, user=None):
        self.client, self.headers = Client(), {}
        if user:
            self.headers["Authorization"] = f"Token {Token.objects.get_or_create(user=user)[0].key}"

    def get(self, path):
        return self.read(self.client.get(f"/api/{path}", headers=self.headers))

    def post(self, path, body=None):
        content = {"data": body or {}, "content_type": "application/json"}
        return self.read(self.client.post(f"/api/{path}", **content, headers=self.headers))

    def read(self, response):
        return response.status_code, response.json()


@pytest.fixture
def learner(db):
    return factory.person("learner")


@pytest.fixture
def program(learner):
    return Program(learner)


@pytest.fixture
def visitor(db):
    return Program()
