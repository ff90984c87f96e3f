package classifier

import (
	"cmp"
	"slices"
)

// Explanation tells what the scores of a sentence are made of. Before the
// softmax everything is a sum: for each label, its bias and what each feature
// adds to it,
//
//	scores = softmax(Bias + Σ Contributions)
//
// so that the difference between two labels is the logarithm of their odds, and
// a contribution is by how much the feature moves it.
type Explanation struct {
	// Bias is where each label starts, in the order of Model.Labels.
	Bias []float64
	// Contributions are those of all features that the sentence has and the model
	// knows, in the order of the views; none where there is no evidence.
	Contributions []Contribution
}

// Contribution is what one feature of a sentence adds to the scores.
type Contribution struct {
	// Span is the part of the text the feature is made of, in bytes; the whole
	// sentence where it counts something everywhere.
	Span
	// View is the view the feature belongs to.
	View string
	// Feature is its name in the view.
	Feature string
	// Scores is what it adds to the score of each label, before the softmax. The
	// caller must not change it.
	Scores []float64
}

// explain scores a sentence that begins at offset, as score does, and collects
// what contributed.
func (s *scorer) explain(sentence string, offset int, probs []float64) (e *Explanation, known bool) {
	e = &Explanation{Bias: s.model.params.Combiner.Bias}
	s.emit = func(name []byte) {
		if weights := s.weigh(name); weights != nil {
			e.Contributions = append(e.Contributions, Contribution{
				Span:    s.span(sentence, offset),
				View:    s.model.params.Views[s.view].Name,
				Feature: string(name),
				Scores:  weights,
			})
		}
	}
	defer func() { s.emit = s.add }()
	if !s.score(sentence, probs) {
		return &Explanation{Bias: make([]float64, len(probs))}, false
	}
	return e, true
}

// span returns what the units first to last cover of a sentence at offset.
func (s *scorer) span(sentence string, offset int) Span {
	if s.first == 0 && s.last == len(s.units)-1 {
		return Span{offset, offset + len(sentence)}
	}
	from, to := &s.units[s.first], &s.units[s.last]
	return Span{
		Begin: offset + int(s.tokens[from.token].begin),
		End:   offset + int(s.tokens[to.token+to.length-1].end),
	}
}

// BySpan adds up the contributions of each part of the text and returns them in
// the order of the text, a part before those that it contains; View and Feature
// are empty.
func (e *Explanation) BySpan() []Contribution {
	at := map[Span]int{}
	var parts []Contribution
	for _, c := range e.Contributions {
		i, ok := at[c.Span]
		if !ok {
			i = len(parts)
			at[c.Span] = i
			parts = append(parts, Contribution{Span: c.Span, Scores: make([]float64, len(c.Scores))})
		}
		for k, x := range c.Scores {
			parts[i].Scores[k] += x
		}
	}
	slices.SortFunc(parts, func(a, b Contribution) int {
		return cmp.Or(cmp.Compare(a.Begin, b.Begin), cmp.Compare(b.End, a.End))
	})
	return parts
}
