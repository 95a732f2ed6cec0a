"""The simulator's routes under /api/."""

from django.urls import path

from simulator import api, api_experiments, api_runs

urlpatterns = [
    path("simulator/trace/", api.TraceView.as_view(), name="simulator-trace"),
    path("simulator/check/", api.CheckView.as_view(), name="simulator-check"),
    path("simulator/runs/", api_runs.RunsView.as_view(), name="simulator-runs"),
    path("simulator/runs/<slug:hash>/", api_runs.RunView.as_view(), name="simulator-run"),
    path("simulator/experiments/", api_experiments.ExperimentsView.as_view(), name="simulator-experiments"),
    path("simulator/experiments/<slug:slug>/", api_experiments.ExperimentView.as_view(), name="simulator-experiment"),
]
