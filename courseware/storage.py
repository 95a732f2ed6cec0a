"""Static files under names that carry their hash, compressed once; imports between ES modules follow the names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
