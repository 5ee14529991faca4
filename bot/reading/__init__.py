"""An article's text becomes events."""
