"""Static files under names that carry their hash, compressed once; imports between ES modules follow the names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Before collectstatic has run, as in the tests, a file has its plain name."""
        return super().stored_name(name) if self.hashed_files else name
