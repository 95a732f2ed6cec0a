"""Who may knock at the doors for programs. What each of them may see is said by `visible_to` alone."""

from typing import Any

from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.request import Request

BROWSER_HEADERS = ("Origin", "Referer", "Sec-Fetch-Site")


class VisitorAuthentication(SessionAuthentication):
    """The session's, which also asks a visitor's browser for the CSRF token: starting signs a guest in, and another
    site must not be able to do that to somebody. A plain script has no session to lose.
    """

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is None and _is_browser(request):
            self.enforce_csrf(request)
        return found


def _is_browser(request: Request) -> bool:
    return bool(request.COOKIES) or any(name in request.headers for name in BROWSER_HEADERS)


STARTING = (TokenAuthentication, VisitorAuthentication)
# As the schema names them. `extend_schema` says that it takes words alone, and takes what OpenAPI does.
SCHEMES: Any = [{"cookieAuth": []}, {"tokenAuth": []}, {}]
