"""Pictures: big enough, described by their own figures, nothing clipped or overlapping, drawn beside the event loop."""

import struct
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.composer import Composer
from bot.digests.pictures import artist, region_map, style
from bot.digests.pictures.artist import Artist
from bot.digests.pictures.drawing import Bars, Drawing, Mark, Matrix, Picture, RegionMap, Spot, Timeline
from bot.digests.pictures.drawn import draw
from bot.digests.pictures.geography import EAST, NORTH, SOUTH, WEST, land, spots
from bot.digests.pictures.groups import COOPERATION, FORCE, GROUPS, TALKS
from tests.digests.newsroom import PROTESTS, RAMMING, TREATY, Press
from tests.digests.test_composer import TODAY, replace_order

DAY = date(2026, 5, 4)
BARS = Bars(
    "Events a day", "4 to 10 May 2026, Asia/Tokyo", tuple(DAY + timedelta(days=n) for n in range(7)),
    ((COOPERATION, (3, 0, 1, 2, 0, 0, 1)), (FORCE, (0, 4, 0, 1, 0, 0, 0))),
)  # fmt: skip
MATRIX = Matrix("Who with whom", "May 2026", ("Japan", "China"), ("Fiji", "Japan", "Tonga"), ((2, 0, 1), (0, 3, 0)))
TIMELINE = Timeline(
    "China and the Philippines", "May 2026", DAY, DAY + timedelta(days=3),
    (
        Mark(DAY, FORCE, "China rammed a boat near Sabina Shoal"),
        Mark(DAY, TALKS, f"The Philippines called in the envoy of China {'and asked him at some length ' * 4}"),
        Mark(DAY + timedelta(days=3), COOPERATION, "Both will meet in Manila", done=False),
    ),
)  # fmt: skip
FIJI, JAPAN = Spot(178.0, -17.8, "Fiji", 5, COOPERATION), Spot(138.0, 36.0, "Japan", 2, TALKS)
MAP = RegionMap("Where it happened", "May 2026", (FIJI, JAPAN))
ALL = (BARS, MATRIX, TIMELINE, MAP)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("drawing", ALL, ids=lambda drawing: drawing.kind)
@pytest.mark.parametrize("palette", ["light", "dark"])
def test_each_picture_is_a_png_for_a_phone_and_light_enough_to_send(drawing: Drawing, palette: str) -> None:
    picture = draw(drawing, palette)
    assert size(picture.png) == (1200, 672)
    assert len(picture.png) < 400_000
    assert draw(drawing, palette).png == picture.png


def test_descriptions_tell_the_figures() -> None:
    told = {drawing.kind: draw(drawing, "light").alt for drawing in ALL}
    assert told["events-a-day"] == (
        "Bars of events a day from 4 May to 10 May 2026: 12 in all, most on 5 May (4). By kind: cooperation 7, force 5."
    )
    assert told["who-with-whom"] == (
        "Table of who did something with or to whom, by number of events: China to Japan 3; Japan to Fiji 2; "
        "Japan to Tonga 1."
    )
    assert told["map"] == "Map of the Indo-Pacific with the number of events by place: Fiji 5, Japan 2."
    assert "7 May, Both will meet in Manila (not told as done)" in told["timeline"]


@given(
    counts=st.lists(st.integers(1, 60), min_size=2, max_size=25),
    keys=st.permutations(sorted({(x, y) for _, x, y in spots().values()})),
)
@settings(max_examples=20, deadline=None)
def test_no_bubble_covers_another_and_all_stay_on_the_map(counts: list[int], keys: list[tuple[float, float]]) -> None:
    spread = zip(counts, keys, strict=False)
    places = tuple(Spot(x, y, f"Place {n}", count, GROUPS[n % 5]) for n, (count, (x, y)) in enumerate(spread))
    figure = style.frame("Map", "", style.PALETTES["light"])
    axes = figure.add_axes((0.04, 0.075, 0.615, 0.745))
    axes.set_xlim(WEST, EAST)
    axes.set_ylim(SOUTH, NORTH)
    bubbles = region_map.placed(axes, places, max(counts))
    for number, one in enumerate(bubbles):
        for other in bubbles[:number]:
            apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert apart >= (one.reach + other.reach) * 0.8


@given(words=st.text(max_size=200))
@settings(max_examples=15, deadline=None)
def test_any_words_fit_in_the_picture(words: str) -> None:
    figure = style.frame(words, words, style.PALETTES["dark"])
    for text in figure.texts:
        assert text.get_window_extent().x1 <= figure.bbox.width


def test_every_state_of_the_region_has_a_spot_on_the_map() -> None:
    from bot.knowledge.actors import gazetteer

    assert set(gazetteer().region("Indo-Pacific")) <= set(spots())
    assert all(WEST < x < EAST and SOUTH < y < NORTH for _, x, y in spots().values())
    assert len(land()) > 200


def test_the_colours_of_the_groups_differ_in_lightness() -> None:
    for palette in style.PALETTES.values():
        shades = sorted(_lightness(palette.groups[group]) for group in GROUPS)
        assert all(later - earlier > 4 for earlier, later in pairwise(shades))


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# The artist


async def test_pictures_are_drawn_in_a_process_of_their_own_and_kept() -> None:
    async with Artist() as own:
        first = await own.draw(MATRIX, "dark")
        assert first is not None
        assert first.png == draw(MATRIX, "dark").png
        assert await own.draw(MATRIX, "dark") is first


async def test_a_picture_that_cannot_be_drawn_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Artist() as own:
        assert await own.draw(replace(MATRIX, counts=()), "dark") is None
        assert await own.draw(MATRIX, "dark") is not None


async def test_a_digest_goes_with_the_picture_that_suits_it(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Drawing] = []

    class Painter(Artist):
        async def draw(self, drawing: Drawing, palette: str) -> Picture | None:
            drawn.append(drawing)
            return Picture(b"png", f"{drawing.kind} in {palette}")

    composer = Composer(press.store, Painter())
    await press.publish(TREATY, RAMMING, PROTESTS)
    digest = await composer.digest(replace_order(palette="dark"))
    assert digest.picture == b"png"
    assert [(picture.name, picture.description) for picture in digest.message.pictures] == [("map.png", "map in dark")]
    assert (await composer.digest(TODAY)).picture is None
    assert {spot.name for spot in drawn[0].spots} == {"South China Sea", "Fiji", "Myanmar"}  # type: ignore[union-attr]


def test_the_artists_module_does_not_load_matplotlib() -> None:
    import subprocess
    import sys

    code = f"import sys, {artist.__name__}, bot.digests.composer; print('matplotlib' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "False"
