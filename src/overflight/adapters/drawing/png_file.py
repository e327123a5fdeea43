"""Turn a drawing into a picture of points, as programs that show no SVG want it."""

from __future__ import annotations

from overflight.errors import UsageError

__all__ = ["png_of"]


def png_of(svg: str, *, wide: int = 1920) -> bytes:
    """Return a drawing as PNG, its letters in the fonts of the system.

    Args:
        svg: The drawing.
        wide: Width in pixels.

    Raises:
        UsageError: What draws it is not installed.
    """
    try:
        from resvg_py import svg_to_bytes  # noqa: PLC0415 - an extra
    except ImportError as fault:
        raise UsageError(
            "E-EXTRA",
            where="--png",
            expected="the extra overflight[reports], which holds resvg_py",
            found="resvg_py is not installed",
            remedy="Run: pip install 'overflight[reports]', or draw with --svg.",
        ) from fault
    return bytes(svg_to_bytes(svg_string=svg, width=wide))
