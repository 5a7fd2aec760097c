"""Answers of a method kept with the object that gave them: a cache of the function's own would keep every object for ever."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def remembered(method: Callable[..., Answer]) -> Callable[..., Answer]:
    """The method, its answers computed once for each object and arguments."""
    name = f"_remembered_{method.__name__}"

    @wraps(method)
    def answer(self: Any, *arguments: Any) -> Answer:
        kept = self.__dict__.setdefault(name, {})
        if arguments not in kept:
            kept[arguments] = method(self, *arguments)
        return kept[arguments]

    return answer
