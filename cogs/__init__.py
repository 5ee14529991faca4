"""Chat platforms: parse, acknowledge, call one function of `bot`, render."""
