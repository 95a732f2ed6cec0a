"""The simulator's routes under /api/."""

from django.urls import path

from simulator import api

urlpatterns = [
    path("simulator/trace/", api.TraceView.as_view(), name="simulator-trace"),
    path("simulator/check/", api.CheckView.as_view(), name="simulator-check"),
]
