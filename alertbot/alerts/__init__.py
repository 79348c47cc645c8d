"""What is told to whom: alerts, their evidence, and the plan for delivering them. Pure."""
