"""The simulator's pages."""

from django.urls import path

from simulator import views

app_name = "simulator"
urlpatterns = [path("", views.step, name="step")]
