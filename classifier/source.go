package classifier

import "math/bits"

// The source view looks for who vouches for the sentence, and nothing else. One
// decisive sign, such as ", the operator said." at the end of a long report,
// would drown among the many words of the report in any other view.

// source emits every carrier of content with its zone, who holds it, what
// follows, and whether it closes the sentence; and the weightiest of them alone.
func (x *extractor) source() {
	end := x.end()
	best, bestRank := -1, lastRank+1
	for i := range end {
		u := &x.units[i]
		if u.classes&x.grammar.carrier == 0 {
			continue
		}
		x.carrier(i, end)
		if rank := x.rank(u); rank < bestRank {
			best, bestRank = i, rank
		}
	}
	if best < 0 {
		x.everywhere()
		x.emit([]byte("none"))
		return
	}
	x.at(best, best)
	x.name = append(x.name[:0], "best "...)
	x.carrierAndHolder(best, end)
}

const lastRank = 3

// rank tells how much a carrier weighs: one of the main clause more than one
// elsewhere, outside of quotations more than inside.
func (x *extractor) rank(u *unit) int {
	switch {
	case u.quoted:
		return lastRank
	case u.zone == mainZone:
		return 0
	case u.zone == leadZone:
		return 1
	}
	return 2
}

func (x *extractor) carrier(i, end int) {
	x.at(i, i)
	x.name = x.name[:0]
	x.carrierAndHolder(i, end)
	if x.closes(i, end) {
		x.emit([]byte("closes"))
	}
	x.name = append(x.name[:0], "word "...)
	x.name = x.phrase(x.name, &x.units[i])
	x.emit(x.name)
	x.name = append(x.name, ' ')
	x.emit(append(x.name, zoneNames[x.units[i].zone]...))
	x.name = x.carrierName(x.name[:0], i)
	if i+1 < end {
		x.at(i, i+1)
		x.name = append(x.name, " > "...)
		x.emit(x.unitMark(x.name, &x.units[i+1]))
	}
}

// carrierAndHolder emits, after what the name begins with, a carrier alone, with
// its holder, and with the sentence it closes.
func (x *extractor) carrierAndHolder(i, end int) {
	x.name = x.carrierName(x.name, i)
	x.emit(x.name)
	x.name = append(x.name, ' ')
	x.name = append(x.name, x.holderOf(i)...)
	x.emit(x.name)
	if x.closes(i, end) {
		x.emit(append(x.name, " closes"...))
	}
}

func (x *extractor) carrierName(dst []byte, i int) []byte {
	u := &x.units[i]
	dst = append(dst, zoneNames[u.zone]...)
	if u.quoted {
		dst = append(dst, '"')
	}
	dst = append(dst, ' ')
	return append(dst, x.grammar.names[bits.TrailingZeros64(u.classes&x.grammar.carrier)]...)
}

// holderOf tells what stands near a carrier as its holder: a class of holders, a
// name, a pronoun or nothing.
func (x *extractor) holderOf(i int) string {
	for _, j := range [...]int{i - 1, i - 2, i + 1, i + 2, i - 3, i + 3, i - 4} {
		if j < 0 || j >= len(x.units) {
			continue
		}
		u := &x.units[j]
		switch {
		case u.classes&x.grammar.holder != 0:
			return "holder"
		case u.shape == nameShape:
			return "name"
		case u.classes&x.grammar.pronoun != 0:
			return "pronoun"
		case u.classes&x.grammar.institution != 0:
			return "institution"
		}
	}
	return "nobody"
}

// closes tells whether a carrier closes the sentence: only a few units follow,
// and a comma or a quotation mark precedes it.
func (x *extractor) closes(i, end int) bool {
	if end-i > 8 {
		return false
	}
	for j := i - 1; j >= max(0, i-7); j-- {
		switch x.units[j].kind {
		case commaToken, closeQuoteToken, dashToken:
			return true
		}
	}
	return false
}
