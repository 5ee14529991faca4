"""What a picture shows, in words made from the same figures: for those who do not see it."""

from bot.digests.pictures.drawing import Bars, Drawing, Matrix, RegionMap, Timeline

MOST_TOLD = 8
"""Of many bars, cells, marks or places the first so many are told; a description must stay bearable to listen to."""


def describe(drawing: Drawing) -> str:
    """Describe a picture in one to three sentences."""
    if isinstance(drawing, Bars):
        return _bars(drawing)
    if isinstance(drawing, Matrix):
        return _matrix(drawing)
    if isinstance(drawing, Timeline):
        return _timeline(drawing)
    return _map(drawing)


def _bars(drawing: Bars) -> str:
    totals = [sum(counts[place] for _, counts in drawing.groups) for place in range(len(drawing.days))]
    highest = max(range(len(totals)), key=lambda place: (totals[place], -place))
    by_group = ", ".join(f"{name.lower()} {sum(counts)}" for name, counts in drawing.groups)
    first, last = drawing.days[0], drawing.days[-1]
    return (
        f"Bars of events a day from {first.day} {first:%B} to {last.day} {last:%B %Y}: {sum(totals)} in all, most on "
        f"{drawing.days[highest].day} {drawing.days[highest]:%B} ({totals[highest]}). By kind: {by_group}."
    )


def _matrix(drawing: Matrix) -> str:
    cells = [
        (count, row, column)
        for row, counts in enumerate(drawing.counts)
        for column, count in enumerate(counts)
        if count
    ]
    cells.sort(key=lambda cell: (-cell[0], cell[1], cell[2]))
    told = "; ".join(
        f"{drawing.rows[row]} to {drawing.columns[column]} {count}" for count, row, column in cells[:MOST_TOLD]
    )
    return f"Table of who did something with or to whom, by number of events: {told}."


def _timeline(drawing: Timeline) -> str:
    told = "; ".join(
        f"{mark.day.day} {mark.day:%B}, {mark.label}{'' if mark.done else ' (not told as done)'}"
        for mark in drawing.marks[:MOST_TOLD]
    )
    return f"{drawing.title}, day by day: {told}."


def _map(drawing: RegionMap) -> str:
    told = ", ".join(f"{spot.name} {spot.count}" for spot in drawing.spots[:MOST_TOLD])
    more = len(drawing.spots) - MOST_TOLD
    others = f", and {more} more places" if more > 0 else ""
    return f"Map of the Indo-Pacific with the number of events by place: {told}{others}."
