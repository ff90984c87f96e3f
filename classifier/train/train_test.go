package train

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
	"github.com/navossoc/bayesian"
)

// labelled reads the corpus of the default model.
func labelled(t testing.TB) []corpus.Document {
	t.Helper()
	documents, err := corpus.Read("../../seeds/corpus")
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func encoded(t *testing.T, m *classifier.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameInputSameBytes(t *testing.T) {
	documents := labelled(t)[:40]
	a, err := Train(documents, Options{Version: "x"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Train(documents, Options{Version: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encoded(t, a.Model), encoded(t, b.Model)) {
		t.Error("the same documents gave different bytes")
	}
}

// TestModelEqualsLibrary compares the compiled scorer with bayesian.Classifier:
// one classifier a view, taught the training sentences and smoothed by one
// observation of every feature, tells log scores; without the library's prior
// and centred, the combiner turns them into the model's probabilities.
func TestModelEqualsLibrary(t *testing.T) {
	documents := labelled(t)
	training, unseen := documents[:30], documents[30:36]
	result, err := Train(training, Options{})
	if err != nil {
		t.Fatal(err)
	}
	params := result.Model.Params()
	reference := newLibraryModel(t, params, training)
	n := 0
	for _, d := range unseen {
		for _, s := range d.Sentences {
			told := result.Model.ClassifySentences([]string{s.Text}, classifier.Options{})[0]
			want := reference.probabilities(s.Text)
			for k := range want {
				if math.Abs(math.Log(told.Scores[k])-math.Log(want[k])) > 1e-9 {
					t.Fatalf("%q: scores %v, the library's counts give %v", s.Text, told.Scores, want)
				}
			}
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d sentences were compared", n)
	}
}

type libraryModel struct {
	params    *classifier.Params
	extractor *classifier.Extractor
	views     []*bayesian.Classifier
	known     []map[string]bool
}

func newLibraryModel(t *testing.T, params *classifier.Params, documents []corpus.Document) *libraryModel {
	t.Helper()
	var names []string
	var classes []bayesian.Class
	for _, v := range params.Views {
		names = append(names, v.Name)
	}
	for _, label := range params.Labels {
		classes = append(classes, bayesian.Class(label))
	}
	extractor, err := classifier.NewExtractor(params.Lexicon, names)
	if err != nil {
		t.Fatal(err)
	}
	m := &libraryModel{params: params, extractor: extractor}
	for _, v := range params.Views {
		known := map[string]bool{}
		c := bayesian.NewClassifier(classes...)
		for _, feature := range v.Features {
			known[feature] = true
			for _, class := range classes {
				c.Observe(feature, 1, class)
			}
		}
		m.views, m.known = append(m.views, c), append(m.known, known)
	}
	for _, d := range documents {
		for _, s := range d.Sentences {
			for v, features := range m.features(s.Text) {
				m.views[v].Learn(features, bayesian.Class(s.Label))
			}
		}
	}
	return m
}

// features returns the known features of a sentence by view, each once.
func (m *libraryModel) features(sentence string) [][]string {
	out := make([][]string, len(m.views))
	m.extractor.Features(sentence, func(view int, name []byte) {
		if f := string(name); m.known[view][f] && !slices.Contains(out[view], f) {
			out[view] = append(out[view], f)
		}
	})
	return out
}

func (m *libraryModel) probabilities(sentence string) []float64 {
	var row []float64
	for v, features := range m.features(sentence) {
		scores, _, _ := m.views[v].LogScores(features)
		priors, _, _ := m.views[v].LogScores(nil)
		mean := 0.0
		for k := range scores {
			scores[k] -= priors[k]
			mean += scores[k] / float64(len(scores))
		}
		for k := range scores {
			row = append(row, scores[k]-mean)
		}
	}
	probs := make([]float64, len(m.params.Labels))
	apply(&m.params.Combiner, row, probs)
	return probs
}

// TestCrossValidationIsHonest trains on labels that have nothing to do with the
// sentences: anything clearly above chance would mean that a model has seen what
// it is judged on.
func TestCrossValidationIsHonest(t *testing.T) {
	documents := labelled(t)[:60]
	labels := classifier.DefaultLabels()
	n := 0
	for i, d := range documents {
		d.Sentences = slices.Clone(d.Sentences)
		for j := range d.Sentences {
			n = (n*1103515245 + 12345) & 0x7fffffff
			d.Sentences[j].Label = labels[n>>16%3]
		}
		documents[i] = d
	}
	e, err := CrossValidate(documents, Options{}, ByDocument)
	if err != nil {
		t.Fatal(err)
	}
	if e.Accuracy > 0.40 {
		t.Errorf("accuracy %.3f on random labels, want about 0.33", e.Accuracy)
	}
}

func TestTooFew(t *testing.T) {
	sentences := func(label string, n int) []corpus.Sentence {
		var out []corpus.Sentence
		for i := range n {
			out = append(out, corpus.Sentence{Label: label, Text: fmt.Sprintf("Sentence %d said so.", i)})
		}
		return out
	}
	tests := map[string][]corpus.Document{
		"nothing":   nil,
		"one label": {{Name: "a", Sentences: sentences("fact", 100)}},
		"few":       {{Name: "a", Sentences: slices.Concat(sentences("fact", 100), sentences("attributed", 100), sentences("opinion", 3))}},
	}
	for name, documents := range tests {
		if _, err := Train(documents, Options{}); !errors.Is(err, ErrTooFew) {
			t.Errorf("%s: error %v, want one that is ErrTooFew", name, err)
		}
	}
	unknown := []corpus.Document{{Name: "a", Sentences: sentences("gossip", 100)}}
	if _, err := Train(unknown, Options{}); err == nil || errors.Is(err, ErrTooFew) {
		t.Errorf("unknown label: error %v", err)
	}
}

// TestOtherLabels trains a model that knows other labels than the default ones,
// from one document, which blocks of sentences stand for.
func TestOtherLabels(t *testing.T) {
	var d corpus.Document
	for i := range 60 {
		d.Sentences = append(d.Sentences,
			corpus.Sentence{Label: "spam", Text: fmt.Sprintf("Buy %d cheap pills now!", i)},
			corpus.Sentence{Label: "ham", Text: fmt.Sprintf("The meeting number %d is on Monday.", i)})
	}
	result, err := Train([]corpus.Document{d}, Options{Labels: []string{"ham", "spam"}})
	if err != nil {
		t.Fatal(err)
	}
	if s := result.Model.ClassifySentences([]string{"Buy pills"}, classifier.Options{})[0]; s.Label != "spam" {
		t.Errorf("told %s with %v", s.Label, s.Scores)
	}
	if result.CrossValidation.MacroF1 < 0.99 {
		t.Errorf("macro-F1 %.3f on what a child can tell apart", result.CrossValidation.MacroF1)
	}
}

func TestLexiconLoads(t *testing.T) {
	lex, err := DefaultLexicon()
	if err != nil {
		t.Fatal(err)
	}
	files, err := lexiconFiles.ReadDir("lexicon")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(lex) {
		t.Errorf("%d files for %d classes: one is not used", len(files), len(lex))
	}
	for _, class := range lex {
		if len(class.Entries) < 5 {
			t.Errorf("class %s has %d entries", class.Name, len(class.Entries))
		}
	}
}

func TestParseLexicon(t *testing.T) {
	got, err := parseLexicon("# what it is, and why\nsaid, told\n\naccording  to\n")
	if want := []string{"said", "told", "according to"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, bad := range []string{"Said", "said, said"} {
		if _, err := parseLexicon(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
