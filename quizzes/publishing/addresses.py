"""What is at an address of this site."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

from quizzes.prose import Addresses


def has_image(address: str) -> bool:
    """Whether a text may show it: one of the static files."""
    path = unquote(urlsplit(address).path)
    static = f"/{settings.STATIC_URL.strip('/')}/"
    return path.startswith(static) and finders.find(path.removeprefix(static)) is not None


def has_page(address: str) -> bool:
    """Whether some page answers there. A question is shown on several, so its links begin with a slash."""
    try:
        return bool(resolve(urlsplit(address).path))
    except Resolver404:
        return False


SITE = Addresses(has_image, has_page)
