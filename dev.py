#!/usr/bin/env python3
"""The one script of this project: `python3 dev.py run` and `python3 dev.py test`."""

import os
import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_chromium():
    """The path of a Chromium, or None: what CHROMIUM names, else the first one on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
