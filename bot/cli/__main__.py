"""`python -m bot.cli` is the same as `sealane`."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
