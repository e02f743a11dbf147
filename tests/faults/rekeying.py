"""`manage.py rekey` in small batches, for a test that kills it: `python -m tests.faults.rekeying <batch>`."""

import sys

import django

django.setup()

from portal.vault import actions  # noqa: E402 - Django comes first

if __name__ == "__main__":
    actions.BATCH = int(sys.argv[1])
    actions.rekey()
