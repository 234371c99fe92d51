"""What a county decides about its books, as sections of its playbook."""

from liancun.contexts.ledger.playbook.charts import Chart, ChartAccount, Closing, chart_for, parent_code
from liancun.contexts.ledger.playbook.statements import (
    MEASURES,
    MeasureKey,
    StatementsSection,
    StatementTable,
    declare_statements,
    statements_section,
)
from liancun.contexts.ledger.playbook.tables import LedgerSection, Platform, check, declare, section_of

__all__ = [
    "MEASURES",
    "Chart",
    "ChartAccount",
    "Closing",
    "LedgerSection",
    "MeasureKey",
    "Platform",
    "StatementTable",
    "StatementsSection",
    "chart_for",
    "check",
    "declare",
    "declare_statements",
    "parent_code",
    "section_of",
    "statements_section",
]
