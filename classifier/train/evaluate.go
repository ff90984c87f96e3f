package train

import (
	"fmt"
	"math"
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
	// Reliability tells, for each bin of confidence, how many predictions are
	// right.
	Reliability []Bin
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
	e.Reliability = reliability(&e)
	e.Quality = classifier.Quality{
		N:        len(gold),
		Accuracy: float64(right) / float64(len(gold)),
		MacroF1:  macroF1(e.PerLabel),
		ECE:      calibrationError(e.Reliability),
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

// Bin holds the predictions whose confidence lies in one tenth.
type Bin struct {
	// N is how many there are.
	N int `json:"n"`
	// Confidence is their mean confidence, from 0 to 1; 0 without predictions.
	Confidence float64 `json:"confidence"`
	// Accuracy is the share of them that is right; 0 without predictions.
	Accuracy float64 `json:"accuracy"`
}

func reliability(e *Evaluation) []Bin {
	out := make([]Bin, bins)
	for i, c := range e.Confidence {
		b := &out[min(bins-1, int(c*bins))]
		b.N++
		b.Confidence += c
		if e.Predicted[i] == e.Gold[i] {
			b.Accuracy++
		}
	}
	for i := range out {
		out[i].Confidence = ratio(out[i].Confidence, float64(out[i].N))
		out[i].Accuracy = ratio(out[i].Accuracy, float64(out[i].N))
	}
	return out
}

// calibrationError returns the expected calibration error: the mean, over bins
// of confidence and weighted by their predictions, of the distance between how
// confident the predictions are and how many of them are right.
func calibrationError(reliability []Bin) float64 {
	sum, n := 0.0, 0
	for _, b := range reliability {
		sum += math.Abs(b.Confidence-b.Accuracy) * float64(b.N)
		n += b.N
	}
	return sum / float64(n)
}
