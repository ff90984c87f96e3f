package train

import (
	"math"

	"github.com/navossoc/bayesian"
)

// Counting is done by bayesian.Classifier, one for each view and fold: it
// learns the features of every sentence of the fold. What it counted is read
// back once, and the counts of any set of folds are sums of those.

// counts tells how many sentences of each label have each feature:
// counts[feature*labels+label].
type counts []uint32

// countFold counts the features of a view in the sentences of a fold.
func countFold(d *dataset, view int, inFold func(sentence int) bool) counts {
	classes := make([]bayesian.Class, len(d.labels))
	for k, label := range d.labels {
		classes[k] = bayesian.Class(label)
	}
	engine := bayesian.NewClassifier(classes...)
	v := &d.views[view]
	var names []string
	for i := range d.sentences() {
		if !inFold(i) {
			continue
		}
		names = names[:0]
		for _, id := range v.of(i) {
			names = append(names, v.features[id])
		}
		engine.Learn(names, classes[d.gold[i]])
	}
	return readCounts(engine, v.features)
}

// readCounts reads the counts back. The engine tells shares of the total of a
// class; times the total, they are whole numbers again.
func readCounts(engine *bayesian.Classifier, features []string) counts {
	labels := len(engine.Classes)
	totals := engine.WordCount()
	out := make(counts, len(features)*labels)
	for k, class := range engine.Classes {
		shares := engine.WordsByClass(class)
		for f, name := range features {
			out[f*labels+k] = uint32(math.Round(shares[name] * float64(totals[k])))
		}
	}
	return out
}

func (c counts) plus(other counts) counts {
	sum := make(counts, len(c))
	for i, n := range c {
		sum[i] = n + other[i]
	}
	return sum
}

func (c counts) minus(other counts) counts {
	difference := make(counts, len(c))
	for i, n := range c {
		difference[i] = n - other[i]
	}
	return difference
}
