"""Errors that a person can act on: each is one line that says what, where and what to do."""

from __future__ import annotations


class HyperionError(Exception):
    """Base of every error shown as one line, without a traceback."""


class SettingsError(HyperionError):
    """A setting has a value that is not allowed; the message names the variable, the value and what is."""


class InputError(HyperionError):
    """A source file or folder cannot be used as it is."""


class ServiceError(HyperionError):
    """A service (broker, database, engine) is missing, cannot start or does not answer."""


class RangeError(HyperionError):
    """An offset range cannot be landed: a gap, an overlap, or records that the broker no longer holds."""


class StorageError(HyperionError):
    """The lake cannot be read or written: full, read-only or damaged."""


class CutError(HyperionError):
    """Tables of different cuts were about to be combined."""
