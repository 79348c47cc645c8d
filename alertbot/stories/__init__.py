"""What was published: stories, their canonical URLs, identity and freshness. Pure."""
