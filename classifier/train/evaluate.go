package train

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
)

// Evaluation tells how good labels and confidences are on sentences whose
// labels are known.
type Evaluation struct {
	classifier.Quality
	// Labels are the labels, in the order of the other fields.
	Labels []string
	// PerLabel holds the figures of each label.
	PerLabel []LabelQuality
	// Confusion counts sentences: Confusion[gold][predicted].
	Confusion [][]int
	// Predicted holds the predicted label of every sentence, as an index.
	Predicted []int
	// Confidence holds the probability of every predicted label.
	Confidence []float64
	// Gold holds the right label of every sentence, as an index.
	Gold []int
}

// LabelQuality tells how well one label is found. A figure without a
// denominator is 0.
type LabelQuality struct {
	// Precision is the share of sentences predicted to carry the label that do.
	Precision float64 `json:"precision"`
	// Recall is the share of sentences carrying the label that are predicted to.
	Recall float64 `json:"recall"`
	// F1 is the harmonic mean of the two.
	F1 float64 `json:"f1"`
	// Support is how many sentences carry the label.
	Support int `json:"support"`
}

// Evaluate judges a model on labelled documents.
func Evaluate(m *classifier.Model, documents []corpus.Document) (Evaluation, error) {
	labels := m.Labels()
	var gold []int
	var probs []float64
	for _, d := range documents {
		texts := make([]string, len(d.Sentences))
		for i, s := range d.Sentences {
			k := slices.Index(labels, s.Label)
			if k < 0 {
				return Evaluation{}, fmt.Errorf("%s: sentence %d has label %q, the model knows %s", d.Name, i+1, s.Label, strings.Join(labels, ", "))
			}
			gold = append(gold, k)
			texts[i] = s.Text
		}
		for _, s := range m.ClassifySentences(texts, classifier.Options{}) {
			probs = append(probs, s.Scores...)
		}
	}
	if len(gold) == 0 {
		return Evaluation{}, fmt.Errorf("%w: none to evaluate on", ErrTooFew)
	}
	return evaluate(labels, gold, probs), nil
}

// evaluate judges probabilities, a row of one a label for each sentence.
func evaluate(labels []string, gold []int, probs []float64) Evaluation {
	k := len(labels)
	e := Evaluation{Labels: labels, Gold: gold, Confusion: make([][]int, k)}
	for i := range e.Confusion {
		e.Confusion[i] = make([]int, k)
	}
	right := 0
	for i, y := range gold {
		row := probs[i*k : (i+1)*k]
		best := slices.Index(row, slices.Max(row))
		e.Predicted = append(e.Predicted, best)
		e.Confidence = append(e.Confidence, row[best])
		e.Confusion[y][best]++
		if best == y {
			right++
		}
	}
	e.PerLabel = perLabel(e.Confusion)
	e.Quality = classifier.Quality{
		N:        len(gold),
		Accuracy: float64(right) / float64(len(gold)),
		MacroF1:  macroF1(e.PerLabel),
		ECE:      calibrationError(e.Confidence, func(i int) bool { return e.Predicted[i] == gold[i] }),
	}
	return e
}

func perLabel(confusion [][]int) []LabelQuality {
	out := make([]LabelQuality, len(confusion))
	for k := range confusion {
		predicted, support := 0, 0
		for j := range confusion {
			predicted += confusion[j][k]
			support += confusion[k][j]
		}
		right := float64(confusion[k][k])
		out[k] = LabelQuality{ratio(right, float64(predicted)), ratio(right, float64(support)), ratio(2*right, float64(predicted+support)), support}
	}
	return out
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func macroF1(labels []LabelQuality) float64 {
	sum := 0.0
	for _, l := range labels {
		sum += l.F1
	}
	return sum / float64(len(labels))
}

// bins is how many equal bins of confidence the calibration error uses.
const bins = 10

// calibrationError returns the expected calibration error: the mean, over bins
// of confidence and weighted by their sentences, of the distance between how
// confident the predictions are and how many of them are right.
func calibrationError(confidence []float64, right func(i int) bool) float64 {
	var sum, hits [bins]float64
	for i, c := range confidence {
		b := min(bins-1, int(c*bins))
		sum[b] += c
		if right(i) {
			hits[b]++
		}
	}
	total := 0.0
	for b := range sum {
		total += max(sum[b]-hits[b], hits[b]-sum[b])
	}
	return total / float64(len(confidence))
}
