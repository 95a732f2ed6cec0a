"""Loads templates without the indentation that only their authors need: it is 1 to 2 % of a page as it is sent."""

import re

from django.template.base import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"\n\s+")


class Loader(filesystem.Loader):
    """Django's own loader of the folders in DIRS; what is put into a template keeps its spaces."""

    def get_contents(self, origin: Origin) -> str:
        return INDENTATION.sub("\n", super().get_contents(origin))
