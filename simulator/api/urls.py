"""The simulator's routes under /api/."""

from django.urls import path

from simulator.api import doors, experiments, runs

urlpatterns = [
    path("simulator/trace/", doors.TraceView.as_view(), name="simulator-trace"),
    path("simulator/check/", doors.CheckView.as_view(), name="simulator-check"),
    path("simulator/runs/", runs.RunsView.as_view(), name="simulator-runs"),
    path("simulator/runs/<slug:hash>/", runs.RunView.as_view(), name="simulator-run"),
    path("simulator/experiments/", experiments.ExperimentsView.as_view(), name="simulator-experiments"),
    path("simulator/experiments/<slug:slug>/", experiments.ExperimentView.as_view(), name="simulator-experiment"),
]
