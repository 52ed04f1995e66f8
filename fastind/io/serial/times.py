"""Dates and times as plain values."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from fastind.errors import ParameterError


def datetime_parts(value: datetime) -> list[Any]:
    """What the clock shows, which of two equal hours it is, and the zone."""
    return [value.replace(tzinfo=None, fold=0).isoformat(), value.fold, zone_parts(value.tzinfo)]


def datetime_from(text: str, fold: int, zone: Any) -> datetime:
    """The same again."""
    return datetime.fromisoformat(text).replace(fold=fold, tzinfo=zone_from(zone))


def date_parts(value: date) -> str:
    """ISO text."""
    return value.isoformat()


def time_parts(value: time) -> list[Any]:
    """What the clock shows, which of two equal hours it is, and the zone."""
    return [value.replace(tzinfo=None, fold=0).isoformat(), value.fold, zone_parts(value.tzinfo)]


def time_from(text: str, fold: int, zone: Any) -> time:
    """The same again."""
    return time.fromisoformat(text).replace(fold=fold, tzinfo=zone_from(zone))


def span_parts(value: timedelta) -> list[int]:
    """As Python keeps it."""
    return [value.days, value.seconds, value.microseconds]


def zone_parts(zone: tzinfo | None) -> Any:
    """A zone's name, or its distance from UTC in microseconds, with a name that it was given."""
    if zone is None:
        return None
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    if isinstance(zone, timezone):
        offset = zone.utcoffset(None)
        distance, name = offset // timedelta(microseconds=1), zone.tzname(None)
        return distance if name == timezone(offset).tzname(None) else [distance, name]
    raise ParameterError(
        f"the time zone {zone!r} cannot be kept: use zoneinfo.ZoneInfo(...) or datetime.timezone"
    )


def zone_from(parts: Any) -> tzinfo | None:
    """The same again."""
    if parts is None:
        return None
    if isinstance(parts, str):
        return ZoneInfo(parts)
    if isinstance(parts, list):
        distance, name = parts
        return timezone(timedelta(microseconds=distance), name)
    return UTC if parts == 0 else timezone(timedelta(microseconds=parts))
