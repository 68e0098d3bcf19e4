"""A thousand generated requests for each operation: ``python -m tests.api_cases [HOW MANY]``.

The same test as in the suite (``tests/sentraki/api/test_description.py``) with more cases; prints
how many requests got which answer, and what broke the description.
"""

import os
import sys
from pathlib import Path

TEST = Path(__file__).parent / "sentraki" / "api" / "test_description.py"

if __name__ == "__main__":
    import pytest

    os.environ["SENTRAKI_API_CASES"] = sys.argv[1] if len(sys.argv) > 1 else "1000"
    sys.exit(pytest.main(["-q", "-s", "--tb=short", "--show-capture=no", str(TEST)]))
