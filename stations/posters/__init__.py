"""What is printed of a code: a picture for a phone, a poster on A4, cards to cut out."""

from stations.posters.drawing import draw
from stations.posters.facts import Poster, posters_of
from stations.posters.picture import picture

__all__ = ["Poster", "draw", "picture", "posters_of"]
