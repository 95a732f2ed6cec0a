#!/usr/bin/env python
"""Django's command line for this site: `python manage.py help`."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from simulator.outages import why_unreachable

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseware.settings")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        if reason := why_unreachable():
            sys.exit(reason)
        raise
