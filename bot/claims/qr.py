"""A link as a QR code: a picture to show at the desk, or to print. A thread's work."""

import io

_DOT = 12
"""In pixels: some 400 across, sharp on a phone and on paper."""


def draw(link: str) -> bytes:
    """The picture, with the quiet border that readers need."""
    import segno  # not when the bot starts: hardly ever is one drawn

    file = io.BytesIO()
    segno.make_qr(link, error="m").save(file, kind="png", scale=_DOT, border=4)
    return file.getvalue()
