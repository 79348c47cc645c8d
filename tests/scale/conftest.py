"""What needs network namespaces is only collected where they are allowed."""

from tests.made.namespaces import allowed

collect_ignore = [] if allowed() else ["test_machines.py"]
