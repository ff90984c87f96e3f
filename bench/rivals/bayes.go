package main

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/classifier/train"
	"github.com/assay-nlp/assay/corpus"
	"github.com/navossoc/bayesian"
)

func rivals() []rival {
	return []rival{
		{"Assay", assay, false},
		{"navossoc/bayesian as it comes", asItComes, false},
		{"multinomial naive Bayes, smoothed", multinomial, false},
		{"complement naive Bayes", complement, false},
		{"logistic regression", sklearn("logistic"), false},
		{"linear SVM", sklearn("svm"), true},
		{"fastText, autotuned", fastText, false},
	}
}

func assay(training []corpus.Document, test []string) ([][]float64, error) {
	result, err := train.Train(training, train.Options{})
	if err != nil {
		return nil, err
	}
	var probs [][]float64
	for _, s := range result.Model.ClassifySentences(test, classifier.Options{}) {
		probs = append(probs, s.Scores)
	}
	return probs, nil
}

var word = regexp.MustCompile(`[\p{L}\p{N}'’]+|[^\s\p{L}\p{N}]`)

// words are what the rivals of naive Bayes count: words and pairs of words.
func words(text string) []string {
	single := word.FindAllString(strings.ToLower(text), -1)
	out := slices.Clone(single)
	for i := 1; i < len(single); i++ {
		out = append(out, single[i-1]+" "+single[i])
	}
	return out
}

func classes() []bayesian.Class {
	var out []bayesian.Class
	for _, label := range classifier.DefaultLabels() {
		out = append(out, bayesian.Class(label))
	}
	return out
}

func learn(training []corpus.Document) (engine *bayesian.Classifier, vocabulary map[string]bool) {
	engine = bayesian.NewClassifier(classes()...)
	vocabulary = map[string]bool{}
	for _, d := range training {
		for _, s := range d.Sentences {
			w := words(s.Text)
			engine.Learn(w, bayesian.Class(s.Label))
			for _, x := range w {
				vocabulary[x] = true
			}
		}
	}
	return engine, vocabulary
}

// asItComes uses the library the way its README does. Its probabilities
// underflow, so they are made from its log scores.
func asItComes(training []corpus.Document, test []string) ([][]float64, error) {
	engine, _ := learn(training)
	return scoreAll(engine, test, func(string) bool { return true }), nil
}

// multinomial smooths the library's counts by one for every known word and leaves
// unknown ones out.
func multinomial(training []corpus.Document, test []string) ([][]float64, error) {
	engine, vocabulary := learn(training)
	for w := range vocabulary {
		for _, class := range classes() {
			engine.Observe(w, 1, class)
		}
	}
	return scoreAll(engine, test, func(w string) bool { return vocabulary[w] }), nil
}

func scoreAll(engine *bayesian.Classifier, test []string, keep func(string) bool) [][]float64 {
	var probs [][]float64
	for _, text := range test {
		scores, _, _ := engine.LogScores(slices.DeleteFunc(words(text), func(w string) bool { return !keep(w) }))
		probs = append(probs, softmax(scores))
	}
	return probs
}

// complement estimates each class from the words of all others and normalises the
// weights (Rennie, Shih, Teevan and Karger 2003).
func complement(training []corpus.Document, test []string) ([][]float64, error) {
	labels := classifier.DefaultLabels()
	counts := map[string][]float64{}
	totals := make([]float64, len(labels))
	for _, d := range training {
		for _, s := range d.Sentences {
			k := slices.Index(labels, s.Label)
			for _, w := range words(s.Text) {
				if counts[w] == nil {
					counts[w] = make([]float64, len(labels))
				}
				for j := range labels {
					if j != k {
						counts[w][j]++
						totals[j]++
					}
				}
			}
		}
	}
	norm := make([]float64, len(labels))
	for _, row := range counts {
		for k := range row {
			row[k] = -math.Log((row[k] + 1) / (totals[k] + float64(len(counts))))
			norm[k] += math.Abs(row[k])
		}
	}
	var probs [][]float64
	for _, text := range test {
		scores := make([]float64, len(labels))
		for _, w := range words(text) {
			for k, weight := range counts[w] {
				scores[k] += weight / norm[k] * float64(len(counts))
			}
		}
		probs = append(probs, softmax(scores))
	}
	return probs, nil
}

func softmax(scores []float64) []float64 {
	top, sum := slices.Max(scores), 0.0
	out := make([]float64, len(scores))
	for k, x := range scores {
		out[k] = math.Exp(x - top)
		sum += out[k]
	}
	for k := range out {
		out[k] /= sum
	}
	return out
}
