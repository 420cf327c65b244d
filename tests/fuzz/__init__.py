"""Readers given what nobody would write: each input ends with reports or a refusal.

`python -m tests.fuzz` (`make fuzz`) tries a million a reader; CI tries a part of the same inputs.
An input is known by its reader and its number, so that a failure can be made again."""
