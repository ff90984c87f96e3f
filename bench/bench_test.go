// Package bench compares Assay with what else does parts of its work, side by
// side in one run. It is a module of its own, so that nobody who uses Assay
// downloads its rivals.
//
//	make bench
//
// Only ratios within one run mean anything; machines differ and are noisy.
package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/seeds"
	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/navossoc/bayesian"
)

// articles returns the five source articles as one text.
func articles(b *testing.B) string {
	b.Helper()
	names, err := filepath.Glob("../seeds/articles/*.txt")
	if err != nil || len(names) != 5 {
		b.Fatal(names, err)
	}
	var text strings.Builder
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		text.Write(content)
		text.WriteString("\n\n")
	}
	return text.String()
}

func model(b *testing.B) *classifier.Model {
	b.Helper()
	m, err := seeds.Model()
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// BenchmarkAssay splits and scores raw text on one core.
func BenchmarkAssay(b *testing.B) {
	text, m := articles(b), model(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n += len(m.Classify(text, classifier.Options{}))
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}

// BenchmarkBayesian scores the same sentences, split already, with the words
// view of the model held by the library itself: splitting into words and looking
// up its maps is all it has to do.
func BenchmarkBayesian(b *testing.B) {
	text, m := articles(b), model(b)
	params := m.Params()
	var classes []bayesian.Class
	for _, label := range params.Labels {
		classes = append(classes, bayesian.Class(label))
	}
	library := bayesian.NewClassifier(classes...)
	for _, view := range params.Views {
		if view.Name != "words" {
			continue
		}
		for f, feature := range view.Features {
			for k, class := range classes {
				library.Observe(feature, int(view.Counts[f*len(classes)+k])+1, class)
			}
		}
	}
	spans := classifier.Split(text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, span := range spans {
			library.LogScores(strings.Fields(strings.ToLower(text[span.Begin:span.End])))
		}
		n += len(spans)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}

// BenchmarkSplit only splits.
func BenchmarkSplit(b *testing.B) {
	text := articles(b)
	b.SetBytes(int64(len(text)))
	var spans []classifier.Span
	for b.Loop() {
		spans = classifier.AppendSplit(spans[:0], text)
	}
}

// BenchmarkUAX29 splits by the rules of Unicode Standard Annex 29.
func BenchmarkUAX29(b *testing.B) {
	text := articles(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for tokens := sentences.FromString(text); tokens.Next(); {
			_ = tokens.Value()
		}
	}
}
