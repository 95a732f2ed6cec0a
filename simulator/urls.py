"""The simulator's pages."""

from django.urls import path

from simulator.laboratory import views as laboratory
from simulator.stepping import views as stepping
from simulator.training import views as training

app_name = "simulator"
urlpatterns = [
    path("", stepping.step, name="step"),
    path("train/", training.train, name="train"),
    path("experiments/", laboratory.experiments, name="experiments"),
    path("experiments/<slug:slug>/", laboratory.experiment, name="experiment"),
]
