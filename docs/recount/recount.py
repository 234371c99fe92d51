#!/usr/bin/env python3
"""Counts a vote again from its public file. Needs Python 3.10 or later and nothing else; shares no code with liancun.

    python3 recount.py FILE [--fingerprint HEX] [--code ABCD-EFGH-JKMN-PQRS]

FILE is the file from the result page. HEX is the fingerprint as printed on the notice, CODE a receipt: the program
then says what the ballot of that receipt is counted as. Ends with 0 when everything agrees, with 1 when not.
"""

import hashlib
import json
import sys

FORMAT, PLAIN, MAY_SAY = "liancun-vote-1", ("yes", "no", "abstain"), {"code", "said", "picks"}


def fingerprint(sheet):
    """SHA-256 of all but the fingerprint itself: keys sorted, no spaces, UTF-8."""
    rest = {key: value for key, value in sheet.items() if key != "fingerprint"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_valid(said, picks, sheet):
    """A word alone; or up to `most` different options; or for every option a grade from 0 to `most`."""
    places, most = len(sheet["options"]), sheet["most"]
    if said != "picks":
        return not picks and said in (PLAIN if sheet["kind"] == "yes_no" else ("abstain",))
    if sheet["kind"] == "rating":
        return len(picks) == places and all(0 <= grade <= most for grade in picks)
    different = len(set(picks)) == len(picks) and all(0 <= place < places for place in picks)
    return sheet["kind"] == "choice" and different and 1 <= len(picks) <= most


def count(sheet):
    """Votes for each word and option (of a rating: sums of grades), ballots that cannot be read, persons."""
    sums = dict.fromkeys((*PLAIN, "invalid"), 0) | {"options": [0] * len(sheet["options"])}
    for ballot in sheet["ballots"]:
        said, picks, votes = ballot["said"], ballot.get("picks", []), ballot.get("votes", 1)
        if said == "invalid" or not is_valid(said, picks, sheet):
            sums["invalid"] += votes
        elif said != "picks":
            sums[said] += votes
        elif sheet["kind"] == "rating":
            sums["options"] = [had + votes * grade for had, grade in zip(sums["options"], picks, strict=True)]
        else:
            sums["options"] = [had + votes * (place in picks) for place, had in enumerate(sums["options"])]
    for lot in (lot["counts"] for lot in sheet["lots"]):
        sums |= {word: sums[word] + lot[word] for word in (*PLAIN, "invalid")}
        sums["options"] = [had + more for had, more in zip(sums["options"], lot["options"], strict=True)]
    return sums


def faults(sheet, printed, code):
    """Sentences, one for each thing that does not agree."""
    own, sums, ballots, lots = fingerprint(sheet), count(sheet), sheet["ballots"], sheet["lots"]
    codes = [ballot["code"] for ballot in ballots if "code" in ballot]
    secret, words = sheet["method"] == "secret", (*PLAIN, "invalid")
    cast = len(ballots) + sum(lot["ballots"] for lot in lots)
    read = [sum(lot["counts"][word] for word in words) for lot in lots if sheet["kind"] == "yes_no"]
    wrong = {
        f"the file was changed: its fingerprint should be {own}": own != sheet["fingerprint"],
        "this is not the file whose fingerprint was printed": printed not in ("", own),
        f"{cast} ballots, {sheet['voted']} marks": cast != sheet["voted"],
        f"the roll has only {sheet['roll']} places": cast > sheet["roll"],
        "two ballots have the same code": len(set(codes)) != len(codes),
        "a secret ballot has no code": secret and len(codes) != len(ballots),
        "a secret ballot says more than its choice": secret and any(set(one) - MAY_SAY for one in ballots),
        "a box of papers does not add up": read != [lot["ballots"] for lot in lots][: len(read)],
        f"the count is {sums}; the file says {sheet['counts']}": sums != sheet["counts"],
        "the ballot of this receipt is not among those counted": code != "" and code not in codes,
    }
    return [sentence for sentence, is_so in wrong.items() if is_so]


def main(path, *rest):
    asked = dict(zip(rest[::2], rest[1::2], strict=True))
    with open(path, encoding="utf-8") as file:
        sheet = json.load(file)
    if sheet.get("format") != FORMAT:
        return print("This is no public file of a vote that this program knows.") or 1
    code = asked.get("--code", "").strip().upper()
    printed = asked.get("--fingerprint", "").replace(" ", "").lower()
    found, sums = faults(sheet, printed, code), count(sheet)
    print(sheet["body"], "-", sheet["question"])
    print(f"  ballots: {sheet['voted']} of {sheet['roll']} on the roll")
    for word, votes in [*zip(sheet["options"], sums["options"], strict=True), *sums.items()]:
        print(f"  {word}: {votes}" if word != "options" else "", end="\n" * (word != "options"))
    for ballot in sheet["ballots"]:
        print(f"  receipt {code}: {ballot}\n" * (code != "" and ballot.get("code") == code), end="")
    print("\n".join("WRONG: " + fault for fault in found) or "Everything agrees.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
