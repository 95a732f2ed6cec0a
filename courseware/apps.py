from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.module_loading import autodiscover_modules


class CoursewareConfig(AppConfig):
    name = "courseware"
    verbose_name = "People"

    def ready(self) -> None:
        autodiscover_modules("checks")  # as the admin finds each admin.py: checks hold rows, which are not ready above


class StaticFiles(StaticFilesConfig):
    """Django's own, but the folder of the maths font is a Python package whose modules are not for the web."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "__pycache__", "*.py"]
