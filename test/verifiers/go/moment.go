package main

// moment is where an event stands against the register (section 5.4): statements go by index, what ends or changes something by place.
type moment struct {
	g   *register
	e   *event
	own bool // by its own place alone
}

func (g *register) at(e *event) moment { return moment{g: g, e: e} }

// after says whether the register event with this index stands before the event.
func (m moment) after(entry int64) bool {
	if entry == m.e.index {
		return false
	}
	other, placed := m.g.places[entry]
	if !placed {
		return entry < m.e.index
	}
	own, there := m.g.places[m.e.index]
	if !m.own {
		own, there = m.g.position(m.e)
	}
	if !there {
		return entry < m.e.index
	}
	return other <= own
}

// standsBefore compares two entries by their own places where both have one, else by index.
func (g *register) standsBefore(one, other int64) bool {
	a, first := g.places[one]
	b, second := g.places[other]
	if first && second {
		return a < b
	}
	return one < other
}

func (g *register) party(keyid string) string {
	key := g.keys[keyid]
	if key == nil {
		return keyid
	}
	if key.practice == "" {
		return text(g.founding.body, "office")
	}
	return key.practice
}

// position is the lowest of its own place and those of events by other parties that name it.
func (g *register) position(e *event) (int64, bool) {
	lowest, found := g.places[e.index]
	for _, other := range g.set.ordered {
		place, placed := g.places[other.index]
		if !placed || !other.known || (found && place >= lowest) || !other.names(e.hash) || g.party(other.keyid) == g.party(e.keyid) {
			continue
		}
		if _, code := g.authorAt(other, moment{g, other, true}); code == "" {
			lowest, found = place, true
		}
	}
	return lowest, found
}

// names says whether an event names a hash in about or prevStep.
func (e *event) names(hash string) bool {
	return text(e.payload, "prevStep") == hash || contains(items(e.payload, "about"), hash)
}

// lastOf is the position in a list of the last entry that stands before a moment, the first ones being statements that go by index; -1 for none.
func (g *register) lastOf(entries []int64, at moment, stated int) int {
	held := -1
	for i, entry := range entries {
		if i < stated {
			if entry < at.e.index {
				held = i
			}
			continue
		}
		if at.after(entry) && (held < stated || g.standsBefore(entries[held], entry)) {
			held = i
		}
	}
	return held
}
