from django.urls import path

from quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("<slug:slug>/", views.quiz, name="quiz"),
    path("<slug:slug>/start/", views.start, name="start"),
    path("attempts/<uuid:uuid>/", views.take, name="take"),
    path("attempts/<uuid:uuid>/another/", views.another, name="another"),
    path("attempts/<uuid:uuid>/worked/<int:position>/", views.worked, name="worked"),
    path("attempts/<uuid:uuid>/review/", views.review, name="review"),
    path("attempts/<uuid:uuid>/report/", views.report, name="report"),
]
