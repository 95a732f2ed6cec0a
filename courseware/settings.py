"""Settings of the site. What differs between machines is a variable of the environment (docs/operators.md)."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from courseware.database_address import database, sqlite
from courseware.environment import EnvironmentFault, cores, flag, number, secret_key, words

# Tiny networks gain nothing from BLAS threads, and two workers on one small machine lose by them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))
RUNS_DIR = DATA_DIR / "runs"  # what the processes of one machine share: whose turn it is, and how often one came
COURSE_DIR = Path(os.environ.get("COURSE_DIR", BASE_DIR / "courseware" / "content"))

DEBUG = flag(os.environ, "DEBUG")
DEMO = flag(os.environ, "GRADED_DESCENT_DEMO")
HTTPS = flag(os.environ, "HTTPS")
BEHIND_PROXY = flag(os.environ, "BEHIND_PROXY")
ALLOWED_HOSTS = words(os.environ, "ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words(os.environ, "CSRF_TRUSTED_ORIGINS", "")

try:
    SECRET_KEY = secret_key(os.environ, DATA_DIR)
    RUNS_AT_ONCE = number(os.environ, "RUNS_AT_ONCE", cores())
    PASSWORDS_AT_ONCE = number(os.environ, "PASSWORDS_AT_ONCE", max(cores() - 1, 1))  # a core stays for pages
    WRONG_PASSWORDS = number(os.environ, "WRONG_PASSWORDS", 300)  # a minute from one address
    NEW_PEOPLE = number(os.environ, "NEW_PEOPLE", 300)  # in ten minutes from one address
    FILM_BYTES = number(os.environ, "FILMS_MB", 256) * 1024 * 1024
    DATABASES = {
        "default": database(os.environ["DATABASE_URL"])
        if os.environ.get("DATABASE_URL")
        else sqlite(DATA_DIR / "site.sqlite3")
    }
except EnvironmentFault as fault:
    raise ImproperlyConfigured(str(fault)) from fault

INSTALLED_APPS = [
    "courseware.apps.CoursewareConfig",
    "quizzes",
    "simulator",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "courseware.apps.StaticFiles",
    "axes",
    "csp",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
]

MIDDLEWARE = [
    "courseware.middleware.arrival",
    *(["courseware.middleware.visitor_address"] if BEHIND_PROXY else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "courseware.middleware.Packed",
    "courseware.middleware.SamePolicy",
    "courseware.middleware.private",
    "courseware.middleware.whole_bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "courseware.middleware.local_time",
    "courseware.middleware.Outages",
    "courseware.middleware.BrokenChapters",
    "courseware.closed_simulator.ClosedSimulator",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "courseware.urls"
WSGI_APPLICATION = "courseware.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["courseware.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# People
AUTH_USER_MODEL = "courseware.User"
AUTHENTICATION_BACKENDS = [
    "courseware.passwords.AxesWithinBudget",
    "courseware.passwords.PasswordBackend",
    "django.contrib.auth.backends.ModelBackend",  # whose name the sessions of guests have
]
PASSWORD_HASHERS = ["courseware.passwords.Argon2", "courseware.passwords.PBKDF2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "courseware:sign-in"
LOGIN_REDIRECT_URL = "courseware:home"
LOGOUT_REDIRECT_URL = "courseware:home"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_USERNAME_CALLABLE = "courseware.names.key_of_attempt"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "courseware/locked_out.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = False

CSRF_FAILURE_VIEW = "courseware.views.csrf_failure"

# Words and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "courseware.storage.MathsFonts"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "courseware.storage.ModuleStorage"},
}

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

# Doors for programs
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],  # deny; each door says who may
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["simulator.api.strict_json.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "simulator.api.errors.answer_with_error",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Graded Descent",
    "DESCRIPTION": "Chapters, quizzes and a network that computes every answer.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "PATH_CONVERTER_OVERRIDES": {"any_uuid": {"type": "string", "format": "uuid"}},
    "ENUM_NAME_OVERRIDES": {"ResponseKindEnum": ["save", "check"]},  # two doors take answers
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "courseware.middleware.RequestName"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {request_id} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
