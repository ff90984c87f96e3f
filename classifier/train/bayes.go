package train

import "math"

// bayes is the naive Bayes of one view, smoothed by one count for each feature
// of its vocabulary. The vocabulary is what enough training sentences have.
type bayes struct {
	labels int
	logs   []float64 // centred log probabilities, zero outside the vocabulary
}

func newBayes(c counts, labels, minCount int) bayes {
	kept := make([]bool, len(c)/labels)
	totals := make([]float64, labels)
	for f := range kept {
		row := c[f*labels : (f+1)*labels]
		if kept[f] = frequent(row, minCount); kept[f] {
			for k, n := range row {
				totals[k] += float64(n) + 1
			}
		}
	}
	for k := range totals {
		totals[k] = math.Log(totals[k])
	}
	b := bayes{labels, make([]float64, len(c))}
	for f := range kept {
		if !kept[f] {
			continue
		}
		row := b.logs[f*labels : (f+1)*labels]
		mean := 0.0
		for k := range row {
			row[k] = math.Log(float64(c[f*labels+k])+1) - totals[k]
			mean += row[k] / float64(labels)
		}
		for k := range row {
			row[k] -= mean
		}
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
