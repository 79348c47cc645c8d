"""Standing queries, and the index that matches stories against them. Pure."""
