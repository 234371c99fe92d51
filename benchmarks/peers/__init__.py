"""Other people's bookkeeping, each in a process of its own with an interpreter that has it. Never imported by us.

A program here gets one JSON on its command line and prints one JSON: figure → value. It measures itself: CPU of this
process per voucher as we measure our own, the rest by the clock.
"""
