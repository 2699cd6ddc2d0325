"""``python -m loket``: the command line from the source tree."""

from loket.cli import main

main()
