"""python3 -m tools COMMAND: says so in one sentence when this Python is too old or the work cannot be done.

This file keeps to words that every Python 3 can read, so that an old one gets as far as the sentence.
"""

import sys


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where the older ones are sent away
        sys.stderr.write(
            "Python 3.11 or newer is needed, and "
            + (sys.executable or "this Python")
            + " is "
            + ".".join(str(part) for part in sys.version_info[:3])
            + ": install a newer one and name it, as in: make run PYTHON=python3.12\n"
        )
        return 1
    from tools import commands

    return commands.main(sys.argv[1:])


sys.exit(main())
