"""The simulator's pages."""

from django.urls import path

from simulator import experiment_views, views

app_name = "simulator"
urlpatterns = [
    path("", views.step, name="step"),
    path("experiments/", experiment_views.experiments, name="experiments"),
    path("experiments/<slug:slug>/", experiment_views.experiment, name="experiment"),
]
