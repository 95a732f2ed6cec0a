"""The pages of the course: home, a chapter, and what a visitor sees when something is refused or fails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "courseware/home.html")


def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "courseware/home.html")


def place(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(status=204)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
