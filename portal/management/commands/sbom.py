"""Prints a bill of materials (CycloneDX 1.5) of what a production installation holds."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

PIN = re.compile(r"^([a-z0-9._-]+)==([^\s;\\]+)", re.IGNORECASE | re.MULTILINE)


class Command(BaseCommand):
    """manage.py sbom > sbom.json"""

    help = "Print a CycloneDX bill of materials of requirements/base.txt and package-lock.json."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """One component per pinned package."""
        root = Path(settings.BASE_DIR)
        parts = [
            component("pypi", name.lower(), version)
            for name, version in PIN.findall((root / "requirements" / "base.txt").read_text())
        ]
        lock = json.loads((root / "package-lock.json").read_text())
        parts += [
            component("npm", path.rpartition("node_modules/")[2], entry["version"])
            for path, entry in lock["packages"].items()
            if path and not entry.get("dev")
        ]
        bill = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}
        self.stdout.write(json.dumps(bill, indent=1))


def component(registry: str, name: str, version: str) -> dict[str, str]:
    """One package."""
    where = f"pkg:{registry}/{name}@{version}"
    return {"type": "library", "bom-ref": where, "name": name, "version": version, "purl": where}
