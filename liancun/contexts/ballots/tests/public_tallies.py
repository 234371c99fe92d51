"""Published votes with their published results: numbers only, each with its source."""

from __future__ import annotations

# United Nations Security Council, S/RES/1973 (17 March 2011): "10 in favour to none against, with 5 abstentions".
COUNCIL_IN_FAVOUR = (
    "Bosnia and Herzegovina",
    "Colombia",
    "France",
    "Gabon",
    "Lebanon",
    "Nigeria",
    "Portugal",
    "South Africa",
    "United Kingdom",
    "United States",
)
COUNCIL_ABSTAINING = ("Brazil", "China", "Germany", "India", "Russian Federation")

# Votes of the 27 member states in the Council of the European Union under the Treaty of Nice, 2007 to 2013;
# total 345 (summaries of EU legislation, "Weighting of votes in the Council").
NICE_VOTES = {
    "DE": 29, "FR": 29, "IT": 29, "UK": 29, "ES": 27, "PL": 27, "RO": 14, "NL": 13, "BE": 12, "CZ": 12, "EL": 12,
    "HU": 12, "PT": 12, "AT": 10, "BG": 10, "SE": 10, "DK": 7, "FI": 7, "IE": 7, "LT": 7, "SK": 7, "CY": 4,
    "EE": 4, "LU": 4, "LV": 4, "SI": 4, "MT": 3,
}  # fmt: skip
NICE_TOTAL = 345

# M. Lackner, P. Skowron: Multi-Winner Voting with Approval Preferences (Springer 2023), examples 1 and 2: twelve
# voters, eight candidates a to h; the scores of approval voting and, for four seats, the tie of d and f.
APPROVALS = ((3, "ab"), (3, "ac"), (2, "ad"), (1, "bcf"), (1, "e"), (1, "f"), (1, "g"))
APPROVAL_SCORES = {"a": 8, "b": 4, "c": 4, "d": 2, "e": 1, "f": 2, "g": 1, "h": 0}
# The same, example 6: eight voters, four candidates.
APPROVALS_6 = ((1, "ab"), (1, "abc"), (1, "abd"), (2, "acd"), (1, "b"), (1, "c"), (1, "d"))
APPROVAL_SCORES_6 = {"a": 5, "b": 4, "c": 4, "d": 4}

# The Tennessee capital example of score voting (English encyclopaedia, "Score voting"): per cent of voters and
# their grades 0 to 10 for Memphis, Nashville, Chattanooga, Knoxville.
CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
GRADES = ((42, (10, 4, 2, 0)), (26, (0, 10, 4, 2)), (15, (0, 6, 10, 6)), (17, (0, 5, 7, 10)))
GRADE_SUMS = {"Memphis": 420, "Nashville": 603, "Chattanooga": 457, "Knoxville": 312}
