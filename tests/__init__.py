"""What must hold, by room; fundamentals read first."""
