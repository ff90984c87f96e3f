package classifier

import "strconv"

// unitMark appends what a unit looks like with the topic taken out: its lexicon
// class, the word itself for function words, or its shape.
func (x *extractor) unitMark(dst []byte, u *unit) []byte {
	switch {
	case u.first >= 0 && x.grammar.verbatim&(1<<u.first) != 0:
		return x.phrase(dst, u)
	case u.first >= 0:
		return append(dst, x.grammar.names[u.first]...)
	case u.shape == markShape:
		return append(dst, markNames[u.kind]...)
	}
	return append(dst, shapeNames[u.shape]...)
}

// phrase appends the words of a unit.
func (x *extractor) phrase(dst []byte, u *unit) []byte {
	for i := range u.length {
		if i > 0 {
			dst = append(dst, '_')
		}
		dst = append(dst, x.foldedForm(int(u.token+i))...)
	}
	return dst
}

// words: every word that is not a name or a number, as it stands.
func (x *extractor) words() {
	for i := range x.units {
		u := &x.units[i]
		if u.shape == nameShape || u.shape == numberShape || u.shape == markShape {
			continue
		}
		for j := range u.length {
			x.emit(x.foldedForm(int(u.token + j)))
		}
	}
}

// pairs: two words in a row, names and numbers taken out.
func (x *extractor) pairs() {
	for i := 1; i < len(x.units); i++ {
		x.name = x.pairPart(x.name[:0], &x.units[i-1], true)
		x.name = append(x.name, ' ')
		x.name = x.pairPart(x.name, &x.units[i], false)
		x.emit(x.name)
	}
}

// pairPart appends the word of a unit that is nearest its neighbour.
func (x *extractor) pairPart(dst []byte, u *unit, last bool) []byte {
	if u.shape == nameShape || u.shape == numberShape || u.shape == markShape {
		return x.unitMark(dst, u)
	}
	at := u.token
	if last {
		at += u.length - 1
	}
	return append(dst, x.foldedForm(int(at))...)
}

// skeleton: runs of up to three marks.
func (x *extractor) skeleton() {
	for i := range x.units {
		x.name = x.name[:0]
		for j := i; j < len(x.units) && j < i+3; j++ {
			if j > i {
				x.name = append(x.name, ' ')
			}
			x.name = x.unitMark(x.name, &x.units[j])
			x.emit(x.name)
		}
	}
}

// opening: the first marks with their places, and the first two words.
func (x *extractor) opening() {
	for i := range min(4, len(x.units)) {
		x.name = strconv.AppendInt(x.name[:0], int64(i), 10)
		x.name = append(x.name, ':')
		x.name = x.unitMark(x.name, &x.units[i])
		x.emit(x.name)
	}
	x.name = append(x.name[:0], "w:"...)
	for i := range min(2, len(x.units)) {
		x.name = x.pairPart(x.name, &x.units[i], false)
		x.emit(x.name)
		x.name = append(x.name, ' ')
	}
}

// closing: the last marks with their places from the end, and the run of them.
func (x *extractor) closing() {
	end := len(x.units)
	for end > 0 && x.units[end-1].kind == stopToken {
		end--
	}
	for i := range min(4, end) {
		x.name = strconv.AppendInt(x.name[:0], int64(i), 10)
		x.name = append(x.name, ':')
		x.name = x.unitMark(x.name, &x.units[end-1-i])
		x.emit(x.name)
	}
	x.name = append(x.name[:0], "run:"...)
	for i := range min(4, end) {
		x.name = x.unitMark(x.name, &x.units[end-1-i])
		x.emit(x.name)
		x.name = append(x.name, ' ')
	}
}

// neighbourhood: the marks up to three places from a unit that carries
// attribution or from a quotation mark, with their side.
func (x *extractor) neighbourhood() {
	for i := range x.units {
		u := &x.units[i]
		isQuote := u.kind == openQuoteToken || u.kind == closeQuoteToken
		if u.classes&x.grammar.carrier == 0 && !isQuote {
			continue
		}
		for j := max(0, i-3); j < min(len(x.units), i+4); j++ {
			if j == i {
				continue
			}
			x.name = append(x.name[:0], "sr\"l"[btoi(j < i)+2*btoi(isQuote)])
			if d := j - i; d == 1 || d == -1 {
				x.name = append(x.name, '1')
			}
			x.name = append(x.name, ' ')
			x.name = x.unitMark(x.name, &x.units[j])
			x.emit(x.name)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// clause: which classes stand in which zone, the verb of the main clause with
// what surrounds it, and the run of classes the main clause is made of.
func (x *extractor) clause() {
	verb := -1
	for i := range x.units {
		u := &x.units[i]
		x.zoneClasses(u)
		if verb < 0 && u.zone == mainZone && !u.quoted && u.classes&x.grammar.verb != 0 {
			verb = i
		}
	}
	x.mainVerb(verb)
	x.mainRun()
}

func (x *extractor) zoneClasses(u *unit) {
	for c, name := range x.grammar.names {
		if u.classes&(1<<c) == 0 || x.grammar.verbatim&(1<<c) != 0 {
			continue
		}
		x.name = append(x.name[:0], zoneNames[u.zone]...)
		if u.quoted {
			x.name = append(x.name, '"')
		}
		x.name = append(x.name, ':')
		x.emit(append(x.name, name...))
	}
}

// mainVerb emits the first verb of the main clause at index i with the unit
// after it, and the subject before it.
func (x *extractor) mainVerb(i int) {
	if i < 0 {
		x.emit([]byte("verb:none"))
		return
	}
	x.name = append(x.name[:0], "verb:"...)
	x.name = x.unitMark(x.name, &x.units[i])
	x.emit(x.name)
	for j := i + 1; j < min(len(x.units), i+3); j++ {
		x.name = append(x.name, ' ')
		x.name = x.unitMark(x.name, &x.units[j])
		x.emit(x.name)
	}
	if i > 0 {
		x.name = append(x.name[:0], "subject:"...)
		x.name = x.unitMark(x.name, &x.units[i-1])
		x.emit(x.name)
		x.name = append(x.name, ' ')
		x.name = x.unitMark(x.name, &x.units[i])
		x.emit(x.name)
	}
}

// mainRun emits pairs of neighbouring classes of the main clause, leaving out
// everything between them.
func (x *extractor) mainRun() {
	previous := "^"
	for i := range x.units {
		u := &x.units[i]
		if u.zone != mainZone || u.first < 0 || x.grammar.verbatim&(1<<u.first) != 0 {
			continue
		}
		name := x.grammar.names[u.first]
		x.name = append(x.name[:0], previous...)
		x.name = append(x.name, '>')
		x.name = append(x.name, name...)
		x.emit(x.name)
		previous = name
	}
}
