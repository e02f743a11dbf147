"""docker-compose.yml as data, with its $$ undone."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent


def compose() -> dict[str, Any]:
    """The whole file, merges done."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def config(name: str) -> str:
    """An inline file as a container gets it."""
    return str(compose()["configs"][name]["content"]).replace("$$", "$")


def run_steps(stage: int) -> list[str]:
    """The RUN lines of one stage of the Dockerfile."""
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    return [line[4:] for line in stages[stage].splitlines() if line.startswith("RUN ")]


def image_command() -> list[str]:
    """The CMD of the image."""
    line = next(line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("CMD "))
    command: list[str] = yaml.safe_load(line[4:])
    return command
