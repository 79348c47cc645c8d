"""What people can ask for: commands in, replies out. Pure."""
