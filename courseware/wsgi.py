"""The door for a WSGI server: `granian --interface wsgi courseware.wsgi:application`."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseware.settings")
application = get_wsgi_application()

# Rows can be asked only once the application stands, and these modules hold rows.
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from courseware.demonstration import REFUSAL, is_refused  # noqa: E402

if is_refused(serves_demo=settings.DEMO):
    sys.exit(REFUSAL)
connection.close()
