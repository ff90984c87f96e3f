package classifier

import "math/bits"

// A unit is what the grammar of a sentence is made of: a word, a phrase of the
// lexicon, a name, a number or a mark. Where a sentence turns is guessed from
// commas and word classes alone; that is crude, but the same crudeness trains
// and classifies, and the main clause is what the labels are about.

// zone is the part of a sentence in which a unit stands.
type zone uint8

const (
	mainZone  zone = iota // the main clause
	leadZone              // what precedes it: "While X, …", "In March, …"
	asideZone             // an insertion before its verb: ", which X,"
	tailZone              // what hangs on after it: ", marking X"
)

var zoneNames = [...]string{"main", "lead", "aside", "tail"}

// shape is what a unit looks like to the skeleton when the lexicon does not
// know it.
type shape uint8

const (
	plainShape shape = iota
	nameShape
	numberShape
	lyShape   // -ly
	ingShape  // -ing
	edShape   // -ed
	nounShape // -tion, -ment, -ness, -ity, -ism, -ship, -ance, -ence
	adjShape  // -al, -ive, -ous, -ful, -less, -able, -ible, -ic, -ary
	sShape    // -s
	markShape
)

var shapeNames = [...]string{"w", "N", "#", "-ly", "-ing", "-ed", "-tion", "-al", "-s", ""}

var markNames = [...]string{
	commaToken: ",", openQuoteToken: "``", closeQuoteToken: "''", dashToken: "--", colonToken: ":",
	parenToken: "(", stopToken: ".", questionToken: "?", exclamationToken: "!", moneyToken: "$", otherToken: "*",
}

type unit struct {
	token, length int32 // first token and how many
	classes       uint64
	first         int8 // the first class, -1 without
	shape         shape
	kind          tokenKind
	zone          zone
	quoted        bool
}

// unite groups s.tokens into s.units: phrases of the lexicon by longest match,
// runs of names and numbers as one.
func (s *scratch) unite(x *lexicon) {
	s.units = s.units[:0]
	for i := 0; i < len(s.tokens); {
		t := &s.tokens[i]
		u := unit{token: int32(i), length: 1, first: -1, shape: markShape, kind: t.kind, quoted: t.quoted}
		switch t.kind {
		case wordToken:
			var n int
			u.classes, n = x.match(s, i)
			u.length = int32(n)
			if u.classes != 0 {
				u.first = int8(bits.TrailingZeros64(u.classes))
			}
			u.shape = s.wordShape(i, u.classes != 0)
		case numberToken:
			u.shape = numberShape
		}
		i += int(u.length)
		if !s.extendRun(&u) {
			s.units = append(s.units, u)
		}
	}
}

// extendRun adds u to the preceding unit where both are names or both numbers.
func (s *scratch) extendRun(u *unit) bool {
	if len(s.units) == 0 || u.classes != 0 || u.shape != nameShape && u.shape != numberShape {
		return false
	}
	last := &s.units[len(s.units)-1]
	if last.shape != u.shape || last.classes != 0 {
		return false
	}
	last.length += u.length
	return true
}

// wordShape tells the shape of the word at token i. A capital at the beginning
// of a sentence is no sign of a name unless the next word has one too.
func (s *scratch) wordShape(i int, known bool) shape {
	t := &s.tokens[i]
	if t.capital && !known {
		atStart := i == 0 || s.tokens[i-1].kind == openQuoteToken
		if !atStart || t.upper || i+1 < len(s.tokens) && s.tokens[i+1].capital {
			return nameShape
		}
	}
	return suffixShape(s.foldedForm(i))
}

var suffixes = []struct {
	suffix string
	shape  shape
}{
	{"ly", lyShape},
	{"ing", ingShape},
	{"ed", edShape},
	{"tion", nounShape},
	{"sion", nounShape},
	{"ment", nounShape},
	{"ness", nounShape},
	{"ity", nounShape},
	{"ism", nounShape},
	{"ship", nounShape},
	{"ance", nounShape},
	{"ence", nounShape},
	{"al", adjShape},
	{"ive", adjShape},
	{"ous", adjShape},
	{"ful", adjShape},
	{"less", adjShape},
	{"able", adjShape},
	{"ible", adjShape},
	{"ic", adjShape},
	{"ary", adjShape},
	{"ss", plainShape},
	{"s", sShape},
}

func suffixShape(word []byte) shape {
	for _, x := range suffixes {
		if len(word) > len(x.suffix)+2 && string(word[len(word)-len(x.suffix):]) == x.suffix {
			return x.shape
		}
	}
	return plainShape
}
