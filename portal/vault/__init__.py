"""Encrypted fields and their keys: free text about people is unreadable in the database and in its backups.

Format: version (1 byte) | key id (4) | nonce (12) | AES-256-GCM ciphertext with its tag (16). The table, column, row
and context are authenticated beside it, so a value moved to another row, flipped or injected is not shown.
"""


class CannotBeShown(Exception):
    """A sealed value did not open: another row's, damaged, injected, or its key is lost. Never carries content."""


class KeyringUnavailable(CannotBeShown):
    """The keyring file is missing, readable by others, or not a keyring. Says which in one sentence."""
