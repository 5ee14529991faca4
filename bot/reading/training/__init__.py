"""Training of the learned reader: `make train`. Needs torch, which nothing else does."""
