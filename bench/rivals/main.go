// Rivals compares the labels and confidences of Assay with those of other
// classifiers trained on the same sentences, on five folds that keep documents
// together and on the held-out articles.
//
//	cd bench && go run ./rivals
//
// The classifiers written in Go need nothing. Those of scikit-learn and fastText
// are run where python3 with sklearn (Debian: python3-sklearn) and fasttext
// (Debian: fasttext) are found, and named as missing where they are not.
package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "rivals:", err)
		os.Exit(1)
	}
}

// rival predicts the probabilities of the labels of test sentences, in the order
// of classifier.DefaultLabels, having learned from the training documents.
type rival struct {
	name    string
	predict func(training []corpus.Document, test []string) ([][]float64, error)
	// unsure tells that what it predicts are scores, not probabilities.
	unsure bool
}

func run() error {
	all, err := corpus.Read("../seeds/corpus")
	if err != nil {
		return err
	}
	heldOut, err := corpus.Read("../testdata/heldout")
	if err != nil {
		return err
	}
	fmt.Printf("%-34s  %-34s  %s\n", "", "five folds of the corpus", "held-out articles")
	fmt.Printf("%-34s  %-34s  %s\n", "", "accuracy  macro-F1 (95%)       ECE", "accuracy  macro-F1 (95%)       ECE")
	for _, r := range rivals() {
		folds := &outcome{unsure: r.unsure}
		for f := range 5 {
			training, test := divide(all, f)
			if err = folds.add(r, training, test); err != nil {
				break
			}
		}
		held := &outcome{unsure: r.unsure}
		if err == nil {
			err = held.add(r, all, heldOut)
		}
		if err != nil {
			fmt.Printf("%-34s  not run: %v\n", r.name, err)
			err = nil
			continue
		}
		fmt.Printf("%-34s  %s  %s\n", r.name, folds, held)
	}
	return nil
}

// divide returns the documents outside fold f and those in it, by the hash of
// their names.
func divide(documents []corpus.Document, f int) (training, test []corpus.Document) {
	for _, d := range documents {
		h := fnv.New32a()
		h.Write([]byte(d.Name))
		if int(h.Sum32()%5) == f {
			test = append(test, d)
		} else {
			training = append(training, d)
		}
	}
	return training, test
}

// outcome collects predictions.
type outcome struct {
	gold, predicted []int
	confidence      []float64
	unsure          bool
}

func (o *outcome) add(r rival, training, test []corpus.Document) error {
	var texts []string
	for _, d := range test {
		for _, s := range d.Sentences {
			texts = append(texts, s.Text)
			o.gold = append(o.gold, slices.Index(classifier.DefaultLabels(), s.Label))
		}
	}
	probs, err := r.predict(training, texts)
	if err != nil {
		return err
	}
	if len(probs) != len(texts) {
		return fmt.Errorf("%d answers for %d sentences", len(probs), len(texts))
	}
	for _, row := range probs {
		best := slices.Index(row, slices.Max(row))
		o.predicted = append(o.predicted, best)
		o.confidence = append(o.confidence, row[best])
	}
	return nil
}

// String returns accuracy, macro-F1 with its bootstrap interval, and ECE.
func (o *outcome) String() string {
	all := make([]int, len(o.gold))
	right := 0
	for i := range all {
		all[i] = i
		if o.gold[i] == o.predicted[i] {
			right++
		}
	}
	low, high := o.bootstrap()
	ece := "    –"
	if !o.unsure {
		ece = fmt.Sprintf("%.3f", o.ece())
	}
	return fmt.Sprintf("   %.3f  %.3f (%.3f–%.3f)  %s", float64(right)/float64(len(all)), o.macroF1(all), low, high, ece)
}

// bootstrap returns the bounds between which macro-F1 lies in 95 of 100 samples
// drawn with replacement from the sentences, always the same samples.
func (o *outcome) bootstrap() (low, high float64) {
	r := rand.New(rand.NewPCG(1, 2))
	scores := make([]float64, 1000)
	sample := make([]int, len(o.gold))
	for i := range scores {
		for j := range sample {
			sample[j] = r.IntN(len(o.gold))
		}
		scores[i] = o.macroF1(sample)
	}
	slices.Sort(scores)
	return scores[25], scores[974]
}

func (o *outcome) macroF1(sample []int) float64 {
	var hits, told, are [3]float64
	for _, i := range sample {
		told[o.predicted[i]]++
		are[o.gold[i]]++
		if o.predicted[i] == o.gold[i] {
			hits[o.gold[i]]++
		}
	}
	sum := 0.0
	for k := range hits {
		if told[k]+are[k] > 0 {
			sum += 2 * hits[k] / (told[k] + are[k]) / 3
		}
	}
	return sum
}

// ece is the expected calibration error over ten equal bins.
func (o *outcome) ece() float64 {
	var confidence, hits [10]float64
	for i, c := range o.confidence {
		b := min(9, int(c*10))
		confidence[b] += c
		if o.predicted[i] == o.gold[i] {
			hits[b]++
		}
	}
	sum := 0.0
	for b := range hits {
		sum += max(confidence[b]-hits[b], hits[b]-confidence[b])
	}
	return sum / float64(len(o.confidence))
}
