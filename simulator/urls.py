"""The simulator's pages."""

from django.urls import path

from simulator import experiment_views, training_views, views

app_name = "simulator"
urlpatterns = [
    path("", views.step, name="step"),
    path("train/", training_views.train, name="train"),
    path("experiments/", experiment_views.experiments, name="experiments"),
    path("experiments/<slug:slug>/", experiment_views.experiment, name="experiment"),
]
