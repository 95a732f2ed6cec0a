from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Quizzes"

    def ready(self) -> None:
        autodiscover_modules("triggers")  # as the admin finds each admin.py: they wait for migrations
