package classifier_test

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/seeds"
)

// TestExplanationsAddUp: for every sentence of the source articles, and for
// garbage, the bias and all contributions add up to the scores, spans lie within
// the sentence, and asking changes nothing else.
func TestExplanationsAddUp(t *testing.T) {
	m, err := seeds.Model()
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"", "Zzz qqq.", "\"\" ((( \xff\x00 …", "No. We refuse – \"never\", he said!"}
	names, err := filepath.Glob("../seeds/articles/*.txt")
	if err != nil || len(names) != 5 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	for _, text := range texts {
		plain := m.Classify(text, classifier.Options{})
		for i, s := range m.Classify(text, classifier.Options{Explain: true}) {
			if s.Confidence != plain[i].Confidence || plain[i].Explanation != nil {
				t.Errorf("asking for an explanation changes the answer: %v, %v", s.Confidence, plain[i].Confidence)
			}
			checkExplanation(t, text, s)
		}
	}
}

func checkExplanation(t *testing.T, text string, s classifier.Sentence) {
	t.Helper()
	z := append([]float64(nil), s.Explanation.Bias...)
	for _, c := range s.Explanation.Contributions {
		if c.Begin < s.Begin || c.End <= c.Begin || c.End > s.End {
			t.Fatalf("%s %q spans [%d, %d) in a sentence of [%d, %d)", c.View, c.Feature, c.Begin, c.End, s.Begin, s.End)
		}
		for k, x := range c.Scores {
			z[k] += x
		}
	}
	sum := 0.0
	for _, x := range z {
		sum += math.Exp(x)
	}
	for k, x := range z {
		if p := math.Exp(x) / sum; math.Abs(p-s.Scores[k]) > 1e-9 {
			t.Fatalf("%q: contributions give %v, the score is %v", text[s.Begin:s.End], p, s.Scores[k])
		}
	}
}

// TestExplanationNamesTheWords: what decides an attributed sentence is the part
// that attributes it.
func TestExplanationNamesTheWords(t *testing.T) {
	m, err := seeds.Model()
	if err != nil {
		t.Fatal(err)
	}
	const text = "The bridge reopened on Friday, according to officials."
	s := m.Classify(text, classifier.Options{Explain: true})[0]
	total := s.Explanation.Bias[1] - s.Explanation.Bias[0]
	greatest, why := 0.0, ""
	for _, part := range s.Explanation.BySpan() {
		x := part.Scores[1] - part.Scores[0]
		total += x
		if x > greatest {
			greatest, why = x, text[part.Begin:part.End]
		}
	}
	if want := math.Log(s.Scores[1] / s.Scores[0]); math.Abs(total-want) > 1e-9 {
		t.Errorf("the parts add up to %v, the logarithm of the odds is %v", total, want)
	}
	if why != "according to" {
		t.Errorf("the greatest effect is that of %q", why)
	}
}
