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
		x.at(i, i)
		for j := range u.length {
			x.emit(x.foldedForm(int(u.token + j)))
		}
	}
}

// pairs: two words in a row, names and numbers taken out.
func (x *extractor) pairs() {
	for i := 1; i < len(x.units); i++ {
		x.at(i-1, i)
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
			x.at(i, j)
			x.emit(x.name)
		}
	}
}

// opening: the first marks with their places, and the first two words.
func (x *extractor) opening() {
	for i := range min(4, len(x.units)) {
		x.at(i, i)
		x.name = strconv.AppendInt(x.name[:0], int64(i), 10)
		x.name = append(x.name, ':')
		x.name = x.unitMark(x.name, &x.units[i])
		x.emit(x.name)
	}
	x.name = append(x.name[:0], "w:"...)
	for i := range min(2, len(x.units)) {
		x.at(0, i)
		x.name = x.pairPart(x.name, &x.units[i], false)
		x.emit(x.name)
		x.name = append(x.name, ' ')
	}
}

// end returns how many units precede the full stops at the end.
func (x *extractor) end() int {
	end := len(x.units)
	for end > 0 && x.units[end-1].kind == stopToken {
		end--
	}
	return end
}

// closing: the last marks with their places from the end, and the run of them.
func (x *extractor) closing() {
	end := x.end()
	for i := range min(4, end) {
		x.at(end-1-i, end-1-i)
		x.name = strconv.AppendInt(x.name[:0], int64(i), 10)
		x.name = append(x.name, ':')
		x.name = x.unitMark(x.name, &x.units[end-1-i])
		x.emit(x.name)
	}
	x.name = append(x.name[:0], "run:"...)
	for i := range min(4, end) {
		x.at(end-1-i, end-1)
		x.name = x.unitMark(x.name, &x.units[end-1-i])
		x.emit(x.name)
		x.name = append(x.name, ' ')
	}
}

// reach is how many units on either side are a neighbourhood.
const reach = 3

// neighbourhood: the marks within reach of a carrier of content or a quotation
// mark, with their side, and whether they are next to it.
func (x *extractor) neighbourhood() {
	for i := range x.units {
		u := &x.units[i]
		what := "carrier"
		switch {
		case u.kind == openQuoteToken || u.kind == closeQuoteToken:
			what = "quote"
		case u.classes&x.grammar.carrier == 0:
			continue
		}
		for j := max(0, i-reach); j <= min(len(x.units)-1, i+reach); j++ {
			if j != i {
				x.at(min(i, j), max(i, j))
				x.neighbour(what, j-i, &x.units[j])
			}
		}
	}
}

func (x *extractor) neighbour(what string, distance int, u *unit) {
	side := " right "
	switch {
	case distance == 1:
		side = " next "
	case distance == -1:
		side = " previous "
	case distance < 0:
		side = " left "
	}
	x.name = append(append(x.name[:0], what...), side...)
	x.name = x.unitMark(x.name, u)
	x.emit(x.name)
}
