package seeds

import (
	"fmt"
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

// TestCorpus: the corpus is as large as its README says and as varied as it has
// to be, every kind fits its label, and every file carries its register.
func TestCorpus(t *testing.T) {
	documents := read(t, "corpus")
	topics, registers, count := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, d := range documents {
		topics[d.Topic], registers[d.Register] = true, true
		if d.Register == "" {
			t.Errorf("%s has no register", d.Name)
		}
		for i, s := range d.Sentences {
			count[s.Label]++
			count[s.Kind]++
			if !slices.Contains(kinds[s.Label], s.Kind) {
				t.Errorf("%s, sentence %d: kind %q is not one of %s", d.Name, i+1, s.Kind, s.Label)
			}
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("| articles | %d, on %d topics |", len(documents), len(topics)),
		fmt.Sprintf("| sentences | %s: %s fact, %s attributed, %s opinion |",
			comma(corpus.Count(documents)), comma(count[classifier.Fact]), comma(count[classifier.Attributed]), comma(count[classifier.Opinion])),
	} {
		if !strings.Contains(string(readme), want) {
			t.Errorf("README.md lacks %q", want)
		}
	}
	for label, names := range kinds {
		if count[label] < 3000 {
			t.Errorf("%d sentences are %s, want 3,000", count[label], label)
		}
		for _, kind := range names {
			if count[kind] < 150 {
				t.Errorf("%d sentences are of the kind %s, want 150", count[kind], kind)
			}
		}
	}
	if len(documents) < 500 || len(topics) < 16 || len(registers) < 12 {
		t.Errorf("%d articles, %d topics, %d registers", len(documents), len(topics), len(registers))
	}
}

// comma writes a number of four or five digits the way the README does.
func comma(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }

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
