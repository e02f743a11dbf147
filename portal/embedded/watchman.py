"""Outlives the supervisor by a moment: when it is killed, ends everything it had started.

Reads from a pipe that only the supervisor holds: "+pid began signal" for a process started, "-pid" for one that
ended, "." when all is well. When the pipe closes without the dot, the supervisor died; then what is left is stopped.
Run with -I -S by path, so it starts in a few milliseconds and holds no packages in memory.
"""

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from processes import Known, stop_all  # by path: the package's own __init__ is not needed

GRACE = 8.0


def main() -> None:
    """Listen until the pipe closes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    running: dict[int, Known] = {}
    for line in sys.stdin:
        if line.startswith("."):
            return
        pid, *rest = line[1:].split()
        if line.startswith("+"):
            running[int(pid)] = Known(int(pid), rest[0], int(rest[1]))
        else:
            running.pop(int(pid), None)
    stop_all(reversed(running.values()), GRACE)


if __name__ == "__main__":
    main()
