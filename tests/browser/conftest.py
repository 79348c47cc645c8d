"""The pages in a real browser. ALERTBOT_BROWSER is a Chromium.

Without it these tests are not collected; with it, a browser that cannot be had is a failure.
"""

import os

collect_ignore_glob = [] if os.environ.get("ALERTBOT_BROWSER") else ["test_*.py"]
