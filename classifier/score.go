package classifier

import "math"

// Sentence is one classified sentence.
type Sentence struct {
	// Span is where the sentence stands in its text, in bytes. A ready sentence
	// spans from 0 to its length.
	Span
	// Label is the best label, told even when the sentence is uncertain.
	Label string
	// Confidence is the probability of Label, from 0 to 1.
	Confidence float64
	// Scores holds the probability of every label in the order of Model.Labels;
	// they sum to 1.
	Scores []float64
	// Uncertain tells that Confidence is below the floor in force, or that the
	// model knows nothing of what the sentence is made of.
	Uncertain bool
	// Explanation tells what the scores are made of; nil unless asked for.
	Explanation *Explanation
}

// Options change how sentences are classified.
type Options struct {
	// MinConfidence is the confidence, from 0 to 1, below which a sentence is
	// marked uncertain. Nil means the floor of the model's card.
	MinConfidence *float64
	// Precision is how many of the sentences of each label, of those not marked
	// uncertain, are to carry it: from 0 to 1, such as 0.95. It sets a floor for
	// each label, the lowest that gave this precision in cross-validation; a label
	// that never reached it is always uncertain. Of two floors the higher counts.
	// Nil sets none.
	Precision *float64
	// Explain asks for the Explanation of every sentence, which makes the answer
	// many times as large.
	Explain bool
}

// Classify splits text into sentences and labels each of them.
func (m *Model) Classify(text string, options Options) []Sentence {
	return m.ClassifySpans(text, Split(text), options)
}

// ClassifySpans labels the sentences at the given places of text, such as Split
// finds.
func (m *Model) ClassifySpans(text string, spans []Span, options Options) []Sentence {
	return m.classify(spans, options, func(i int) string { return text[spans[i].Begin:spans[i].End] })
}

// ClassifySentences labels sentences that are split already, one answer each.
func (m *Model) ClassifySentences(sentences []string, options Options) []Sentence {
	spans := make([]Span, len(sentences))
	for i, s := range sentences {
		spans[i] = Span{0, len(s)}
	}
	return m.classify(spans, options, func(i int) string { return sentences[i] })
}

// classify labels the sentences with the given spans, whose texts text returns.
func (m *Model) classify(spans []Span, options Options, text func(i int) string) []Sentence {
	floors := m.floors(options)
	s := m.free.Get().(*scorer)
	defer m.free.Put(s)
	labels := len(m.params.Labels)
	sentences := make([]Sentence, len(spans))
	scores := make([]float64, len(spans)*labels)
	for i, span := range spans {
		row := scores[i*labels : (i+1)*labels : (i+1)*labels]
		var e *Explanation
		var known bool
		if options.Explain {
			e, known = s.explain(text(i), span.Begin, row)
		} else {
			known = s.score(text(i), row)
		}
		best := argmax(row)
		sentences[i] = Sentence{
			Span:        span,
			Label:       m.params.Labels[best],
			Confidence:  row[best],
			Scores:      row,
			Uncertain:   !known || row[best] < floors[best],
			Explanation: e,
		}
	}
	return sentences
}

// floors returns the confidence below which each label is uncertain.
func (m *Model) floors(options Options) []float64 {
	card := &m.params.Card
	floors := make([]float64, len(m.params.Labels))
	for k := range floors {
		if floors[k] = card.MinConfidence; options.MinConfidence != nil {
			floors[k] = *options.MinConfidence
		}
		if options.Precision == nil {
			continue
		}
		floor := float64(never)
		if len(card.Operating) > 0 {
			floor = floorFor(card.Operating[k], *options.Precision)
		}
		floors[k] = max(floors[k], floor)
	}
	return floors
}

// scorer holds what one goroutine needs to score sentences one after the other.
type scorer struct {
	extractor
	model *Model
	view  int // position of the view whose features are being made
	sums  []float64
	known bool     // whether the words view knew a word
	seen  []uint32 // per feature: the last sentence it was counted in
	stamp uint32   // the number of the present sentence
}

func newScorer(m *Model) *scorer {
	s := &scorer{model: m, seen: make([]uint32, len(m.weights)/len(m.params.Labels))}
	s.grammar = m.grammar
	s.emit = s.add
	return s
}

// score writes the probabilities of the sentence into probs and tells whether
// the model has any evidence for them; without evidence they are all alike.
func (s *scorer) score(sentence string, probs []float64) (known bool) {
	s.nextStamp()
	s.sums = append(s.sums[:0], s.model.params.Combiner.Bias...)
	s.prepare(sentence)
	s.known = s.evidence()
	for i, v := range s.model.views {
		s.view = i
		viewBuilders[v].build(&s.extractor)
	}
	if !s.known {
		clear(s.sums)
	}
	softmax(probs, s.sums)
	return s.known
}

// nextStamp begins a new sentence; when the stamps have run out, all are
// cleared.
func (s *scorer) nextStamp() {
	s.stamp++
	if s.stamp == 0 {
		clear(s.seen)
		s.stamp = 1
	}
}

// add counts a feature.
func (s *scorer) add(name []byte) { s.weigh(name) }

// weigh adds a feature to the sums and returns what it adds to the score of each
// label: nothing if the model does not know it or the sentence had it before.
// Presence counts, not frequency.
func (s *scorer) weigh(name []byte) []float64 {
	f, ok := s.model.table.find(featureHash(s.view, name))
	if !ok || s.seen[f] == s.stamp {
		return nil
	}
	s.seen[f] = s.stamp
	s.known = s.known || s.view == s.model.wordsAt
	labels := len(s.sums)
	weights := s.model.weights[int(f)*labels : (int(f)+1)*labels]
	for k, w := range weights {
		s.sums[k] += w
	}
	return weights
}

// softmax writes exp(z)/Σexp(z) into probs, shifted so that it cannot overflow.
func softmax(probs, z []float64) {
	top := z[argmax(z)]
	sum := 0.0
	for k, x := range z {
		probs[k] = math.Exp(x - top)
		sum += probs[k]
	}
	for k := range probs {
		probs[k] /= sum
	}
}

// argmax returns the index of the greatest value, the first of equals.
func argmax(row []float64) int {
	best := 0
	for i, x := range row {
		if x > row[best] {
			best = i
		}
	}
	return best
}
