"""Kernels compiled by numba, which is an extra: it is loaded with the first kernel, not before."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import ParamSpec, TypeVar, cast

__all__ = ["can_compile", "compiled"]

P = ParamSpec("P")
R = TypeVar("R")


def can_compile() -> bool:
    """Tell whether numba is installed, without loading it."""
    return find_spec("numba") is not None


def compiled(kernel: Callable[P, R]) -> Callable[P, R]:
    """Return a kernel compiled at its first call, kept where ``NUMBA_CACHE_DIR`` says, if it does.

    Without a folder named for numba's cache nothing is written anywhere.

    Args:
        kernel: A function of arrays and numbers.
    """
    import numba  # noqa: PLC0415 - an extra, and slow to load

    cache = bool(getattr(numba.config, "CACHE_DIR", ""))
    made = numba.njit(nogil=True, error_model="numpy", cache=cache)(kernel)
    return cast("Callable[P, R]", made)
