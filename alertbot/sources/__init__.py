"""The ways in: fetch a feed safely and read it. Edge."""
