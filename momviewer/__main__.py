"""The program's entry point: `momviewer` and `python -m momviewer`."""

import sys

from momviewer.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
