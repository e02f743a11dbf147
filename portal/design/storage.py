"""Static files with hashed names, compressed, cached for a year; by plain names until they have been collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Before `collectstatic` (tests, a developer's first page) an address is the file's plain name."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name, or the plain one when nothing has been collected yet."""
        if not self.hashed_files:
            return name
        stored: str = super().stored_name(name)
        return stored
