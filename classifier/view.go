package classifier

import (
	"fmt"
	"slices"
)

// A view is one way of looking at a sentence. Each has its own vocabulary and
// its own naive Bayes; the combiner weighs them against each other.
//
//	words          what it talks about, and how
//	judgement      how many words of which kind show the writer's own mind
//	source         who vouches for it
//	clause         which kinds of word stand in the main clause, before and after it
//	skeleton       runs of up to three words with the topic taken out
//	neighbourhood  what stands around a reporting word or a quotation mark
//	opening        how it begins
//	closing        how it ends
//	pairs          two words in a row
//
// What each is worth stands in testdata/quality/ablation.txt. Judgement, skeleton,
// neighbourhood and closing have few, dense features: they pay where labelled
// sentences are few, up to a point with an eighth of the corpus, and do not where
// they are many.

// viewBuilders lists all views a model may have, in the order of their numbers.
var viewBuilders = []struct {
	name  string
	build func(*extractor)
}{
	{"words", (*extractor).words},
	{"judgement", (*extractor).judgement},
	{"source", (*extractor).source},
	{"clause", (*extractor).clause},
	{"skeleton", (*extractor).skeleton},
	{"neighbourhood", (*extractor).neighbourhood},
	{"opening", (*extractor).opening},
	{"closing", (*extractor).closing},
	{"pairs", (*extractor).pairs},
}

// ViewNames returns the names of all views.
func ViewNames() []string {
	var names []string
	for _, v := range viewBuilders {
		names = append(names, v.name)
	}
	return names
}

// viewNumbers returns the numbers of the views of the given names.
func viewNumbers(names []string) ([]int, error) {
	known := ViewNames()
	var numbers []int
	for _, name := range names {
		n := slices.Index(known, name)
		if n < 0 || slices.Contains(numbers, n) {
			return nil, fmt.Errorf("view %q is unknown or occurs twice; known are %q", name, known)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// extractor makes the features of a sentence. It calls emit for each feature,
// possibly several times for the same one; the name is only valid during the
// call.
type extractor struct {
	scratch
	grammar *grammar
	emit    func(name []byte)
	// first and last are the units that the features emitted next are made of.
	first, last int
}

// at says which units the features emitted next are made of.
func (x *extractor) at(first, last int) { x.first, x.last = first, last }

// everywhere says that the features emitted next are of the whole sentence.
func (x *extractor) everywhere() { x.at(0, len(x.units)-1) }

// prepare analyses the sentence; the view builders then read the result.
func (x *extractor) prepare(sentence string) {
	x.tokenize(sentence)
	x.unite(x.grammar.lexicon)
	x.divide(x.grammar)
}

// evidence tells whether the lexicon knows any word of the prepared sentence.
func (x *extractor) evidence() bool {
	for i := range x.units {
		if x.units[i].classes != 0 {
			return true
		}
	}
	return false
}

// An Extractor makes the features that models are trained on. It is not safe
// for concurrent use.
type Extractor struct {
	x     extractor
	views []int
}

// NewExtractor returns an extractor for the views of the given names.
func NewExtractor(lex Lexicon, views []string) (*Extractor, error) {
	g, err := newGrammar(lex)
	if err != nil {
		return nil, err
	}
	numbers, err := viewNumbers(views)
	if err != nil {
		return nil, err
	}
	return &Extractor{x: extractor{grammar: g}, views: numbers}, nil
}

// Features calls emit for every feature of the sentence, with the position of
// its view among the extractor's views. A feature may come more than once; its
// name is only valid during the call.
func (e *Extractor) Features(sentence string, emit func(view int, name []byte)) {
	e.x.prepare(sentence)
	for i, v := range e.views {
		e.x.emit = func(name []byte) { emit(i, name) }
		viewBuilders[v].build(&e.x)
	}
}
