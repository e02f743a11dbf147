"""Seals without end, for a test that kills it: `python -m tests.faults.sealing <batch>`."""

import sys

import django

django.setup()

from portal.audit.actions import sealing  # noqa: E402 - Django comes first

if __name__ == "__main__":
    sealing.BATCH = int(sys.argv[1])
    while True:
        sealing.seal()
