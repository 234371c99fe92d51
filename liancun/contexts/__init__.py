"""One folder, one bounded context; see docs/decisions for the floors."""
