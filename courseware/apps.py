from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class CoursewareConfig(AppConfig):
    name = "courseware"
    verbose_name = "People"


class StaticFiles(StaticFilesConfig):
    """Django's own, but the folder of the maths font is a Python package whose modules are not for the web."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "__pycache__", "*.py"]
