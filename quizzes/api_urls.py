"""The quizzes' routes under /api/."""

from django.urls import path

from quizzes import api

urlpatterns = [
    path("quizzes/", api.QuizzesView.as_view(), name="quizzes"),
    path("quizzes/<slug:slug>/", api.QuizView.as_view(), name="quiz"),
    path("quizzes/<slug:slug>/attempts/", api.AttemptsView.as_view(), name="start"),
    path("attempts/<any_uuid:uuid>/", api.AttemptView.as_view(), name="attempt"),
    path("attempts/<any_uuid:uuid>/responses/", api.ResponsesView.as_view(), name="responses"),
    path("attempts/<any_uuid:uuid>/submit/", api.SubmitView.as_view(), name="submit"),
    path("attempts/<any_uuid:uuid>/review/", api.ReviewView.as_view(), name="review"),
    path("token/", api.TokenView.as_view(), name="token"),
]
