package train

import "github.com/assay-nlp/assay/classifier"

// bayes is the naive Bayes of one view, smoothed by one count for each feature
// of its vocabulary. The vocabulary is what enough training sentences have.
type bayes struct {
	labels int
	logs   []float64 // centred log scores, zero outside the vocabulary
}

func newBayes(c counts, labels, minCount int) bayes {
	var kept []int
	var vocabulary classifier.View
	for f := range len(c) / labels {
		if row := c[f*labels : (f+1)*labels]; frequent(row, minCount) {
			kept = append(kept, f)
			vocabulary.Counts = append(vocabulary.Counts, row...)
		}
	}
	vocabulary.Features = make([]string, len(kept)) // only their number counts
	b := bayes{labels, make([]float64, len(c))}
	logs := vocabulary.LogScores(labels)
	for i, f := range kept {
		copy(b.logs[f*labels:(f+1)*labels], logs[i*labels:])
	}
	return b
}

// frequent tells whether a feature occurs in at least minCount sentences.
func frequent(row []uint32, minCount int) bool {
	n := 0
	for _, c := range row {
		n += int(c)
	}
	return n >= minCount
}

// score writes the centred log scores of a sentence with these features.
func (b *bayes) score(ids []uint32, out []float64) {
	clear(out)
	for _, id := range ids {
		for k, x := range b.logs[int(id)*b.labels : (int(id)+1)*b.labels] {
			out[k] += x
		}
	}
}
