from django.urls import path

from quizzes import steps_views, trial_views, views

app_name = "quizzes"
urlpatterns = [
    path("<slug:slug>/", views.quiz, name="quiz"),
    path("<slug:slug>/start/", views.start, name="start"),
    path("<slug:slug>/try/", trial_views.try_quiz, name="try"),
    path("<slug:slug>/try/responses/", trial_views.ResponsesView.as_view(), name="try-responses"),
    path("attempts/<any_uuid:uuid>/", views.take, name="take"),
    path("attempts/<any_uuid:uuid>/another/", views.another, name="another"),
    path("attempts/<any_uuid:uuid>/worked/<int:position>/", views.worked, name="worked"),
    path("attempts/<any_uuid:uuid>/step/<int:position>/", steps_views.step, name="step"),
    path("attempts/<any_uuid:uuid>/find/<int:position>/", steps_views.find, name="find"),
    path("attempts/<any_uuid:uuid>/dispute/", steps_views.dispute, name="dispute"),
    path("attempts/<any_uuid:uuid>/review/", views.review, name="review"),
    path("attempts/<any_uuid:uuid>/report/", views.report, name="report"),
]
