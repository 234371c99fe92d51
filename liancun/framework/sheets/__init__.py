"""Registers in and out by spreadsheet: declared once, template, reading, repairs, preview, commit; lists as files.

A context declares a `Layout` of `Column`s with a `Desk` in its `web/sheets.py` and offers it when the program
starts; everything else (template, pages, faults, jobs, the programs' door) follows from it.
"""

from liancun.framework.sheets.columns import Column, Value
from liancun.framework.sheets.layouts import Desk, Differing, Judgement, Layout, Values, find, offer, offered

__all__ = [
    "Column",
    "Desk",
    "Differing",
    "Judgement",
    "Layout",
    "Value",
    "Values",
    "find",
    "offer",
    "offered",
]
