"""Checks that were written by somebody else. ALERTBOT_PARTS names the folder they are in.

Without it these tests are not collected; with it, a part that is missing is a failure.
"""

import os

collect_ignore_glob = [] if os.environ.get("ALERTBOT_PARTS") else ["test_*.py"]
