"""The learned reader: one pass of a small encoder finds acts, their classes, statuses and arguments in running text.

It needs onnxruntime and tokenizers; how it is trained is in `bot.reading.training`. Nothing here knows the parser, the
actors or the calendar: what comes out are `Frame`s, places in the text.
"""
