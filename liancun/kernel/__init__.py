"""Pure Python that every storey above may use: no Django, no third-party imports, no clock, no input."""
