"""Where articles and structured events come from."""
