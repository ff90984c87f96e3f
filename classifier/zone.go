package classifier

// divide gives every unit its zone. A sentence that opens with a leading word
// has its main clause after the first comma; a comma before the verb of the
// main clause opens an insertion up to the next one; a comma after the verb
// opens the tail, if a participle, a relative, a preposition or a conjunction
// follows.
func (s *scratch) divide(g *grammar) {
	zone, verb := mainZone, false
	if g.opensLead(s.units) {
		zone = leadZone
	}
	for i := range s.units {
		u := &s.units[i]
		u.zone = zone
		switch {
		case u.kind == commaToken && !u.quoted:
			zone = g.afterComma(zone, verb, s.units[i+1:])
		case zone == mainZone && u.classes&g.verb != 0:
			verb = true
		}
	}
}

// opensLead tells whether the units open with a leading clause that a comma
// ends.
func (g *grammar) opensLead(units []unit) bool {
	if len(units) == 0 || units[0].classes&g.lead == 0 {
		return false
	}
	for _, u := range units {
		if u.kind == commaToken && !u.quoted {
			return true
		}
	}
	return false
}

// afterComma returns the zone that begins after a comma.
func (g *grammar) afterComma(zone zone, verb bool, rest []unit) zone {
	switch {
	case zone == leadZone || zone == asideZone:
		return mainZone
	case zone == mainZone && !verb:
		return asideZone
	case zone == mainZone && len(rest) > 0 && opensTail(g, rest[0]):
		return tailZone
	}
	return zone
}

func opensTail(g *grammar, u unit) bool {
	return u.classes&g.tail != 0 || u.classes == 0 && u.shape == ingShape
}
