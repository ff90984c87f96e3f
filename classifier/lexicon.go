package classifier

import (
	"fmt"
	"strings"
)

// maxClasses is how many lexicon classes fit the bit set of a unit.
const maxClasses = 64

// Lexicon names classes of words and phrases that carry over from topic to
// topic: verbs of saying, hedges, evaluations. It is part of a model, so that a
// model means the same wherever it is loaded.
type Lexicon []LexiconClass

// LexiconClass is one class of a Lexicon. Where a word belongs to several
// classes, the first of them stands for it in the skeleton of a sentence.
type LexiconClass struct {
	Name string
	// Verbatim keeps the word itself in the skeleton instead of the name of
	// the class; function words are such a class.
	Verbatim bool
	// Entries are words and phrases of words separated by single spaces, in the
	// folded form of a token: lower case, without possessive 's.
	Entries []string
}

// lexicon is a compiled Lexicon.
type lexicon struct {
	names    []string
	index    map[string]int
	verbatim uint64
	table    table
	entries  []lexiconEntry
}

type lexiconEntry struct {
	classes uint64
	prefix  bool // a longer phrase begins with these words
}

func compileLexicon(lex Lexicon) (*lexicon, error) {
	if len(lex) > maxClasses {
		return nil, fmt.Errorf("lexicon has %d classes, limit %d", len(lex), maxClasses)
	}
	n := 0
	for _, class := range lex {
		for _, entry := range class.Entries {
			n += 1 + strings.Count(entry, " ")
		}
	}
	x := &lexicon{index: make(map[string]int, len(lex)), table: newTable(n)}
	for c, class := range lex {
		if _, ok := x.index[class.Name]; ok {
			return nil, fmt.Errorf("lexicon class %q occurs twice", class.Name)
		}
		x.index[class.Name] = c
		x.names = append(x.names, class.Name)
		if class.Verbatim {
			x.verbatim |= 1 << c
		}
		for _, entry := range class.Entries {
			x.add(entry, 1<<c)
		}
	}
	return x, nil
}

// add stores a phrase with its classes, and every shorter phrase it begins with.
func (x *lexicon) add(phrase string, classes uint64) {
	h := uint64(fnvOffset)
	for i := range len(phrase) {
		if phrase[i] == ' ' {
			x.entry(finish(h)).prefix = true
		}
		h = hashBytes(h, []byte{phrase[i]})
	}
	x.entry(finish(h)).classes |= classes
}

// entry returns the entry for a hash, a new one if there is none.
func (x *lexicon) entry(hash uint64) *lexiconEntry {
	i, ok := x.table.find(hash)
	if !ok {
		i = uint32(len(x.entries))
		x.entries = append(x.entries, lexiconEntry{})
		x.table.insert(hash, i)
	}
	return &x.entries[i]
}

// match returns the classes and the length in tokens of the longest phrase that
// begins at token i; a token in no class has length 1 and no classes.
func (x *lexicon) match(s *scratch, i int) (classes uint64, length int) {
	length = 1
	h := uint64(fnvOffset)
	for j := i; j < len(s.tokens) && s.tokens[j].kind == wordToken; j++ {
		h = hashBytes(h, s.foldedForm(j))
		at, ok := x.table.find(finish(h))
		if !ok {
			break
		}
		entry := x.entries[at]
		if entry.classes != 0 {
			classes, length = entry.classes, j-i+1
		}
		if !entry.prefix {
			break
		}
		h = hashBytes(h, []byte{' '})
	}
	return classes, length
}
