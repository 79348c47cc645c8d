"""Looks at everything a running bot needs and says the mend for each fault."""
