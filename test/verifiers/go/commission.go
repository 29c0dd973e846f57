package main

const centsLimit = 9999999999

// calculation builds the lines of core/domain/commission/commission.md one by one.
type calculation struct {
	clauses any
	lines   []any
}

func (c *calculation) add(step, clause string, fields map[string]any) {
	fields["line"], fields["step"], fields["clause"] = len(c.lines)+1, step, text(c.clauses, clause, "ref")
	c.lines = append(c.lines, fields)
}

// divide rounds amount·factor/divisor and returns the rounded value with the fields of its line.
func divide(product, divisor int64, half string) (int64, map[string]any) {
	quotient, remainder := product/divisor, product%divisor
	cents, outcome := quotient, "exact"
	switch {
	case remainder == 0:
	case 2*remainder < divisor:
		outcome = "down"
	case 2*remainder > divisor:
		cents, outcome = quotient+1, "up"
	case half == "half-even" && quotient%2 == 0:
		outcome = "tie-down"
	default:
		cents, outcome = quotient+1, "tie-up"
	}
	return cents, map[string]any{
		"divisor": divisor, "quotient": quotient, "remainder": remainder, "rounding": half, "outcome": outcome, "cents": cents,
	}
}

func (c *calculation) share(step, clause, rounding string, amount, bps int64, of string) int64 {
	cents, fields := divide(amount*bps, 10000, "half-even")
	fields["amount"], fields["bps"], fields["product"] = amount, bps, amount*bps
	fields["roundingClause"] = text(c.clauses, rounding, "ref")
	if of != "" {
		fields["of"] = of
	}
	c.add(step, clause, fields)
	return cents
}

func (c *calculation) tax(step, clause, rounding, who, status string, amount int64) int64 {
	if status != "registered" {
		c.add(step+"-none", clause, map[string]any{"reason": who + "-not-registered"})
		return 0
	}
	cents, fields := divide(amount, 10, "half-up")
	fields["amount"], fields["roundingClause"] = amount, text(c.clauses, rounding, "ref")
	c.add(step, clause, fields)
	return cents
}

// limited cuts an amount to what is available and says so only when it cuts.
func (c *calculation) limited(step string, amount, available int64) int64 {
	if amount <= available {
		return amount
	}
	c.add(step, "order", map[string]any{"available": available, "before": amount, "cut": amount - available, "cents": available})
	return available
}

// compute returns the calculation, or the name of the refusal.
func compute(rule, trigger, gst map[string]any, sequence, earlier int64) (map[string]any, string) {
	settled := text(trigger, "kind") == "settled"
	percentage := text(rule, "commission", "kind") == "percentage"
	platformOf, platformBps := text(rule, "platform", "of"), number(rule, "platform", "bps")
	switch {
	case sequence < 0 || sequence > 9999:
		return nil, "number-out-of-range"
	case text(rule, "trigger") != text(trigger, "kind"):
		return nil, "trigger-does-not-match-rule"
	case !settled && sequence > 0:
		return nil, "rule-pays-on-qualification-only"
	case !settled && (percentage || (platformOf == "base" && platformBps > 0)):
		return nil, "rule-needs-income"
	case sequence == 0 && earlier != 0:
		return nil, "earlier-commission-before-first"
	case settled && number(trigger, "net") > number(trigger, "gross"):
		return nil, "net-above-gross"
	}
	c := &calculation{clauses: rule["clauses"]}
	var base, commission, keeps int64
	if settled {
		base = number(trigger, text(rule, "base"))
		c.add("base", "base", map[string]any{"of": text(rule, "base"), "cents": base})
	} else {
		c.add("no-income", "base", map[string]any{})
	}
	if percentage {
		commission = c.share("commission-share", "commission", "rounding", base, number(rule, "commission", "bps"), "")
	} else if sequence > 0 {
		c.add("commission-flat-once", "commission", map[string]any{"cents": 0})
	} else {
		commission = number(rule, "commission", "cents")
		c.add("commission-flat", "commission", map[string]any{"cents": commission})
	}
	if has(rule, "cap") {
		limit, clause, before := number(rule, "cap"), "commission", commission
		left := limit - earlier
		if left < 0 {
			left = 0
		}
		if has(c.clauses, "cap") {
			clause = "cap"
		}
		if commission > left {
			commission = left
		}
		c.add("commission-cap", clause, map[string]any{
			"cap": limit, "earlier": earlier, "before": before, "cut": before - commission, "cents": commission,
		})
	}
	of := commission
	if platformOf == "base" {
		of = base
	}
	platform := c.share("platform-share", "platform", "platformRounding", of, platformBps, platformOf)
	if settled {
		platform = c.limited("platform-limit", platform, base)
		commission = c.limited("commission-limit", commission, base-platform)
		keeps = base - platform - commission
	}
	c.add("keeps", "order", map[string]any{"cents": keeps})
	commissionTax := c.tax("commission-gst", "gst", "gstRounding", "referrer", text(gst, "referrer"), commission)
	platformTax := c.tax("platform-gst", "platformGst", "platformGst", "office", text(gst, "office"), platform)
	if commission+commissionTax > centsLimit || platform+platformTax > centsLimit || (!settled && commission+platform > centsLimit) {
		return nil, "total-over-limit"
	}
	return map[string]any{
		"v": 1, "currency": "AUD", "trigger": trigger, "number": sequence, "earlierCommission": earlier, "gst": gst, "lines": c.lines,
		"rule": map[string]any{"id": rule["rule"], "version": rule["version"], "hash": shaHex(jcs(rule))},
		"result": map[string]any{
			"base": base, "divided": platform + commission + keeps, "commission": commission, "platform": platform, "keeps": keeps,
			"gstEstimate":   map[string]any{"method": "taxable-supply", "commission": commissionTax, "platform": platformTax},
			"referrerTotal": commission + commissionTax, "platformTotal": platform + platformTax,
		},
	}, ""
}
