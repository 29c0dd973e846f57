"""Second opinion on commission, written from core/domain/commission/commission.md alone.

Reads one JSON input a line from standard input; a line without "rule" is under the rule of the line before. Writes for each
the SHA-256 of the canonical bytes of its calculation, or of {"refused": code}. With --show it writes the canonical JSON.
"""

import hashlib
import json
import sys
from fractions import Fraction
from math import floor

LIMIT = 9_999_999_999


class Refused(Exception):
    pass


def canonical(value):
    # All keys of these formats are ASCII, so code point order is the UTF-16 order of RFC 8785.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def nearest(numerator, divisor, tie):
    """The printed division and the rounded figure, by exact rational arithmetic."""
    exact = Fraction(numerator, divisor)
    low = floor(exact)
    distance = exact - low
    half = Fraction(1, 2)
    if distance == 0:
        outcome, rounded = "exact", low
    elif distance < half:
        outcome, rounded = "down", low
    elif distance > half:
        outcome, rounded = "up", low + 1
    else:
        rounded = low + 1 if tie == "half-up" or low % 2 else low
        outcome = "tie-up" if rounded > low else "tie-down"
    fields = {
        "divisor": divisor,
        "quotient": low,
        "remainder": numerator - low * divisor,
        "rounding": tie,
        "outcome": outcome,
        "cents": rounded,
    }
    return fields, rounded


class Sheet:
    def __init__(self, rule):
        self.clauses = rule["clauses"]
        self.lines = []

    def ref(self, name):
        return self.clauses[name]["ref"]

    def add(self, step, clause, **fields):
        self.lines.append({"line": len(self.lines) + 1, "step": step, "clause": self.ref(clause), **fields})

    def share(self, step, clause, rounding, amount, bps, **more):
        fields, rounded = nearest(amount * bps, 10_000, "half-even")
        self.add(step, clause, amount=amount, bps=bps, product=amount * bps, roundingClause=self.ref(rounding), **fields, **more)
        return rounded

    def limit(self, step, before, available):
        granted = min(before, available)
        if granted < before:
            self.add(step, "order", available=available, before=before, cut=before - granted, cents=granted)
        return granted

    def gst(self, step, clause, rounding, amount):
        fields, rounded = nearest(amount, 10, "half-up")
        self.add(step, clause, amount=amount, roundingClause=self.ref(rounding), **fields)
        return rounded


def refuse_early(rule, trigger, number, earlier):
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 9999:
        raise Refused("number-out-of-range")
    if rule["trigger"] != trigger["kind"]:
        raise Refused("trigger-does-not-match-rule")
    if trigger["kind"] == "qualified":
        if number > 0:
            raise Refused("rule-pays-on-qualification-only")
        platform = rule["platform"]
        if rule["commission"]["kind"] == "percentage" or (platform["of"] == "base" and platform["bps"] > 0):
            raise Refused("rule-needs-income")
    if number == 0 and earlier > 0:
        raise Refused("earlier-commission-before-first")
    if trigger["kind"] == "settled" and trigger["net"] > trigger["gross"]:
        raise Refused("net-above-gross")


def compute(rule, rule_hash, case):
    trigger, number, earlier, gst = (case[k] for k in ("trigger", "number", "earlierCommission", "gst"))
    refuse_early(rule, trigger, number, earlier)
    sheet = Sheet(rule)
    settled = trigger["kind"] == "settled"

    base = trigger[rule["base"]] if settled else 0
    if settled:
        sheet.add("base", "base", of=rule["base"], cents=base)
    else:
        sheet.add("no-income", "base")

    wanted = rule["commission"]
    if wanted["kind"] == "percentage":
        commission = sheet.share("commission-share", "commission", "rounding", base, wanted["bps"])
    else:
        commission = wanted["cents"] if number == 0 else 0
        sheet.add("commission-flat" if number == 0 else "commission-flat-once", "commission", cents=commission)

    if "cap" in rule:
        before = commission
        commission = min(before, max(0, rule["cap"] - earlier))
        clause = "cap" if "cap" in rule["clauses"] else "commission"
        sheet.add("commission-cap", clause, cap=rule["cap"], earlier=earlier, before=before, cut=before - commission, cents=commission)

    fee = rule["platform"]
    platform = sheet.share(
        "platform-share", "platform", "platformRounding", base if fee["of"] == "base" else commission, fee["bps"], of=fee["of"]
    )

    if settled:
        platform = sheet.limit("platform-limit", platform, base)
        commission = sheet.limit("commission-limit", commission, base - platform)
        keeps = base - platform - commission
    else:
        keeps = 0
    sheet.add("keeps", "order", cents=keeps)

    if gst["referrer"] == "registered":
        commission_gst = sheet.gst("commission-gst", "gst", "gstRounding", commission)
    else:
        commission_gst = 0
        sheet.add("commission-gst-none", "gst", reason="referrer-not-registered")
    if gst["office"] == "registered":
        platform_gst = sheet.gst("platform-gst", "platformGst", "platformGst", platform)
    else:
        platform_gst = 0
        sheet.add("platform-gst-none", "platformGst", reason="office-not-registered")

    divided = commission + platform + keeps
    totals = (divided, commission + commission_gst, platform + platform_gst)
    if max(totals) > LIMIT:
        raise Refused("total-over-limit")

    return {
        "v": 1,
        "currency": "AUD",
        "rule": {"id": rule["rule"], "version": rule["version"], "hash": rule_hash},
        "trigger": trigger,
        "number": number,
        "earlierCommission": earlier,
        "gst": gst,
        "lines": sheet.lines,
        "result": {
            "base": base,
            "divided": divided,
            "commission": commission,
            "platform": platform,
            "keeps": keeps,
            "gstEstimate": {"method": "taxable-supply", "commission": commission_gst, "platform": platform_gst},
            "referrerTotal": totals[1],
            "platformTotal": totals[2],
        },
    }


def answer(rule, rule_hash, case):
    try:
        return canonical(compute(rule, rule_hash, case))
    except Refused as refusal:
        return canonical({"refused": str(refusal)})


def main():
    show = "--show" in sys.argv[1:]
    rule, rule_hash = None, None
    for line in sys.stdin.buffer:
        case = json.loads(line)
        if "rule" in case:
            rule = case["rule"]
            rule_hash = hashlib.sha256(canonical(rule)).hexdigest()
        result = answer(rule, rule_hash, case)
        sys.stdout.write((result.decode("utf-8") if show else hashlib.sha256(result).hexdigest()) + "\n")


if __name__ == "__main__":
    main()
