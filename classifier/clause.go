package classifier

import "math/bits"

// clause: which classes stand in which zone, the verb of the main clause with
// what surrounds it, and the run of classes the main clause is made of.
func (x *extractor) clause() {
	verb := -1
	for i := range x.units {
		u := &x.units[i]
		x.at(i, i)
		x.zoneClasses(u)
		if verb < 0 && u.zone == mainZone && !u.quoted && u.classes&x.grammar.verb != 0 {
			verb = i
		}
	}
	x.mainVerb(verb)
	x.mainRun()
}

func (x *extractor) zoneClasses(u *unit) {
	for classes := u.classes &^ x.grammar.verbatim; classes != 0; classes &= classes - 1 {
		x.name = append(x.name[:0], zoneNames[u.zone]...)
		if u.quoted {
			x.name = append(x.name, '"')
		}
		x.name = append(x.name, ':')
		x.emit(append(x.name, x.grammar.names[bits.TrailingZeros64(classes)]...))
	}
}

// mainVerb emits the first verb of the main clause at index i with the unit
// after it, and the subject before it.
func (x *extractor) mainVerb(i int) {
	if i < 0 {
		x.everywhere()
		x.emit([]byte("verb:none"))
		return
	}
	x.at(i, i)
	x.name = append(x.name[:0], "verb:"...)
	x.name = x.unitMark(x.name, &x.units[i])
	x.emit(x.name)
	for j := i + 1; j < min(len(x.units), i+3); j++ {
		x.at(i, j)
		x.name = append(x.name, ' ')
		x.name = x.unitMark(x.name, &x.units[j])
		x.emit(x.name)
	}
	if i > 0 {
		x.at(i-1, i-1)
		x.name = append(x.name[:0], "subject:"...)
		x.name = x.unitMark(x.name, &x.units[i-1])
		x.emit(x.name)
		x.at(i-1, i)
		x.name = append(x.name, ' ')
		x.name = x.unitMark(x.name, &x.units[i])
		x.emit(x.name)
	}
}

// mainRun emits pairs of neighbouring classes of the main clause, leaving out
// everything between them.
func (x *extractor) mainRun() {
	previous, from := "^", 0
	for i := range x.units {
		u := &x.units[i]
		if u.zone != mainZone || u.first < 0 || x.grammar.verbatim&(1<<u.first) != 0 {
			continue
		}
		name := x.grammar.names[u.first]
		x.name = append(x.name[:0], previous...)
		x.name = append(x.name, '>')
		x.name = append(x.name, name...)
		x.at(from, i)
		x.emit(x.name)
		previous, from = name, i
	}
}
