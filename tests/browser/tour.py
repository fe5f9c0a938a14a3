"""Turn the pictures of a tour into the small files of `docs/images`.

    PORTAL_TOUR=shots python -m pytest tests/browser/test_tour.py tests/browser/test_sign_in.py
    python tests/browser/tour.py shots

Only what `docs/tour.md` and the manuals show is taken over; what they no longer show is removed.
"""

import re
import sys
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = re.compile(r"images/([\w-]+)\.webp")
WIDEST = {1280: 900, 390: 390}  # pixels of the file by the width of the window
QUALITY = 46
TALLEST = 1.6  # times the width at a desk; a phone may be longer
TALLEST_PHONE = 3.8


def shown():
    """The names of the pictures that a page of the docs shows."""
    pages = [DOCS / "tour.md", *sorted((DOCS / "manual").glob("*.md"))]
    return {name for page in pages for name in SHOWN.findall(page.read_text(encoding="utf-8"))}


def shrink(source, target):
    """One picture, cut where it grows long, as WebP."""
    picture = Image.open(source).convert("RGB")
    window = int(source.stem.rpartition("-")[2])
    longest = int(window * (TALLEST_PHONE if window < 500 else TALLEST))
    picture = picture.crop((0, 0, picture.width, min(picture.height, longest)))
    width = WIDEST[window]
    picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    picture.save(target, "WEBP", quality=QUALITY, method=6)


def main(folder):
    """Take over what the docs show; name what is missing."""
    images = DOCS / "images"
    images.mkdir(exist_ok=True)
    wanted = shown()
    for old in images.glob("*.webp"):
        if old.stem not in wanted:
            old.unlink()
    missing = [name for name in sorted(wanted) if not (Path(folder) / f"{name}.png").exists()]
    for name in sorted(wanted.difference(missing)):
        shrink(Path(folder) / f"{name}.png", images / f"{name}.webp")
    size = sum(file.stat().st_size for file in images.glob("*.webp"))
    lines = [f"{len(wanted) - len(missing)} pictures, {size / 1e6:.2f} MB", *(f"missing: {name}" for name in missing)]
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
