"""Every address of the site. The roof mounts the rooms; none of them knows it."""

from django.contrib import admin
from django.urls import include, path

from courseware import accounts, health, views

people = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-up/", accounts.SignUp.as_view(), name="sign-up"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign-out"),
]
pages = [
    path("", views.home, name="home"),
    path("chapters/<slug:slug>/", views.chapter, name="chapter"),
    path("chapters/<slug:slug>/place/", views.remember_place, name="place"),
    path("accounts/", include(people)),
]
doors = [path("", include("simulator.api_urls")), path("", include("quizzes.api_urls"))]

urlpatterns = [
    path("", include((pages, "courseware"))),
    path("quizzes/", include("quizzes.urls")),
    path("simulator/", include("simulator.urls")),
    path("api/", include((doors, "api"))),
    path("admin/", admin.site.urls),
    path("healthz", health.live),
    path("readyz", health.ready),
]

handler403 = "courseware.views.forbidden"
handler404 = "courseware.views.not_found"
handler500 = "courseware.views.failed"
