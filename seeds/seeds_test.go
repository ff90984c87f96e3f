package seeds

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
)

// kinds are the kinds of the annotation guide by label.
var kinds = map[string][]string{
	classifier.Fact:       {"event", "figure", "background"},
	classifier.Attributed: {"direct_quote", "indirect_speech", "hearsay", "stance", "pledge"},
	classifier.Opinion:    {"evaluation", "interpretation", "forecast", "advice", "rhetoric", "vague_reaction"},
}

func read(t *testing.T, path string) []corpus.Document {
	t.Helper()
	documents, err := corpus.Reader{Labels: classifier.DefaultLabels()}.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func TestModel(t *testing.T) {
	m, err := Model()
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := Model(); again != m {
		t.Error("the model is compiled anew at each call")
	}
	s := m.Classify("The ministry said on Monday that it would appeal.", classifier.Options{})
	if len(s) != 1 || s[0].Label != classifier.Attributed {
		t.Errorf("told %+v", s)
	}
}

// TestCorpus: the corpus is large and varied, every kind fits its label, and
// every file carries its register.
func TestCorpus(t *testing.T) {
	documents := read(t, "corpus")
	topics, registers := map[string]bool{}, map[string]bool{}
	for _, d := range documents {
		topics[d.Topic], registers[d.Register] = true, true
		if d.Register == "" {
			t.Errorf("%s has no register", d.Name)
		}
		for i, s := range d.Sentences {
			if !slices.Contains(kinds[s.Label], s.Kind) {
				t.Errorf("%s, sentence %d: kind %q is not one of %s", d.Name, i+1, s.Kind, s.Label)
			}
		}
	}
	n := corpus.Count(documents)
	if len(documents) < 60 || n < 1200 || len(topics) < 10 || len(registers) < 8 {
		t.Errorf("%d articles, %d sentences, %d topics, %d registers", len(documents), n, len(topics), len(registers))
	}
}

// TestNothingIsHeldInCommon: no sentence of the corpus resembles another one, one
// that is held out, or one of the source articles. Two sentences resemble each
// other when they share a third of the runs of five words of the shorter one.
func TestNothingIsHeldInCommon(t *testing.T) {
	training := sentencesOf(read(t, "corpus"))
	heldOut := sentencesOf(append(read(t, "../testdata/gold"), read(t, "../testdata/heldout")...))
	files, err := fs.Glob(os.DirFS("articles"), "*.txt")
	if err != nil || len(files) != 5 {
		t.Fatalf("articles %v, %v", files, err)
	}
	owners := map[string][]int{} // run of words: the sentences that have it
	shared := map[[2]int]int{}
	all := append(training, heldOut...)
	for i, s := range all {
		for run := range s.runs {
			for _, j := range owners[run] {
				shared[[2]int{j, i}]++
			}
			owners[run] = append(owners[run], i)
		}
	}
	for pair, n := range shared {
		a, b := all[pair[0]], all[pair[1]]
		if pair[0] >= len(training) {
			continue // both are held out; the source articles retell one event
		}
		if n >= 3 && 3*n >= min(len(a.runs), len(b.runs)) {
			t.Errorf("%s and %s share %d runs of five words:\n%s\n%s", a.where, b.where, n, a.text, b.text)
		}
	}
}

type sentence struct {
	where, text string
	runs        map[string]bool
}

var word = regexp.MustCompile(`[\p{L}\p{N}'’]+`)

func sentencesOf(documents []corpus.Document) []sentence {
	var out []sentence
	for _, d := range documents {
		for _, s := range d.Sentences {
			words := word.FindAllString(strings.ToLower(s.Text), -1)
			runs := map[string]bool{}
			for i := 0; i+5 <= len(words); i++ {
				runs[strings.Join(words[i:i+5], " ")] = true
			}
			out = append(out, sentence{d.Name, s.Text, runs})
		}
	}
	return out
}

// TestGold: the gold labels cover the sentences of the source articles, all of
// them, in their order.
func TestGold(t *testing.T) {
	for _, d := range read(t, "../testdata/gold") {
		b, err := os.ReadFile("articles/" + d.Name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		var split, gold []string
		for _, span := range classifier.Split(string(b)) {
			split = append(split, strings.Join(strings.Fields(string(b[span.Begin:span.End])), " "))
		}
		for _, s := range d.Sentences {
			gold = append(gold, s.Text)
		}
		if !slices.Equal(split, gold) {
			t.Errorf("%s: the gold sentences are not those of the article", d.Name)
		}
	}
}
