from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from quizzes.identifiers import AnyUUID


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Quizzes"

    def ready(self) -> None:
        register_converter(AnyUUID, "any_uuid")
        autodiscover_modules("triggers")  # as the admin finds each admin.py: they wait for migrations
