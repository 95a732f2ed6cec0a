"""Every address of the site. The roof mounts the rooms; none of them knows it."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from courseware import accounts, api, api_docs, health, progress_page, views
from simulator.api.errors import unknown_route

Routes = list[URLPattern | URLResolver]

people: Routes = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-up/", accounts.SignUp.as_view(), name="sign-up"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign-out"),
    path("me/", accounts.Me.as_view(), name="me"),
    path("me/password/", accounts.NewPassword.as_view(), name="password"),
    path("me/token/end/", accounts.EndToken.as_view(), name="end-token"),
]
pages: Routes = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("progress/", progress_page.progress, name="progress"),
    path("progress/<slug:slug>/practise/", progress_page.practise, name="practise"),
    path("chapters/<slug:slug>/", views.chapter, name="chapter"),
    path("chapters/<slug:slug>/answer/", views.answer, name="answer"),
    path("chapters/<slug:slug>/place/", views.remember_place, name="place"),
    path("accounts/", include(people)),
]
doors: Routes = [
    path("", include("simulator.api.urls")),
    path("", include("quizzes.api_urls")),
    path("chapters/", api.ChaptersView.as_view(), name="chapters"),
    path("chapters/<slug:slug>/", api.ChapterView.as_view(), name="chapter"),
    path("chapters/<slug:slug>/questions/<slug:question>/responses/", api.AnswersView.as_view(), name="answers"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs/", api_docs.docs, name="docs"),
    re_path("", unknown_route),  # whatever is left, with characters that no converter takes, such as a newline
]

urlpatterns = [
    path("", include((pages, "courseware"))),
    path("quizzes/", include("quizzes.urls")),
    path("simulator/", include("simulator.urls")),
    path("api/", include((doors, "api"))),
    path("admin/", admin.site.urls),
    path("healthz", health.live),
    path("readyz", health.ready),
]

handler400 = "courseware.views.unreadable"
handler403 = "courseware.views.forbidden"
handler404 = "courseware.views.not_found"
handler500 = "courseware.views.failed"
