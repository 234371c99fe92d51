"""Writes: plannings asked for and worked, plans kept, applications handed in, judged and ended by a decided matter."""
