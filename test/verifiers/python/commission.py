"""Recomputation of a calculation (core/domain/commission/commission.md). Cents ex GST, basis points; integers only."""

from canonical import jcs, sha256_hex

LIMIT = 9_999_999_999


class Uncomputable(Exception):
    """A refusal of the definition; the message is its name."""


def _share(amount, bps):
    product = amount * bps
    quotient, remainder = divmod(product, 10000)
    if remainder == 0:
        outcome, cents = "exact", quotient
    elif remainder < 5000:
        outcome, cents = "down", quotient
    elif remainder > 5000:
        outcome, cents = "up", quotient + 1
    elif quotient % 2 == 0:
        outcome, cents = "tie-down", quotient
    else:
        outcome, cents = "tie-up", quotient + 1
    return {
        "amount": amount, "bps": bps, "product": product, "divisor": 10000, "quotient": quotient,
        "remainder": remainder, "rounding": "half-even", "outcome": outcome, "cents": cents,
    }


def _gst(amount):
    quotient, remainder = divmod(amount, 10)
    outcome = "exact" if remainder == 0 else "down" if remainder < 5 else "tie-up" if remainder == 5 else "up"
    return {
        "amount": amount, "divisor": 10, "quotient": quotient, "remainder": remainder,
        "rounding": "half-up", "outcome": outcome, "cents": quotient + (1 if remainder >= 5 else 0),
    }


def compute(rule, trigger, number, earlier, gst):
    """The whole calculation as a JSON value; raises Uncomputable."""
    kind, paid = trigger["kind"], rule["commission"]
    if not 0 <= number <= 9999:
        raise Uncomputable("number-out-of-range")
    if kind != rule["trigger"]:
        raise Uncomputable("trigger-does-not-match-rule")
    if kind == "qualified":
        if number > 0:
            raise Uncomputable("rule-pays-on-qualification-only")
        if paid["kind"] == "percentage" or (rule["platform"]["of"] == "base" and rule["platform"]["bps"] > 0):
            raise Uncomputable("rule-needs-income")
    if number == 0 and earlier != 0:
        raise Uncomputable("earlier-commission-before-first")
    if kind == "settled" and trigger["net"] > trigger["gross"]:
        raise Uncomputable("net-above-gross")
    lines = []

    def add(step, clause, **fields):
        clauses = rule["clauses"]
        if "roundingClause" in fields:
            fields["roundingClause"] = clauses[fields["roundingClause"]]["ref"]
        lines.append({"line": len(lines) + 1, "step": step, "clause": clauses[clause]["ref"], **fields})

    settled = kind == "settled"
    base = trigger[rule["base"]] if settled else 0
    if settled:
        add("base", "base", of=rule["base"], cents=base)
    else:
        add("no-income", "base")
    if paid["kind"] == "percentage":
        line = _share(base, paid["bps"])
        commission = line["cents"]
        add("commission-share", "commission", **line, roundingClause="rounding")
    elif number == 0:
        commission = paid["cents"]
        add("commission-flat", "commission", cents=commission)
    else:
        commission = 0
        add("commission-flat-once", "commission", cents=0)
    if "cap" in rule:
        before, commission = commission, min(commission, max(0, rule["cap"] - earlier))
        clause = "cap" if "cap" in rule["clauses"] else "commission"
        add("commission-cap", clause, cap=rule["cap"], earlier=earlier, before=before, cut=before - commission, cents=commission)
    of = rule["platform"]["of"]
    line = _share(base if of == "base" else commission, rule["platform"]["bps"])
    platform = line["cents"]
    add("platform-share", "platform", of=of, **line, roundingClause="platformRounding")
    keeps = 0
    if settled:
        if platform > base:
            add("platform-limit", "order", available=base, before=platform, cut=platform - base, cents=base)
            platform = base
        left = base - platform
        if commission > left:
            add("commission-limit", "order", available=left, before=commission, cut=commission - left, cents=left)
            commission = left
        keeps = left - commission
    add("keeps", "order", cents=keeps)

    def tax(step, registered, amount, clause, rounding, reason):
        if not registered:
            add(step + "-none", clause, reason=reason)
            return 0
        line = _gst(amount)
        add(step, clause, **line, roundingClause=rounding)
        return line["cents"]

    commission_gst = tax(
        "commission-gst", gst["referrer"] == "registered", commission, "gst", "gstRounding", "referrer-not-registered"
    )
    platform_gst = tax(
        "platform-gst", gst["office"] == "registered", platform, "platformGst", "platformGst", "office-not-registered"
    )
    totals = (commission + commission_gst, platform + platform_gst)
    if max(totals) > LIMIT or (not settled and commission + platform > LIMIT):
        raise Uncomputable("total-over-limit")
    return {
        "v": 1, "currency": "AUD",
        "rule": {"id": rule["rule"], "version": rule["version"], "hash": sha256_hex(jcs(rule))},
        "trigger": trigger, "number": number, "earlierCommission": earlier, "gst": gst, "lines": lines,
        "result": {
            "base": base, "divided": base if settled else commission + platform,
            "commission": commission, "platform": platform, "keeps": keeps,
            "gstEstimate": {"method": "taxable-supply", "commission": commission_gst, "platform": platform_gst},
            "referrerTotal": totals[0], "platformTotal": totals[1],
        },
    }
