"""How well articles are read: `make evaluate`. Needs the sets beside the project, ../shared."""
