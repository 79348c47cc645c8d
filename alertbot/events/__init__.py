"""Which stories are about one event. Pure."""
