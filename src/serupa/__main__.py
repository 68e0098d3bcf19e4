"""``python -m serupa`` is the same as the command ``serupa``."""

import sys

from serupa.cli import main

sys.exit(main())
