"""Built-in tools, which compute a result from the arguments of a call."""

from collections.abc import Callable, Mapping
from typing import Any


def echo(args: Mapping[str, Any]) -> Any:
    """Return the arguments."""
    return dict(args)


def add(args: Mapping[str, Any]) -> Any:
    """Return the sum of all numbers."""
    return sum(value for value in args.values() if isinstance(value, int | float))


def weather(args: Mapping[str, Any]) -> Any:
    """Return the weather of a city, always the same for the same city."""
    city = str(args.get("city", "Paris"))
    number = sum(map(ord, city))
    sky = ("Sunny", "Cloudy", "Foggy", "Rainy")[number % 4]
    return {"city": city, "condition": sky, "celsius": 10 + number % 20}


def search(args: Mapping[str, Any]) -> Any:
    """Return three search results for a query."""
    query = str(args.get("query", ""))
    return [
        {"title": f"Result {number} for {query}", "url": f"https://example.com/{number}"}
        for number in (1, 2, 3)
    ]


COMPUTED: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "add": add,
    "echo": echo,
    "search": search,
    "weather": weather,
}
