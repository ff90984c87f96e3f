package classifier

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// testParams returns a small model whose scores can be reckoned by hand.
func testParams() Params {
	return Params{
		Labels:  DefaultLabels(),
		Lexicon: testLexicon,
		Views: []View{{
			Name:     "words",
			Features: []string{"bridge", "officials", "said", "should"},
			Counts:   []uint32{5, 1, 0, 0, 6, 0, 0, 9, 1, 0, 0, 7},
		}},
		Combiner: Combiner{Bias: []float64{0.1, 0, -0.1}, Weights: [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
		Card: Card{Version: "test", Documents: 3, Sentences: []int{5, 9, 7}, MinConfidence: 0.5, Operating: [][]OperatingPoint{
			{{Floor: 0.4, Precision: 0.8, Coverage: 1}, {Floor: 0.9, Precision: 0.95, Coverage: 0.5}},
			{{Floor: 0.4, Precision: 0.99, Coverage: 1}},
			{{Floor: 0.4, Precision: 0.8, Coverage: 1}, {Floor: 0.9, Precision: 1, Coverage: 0}},
		}},
	}
}

func testModel(t testing.TB) *Model {
	t.Helper()
	m, err := New(testParams())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestScoresByHand reckons the probabilities of a sentence from the counts,
// without the folding that the model does.
func TestScoresByHand(t *testing.T) {
	m := testModel(t)
	p := testParams()
	totals := []float64{5 + 4, 1 + 6 + 9 + 4, 1 + 7 + 4} // counts of the label and one for each feature
	z := slices.Clone(p.Combiner.Bias)
	for _, row := range [][]float64{{5, 1, 0}, {0, 9, 1}} { // bridge, said
		logs := make([]float64, 3)
		mean := 0.0
		for k := range logs {
			logs[k] = math.Log((row[k] + 1) / totals[k])
			mean += logs[k] / 3
		}
		for k := range logs {
			z[k] += logs[k] - mean
		}
	}
	sum := math.Exp(z[0]) + math.Exp(z[1]) + math.Exp(z[2])
	got := m.ClassifySentences([]string{"Bridge bridge said unknown."}, Options{})[0]
	for k := range z {
		if want := math.Exp(z[k]) / sum; math.Abs(got.Scores[k]-want) > 1e-12 {
			t.Errorf("score of %s = %v, want %v", m.Labels()[k], got.Scores[k], want)
		}
	}
	if got.Label != Fact || got.Confidence != got.Scores[0] {
		t.Errorf("told %s with %v, want fact with its score", got.Label, got.Confidence)
	}
}

func TestClassifySpans(t *testing.T) {
	const text = "The bridge said no.  Officials should.\n"
	sentences := testModel(t).Classify(text, Options{})
	want := []string{"The bridge said no.", "Officials should."}
	if len(sentences) != len(want) {
		t.Fatalf("%d sentences, want %d", len(sentences), len(want))
	}
	for i, s := range sentences {
		if got := text[s.Begin:s.End]; got != want[i] {
			t.Errorf("sentence %d is %q, want %q", i+1, got, want[i])
		}
	}
}

func TestUncertain(t *testing.T) {
	m := testModel(t)
	floor := func(x float64) Options { return Options{MinConfidence: &x} }
	tests := []struct {
		name, in string
		options  Options
		want     bool
	}{
		{"sure", "officials said", Options{}, false},
		{"below the caller's floor", "officials said", floor(0.999), true},
		{"floor of zero", "bridge should", floor(0), false},
		{"no evidence", "zzz qqq", floor(0), true},
		{"empty", "", floor(0), true},
		{"only marks", "... !?", floor(0), true},
	}
	for _, test := range tests {
		s := m.ClassifySentences([]string{test.in}, test.options)[0]
		if s.Uncertain != test.want {
			t.Errorf("%s: uncertain is %v with confidence %v", test.name, s.Uncertain, s.Confidence)
		}
	}
	if s := m.ClassifySentences([]string{"zzz"}, Options{})[0]; s.Confidence > 0.34 {
		t.Errorf("without evidence the confidence is %v", s.Confidence)
	}
}

// TestPrecision: a target becomes the lowest floor of each label that reached it;
// a label that never did is always uncertain, and the higher floor counts.
func TestPrecision(t *testing.T) {
	m := testModel(t)
	target := func(x float64) Options { return Options{Precision: &x} }
	zero, high := 0.0, 0.99
	tests := []struct {
		options Options
		want    []float64
	}{
		{Options{}, []float64{0.5, 0.5, 0.5}},
		{target(0.75), []float64{0.5, 0.5, 0.5}},
		{target(0.95), []float64{0.9, 0.5, never}},
		{Options{Precision: target(0.95).Precision, MinConfidence: &zero}, []float64{0.9, 0.4, never}},
		{Options{Precision: target(0.95).Precision, MinConfidence: &high}, []float64{0.99, 0.99, never}},
	}
	for _, test := range tests {
		if got := m.floors(test.options); !slices.Equal(got, test.want) {
			t.Errorf("floors %v, want %v", got, test.want)
		}
	}
}

func TestConcurrentCallsAgree(t *testing.T) {
	m := testModel(t)
	text := strings.Repeat("The bridge opened. Officials said it should. It is stark. ", 50)
	want := m.Classify(text, Options{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got := m.Classify(text, Options{})
			if !slices.EqualFunc(got, want, equal) {
				t.Error("two goroutines got different answers")
			}
		})
	}
	wg.Wait()
}

func equal(a, b Sentence) bool {
	return a.Span == b.Span && a.Label == b.Label && a.Confidence == b.Confidence && a.Uncertain == b.Uncertain && slices.Equal(a.Scores, b.Scores)
}

func TestStampsRunOut(t *testing.T) {
	m := testModel(t)
	s := newScorer(m)
	want, got := make([]float64, 3), make([]float64, 3)
	s.score("The bridge said", want)
	s.stamp = math.MaxUint32
	s.score("The bridge said", got)
	if !slices.Equal(got, want) {
		t.Errorf("after the stamps ran out: %v, want %v", got, want)
	}
}

func TestFileRoundTrip(t *testing.T) {
	m := testModel(t)
	path := filepath.Join(t.TempDir(), "a.model")
	if err := m.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	read, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if read.Digest() != m.Digest() || read.Card().Version != "test" {
		t.Errorf("read back digest %s, card %+v", read.Digest(), read.Card())
	}
	var a, b bytes.Buffer
	if _, err := m.WriteTo(&a); err != nil {
		t.Fatal(err)
	}
	if _, err := read.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("a model that was read is written differently")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

// TestExpansionIsBounded: features that share their prefixes may not take many
// times the memory of the file.
func TestExpansionIsBounded(t *testing.T) {
	p := testParams()
	prefix := strings.Repeat("x", 900)
	for i := range 5000 {
		p.Views[0].Features = append(p.Views[0].Features, fmt.Sprintf("%s%05d", prefix, i))
		p.Views[0].Counts = append(p.Views[0].Counts, 1, 0, 0)
	}
	if _, err := Decode(encode(&p)); !errors.Is(err, ErrInvalidModel) || !strings.Contains(err.Error(), "times their bytes") {
		t.Errorf("error %v", err)
	}
}

func TestWriteFileFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := testModel(t).WriteFile(target); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := testModel(t).WriteFile(link); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
}

func TestWriteFileKeepsTheOldOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "a.model")
	if err := testModel(t).WriteFile(path); err == nil {
		t.Error("writing into a missing folder succeeded")
	}
	dir := t.TempDir() // a folder stands where the file should go
	if err := testModel(t).WriteFile(dir); err == nil {
		t.Error("writing over a folder succeeded")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".*")); len(left) > 0 {
		t.Errorf("something is left beside the target: %v", left)
	}
}

// sealed returns file with its checksum made right.
func sealed(file []byte) []byte {
	body := slices.Clone(file[:len(file)-sha256.Size])
	sum := sha256.Sum256(body)
	return append(body, sum[:]...)
}

func TestDamagedFilesAreRefused(t *testing.T) {
	params := testParams()
	file := encode(&params)
	at := func(tag string) int { return bytes.Index(file, []byte(tag)) }
	change := func(f func(b []byte)) []byte {
		b := slices.Clone(file)
		f(b)
		return sealed(b)
	}
	damaged := map[string][]byte{
		"empty":           {},
		"text":            []byte(strings.Repeat("no model ", 20)),
		"one bit":         change(func(b []byte) {})[:0:0],
		"checksum":        append(slices.Clone(file[:len(file)-1]), file[len(file)-1]^1),
		"version":         change(func(b []byte) { b[len(fileMagic)]++ }),
		"section count":   change(func(b []byte) { b[len(fileMagic)+4]-- }),
		"many sections":   change(func(b []byte) { binary.LittleEndian.PutUint32(b[len(fileMagic)+4:], math.MaxUint32) }),
		"section length":  change(func(b []byte) { binary.LittleEndian.PutUint64(b[at("view")+4:], math.MaxUint64) }),
		"section order":   change(func(b []byte) { copy(b[at("lexi"):], "comb") }),
		"unknown section": change(func(b []byte) { copy(b[at("card"):], "cart") }),
		"label count":     change(func(b []byte) { b[at("labl")+sectionStart] = 0xff }),
		"view name":       change(func(b []byte) { b[at("words")]++ }),
		"order of words":  change(func(b []byte) { b[at("bridge")] = 'z' }),
		"weight": change(func(b []byte) {
			binary.LittleEndian.PutUint64(b[at("comb")+sectionStart:], math.Float64bits(math.NaN()))
		}),
		"card":             change(func(b []byte) { b[at(`{"version`)] = '[' }),
		"form of the card": change(func(b []byte) { copy(b[at(`"test"`):], `"te"  `) }),
	}
	damaged["one bit"] = slices.Clone(file)
	damaged["one bit"][len(file)/2] ^= 0x10
	for name, b := range damaged {
		if _, err := Decode(b); !errors.Is(err, ErrInvalidModel) {
			t.Errorf("%s: error %v, want one that is ErrInvalidModel", name, err)
		}
	}
	for n := range file {
		if _, err := Decode(file[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes were accepted", n, len(file))
		}
	}
}

func TestParamsAreChecked(t *testing.T) {
	tests := map[string]func(p *Params){
		"one label":        func(p *Params) { p.Labels = p.Labels[:1] },
		"label twice":      func(p *Params) { p.Labels[1] = p.Labels[0] },
		"counts missing":   func(p *Params) { p.Views[0].Counts = p.Views[0].Counts[1:] },
		"feature twice":    func(p *Params) { p.Views[0].Features[1] = "bridge" },
		"unknown view":     func(p *Params) { p.Views[0].Name = "tea leaves" },
		"view twice":       func(p *Params) { p.Views = append(p.Views, p.Views[0]) },
		"weights missing":  func(p *Params) { p.Combiner.Weights[0] = nil },
		"infinite bias":    func(p *Params) { p.Combiner.Bias[0] = math.Inf(1) },
		"huge weight":      func(p *Params) { p.Combiner.Weights[0][0] = 1e308 },
		"endless feature":  func(p *Params) { p.Views[0].Features[3] = strings.Repeat("x", maxFeature+1) },
		"operating points": func(p *Params) { p.Card.Operating = p.Card.Operating[:1] },
		"precision of 2":   func(p *Params) { p.Card.Operating[0][0].Precision = 2 },
		"negative count":   func(p *Params) { p.Card.Documents = -1 },
		"floor above one":  func(p *Params) { p.Card.MinConfidence = 1.5 },
		"figure not there": func(p *Params) { p.Card.CrossValidation.ECE = math.NaN() },
		"card too short":   func(p *Params) { p.Card.Sentences = nil },
	}
	for name, spoil := range tests {
		p := testParams()
		spoil(&p)
		if _, err := New(p); !errors.Is(err, ErrInvalidModel) {
			t.Errorf("%s: error %v, want one that is ErrInvalidModel", name, err)
		}
	}
}

// FuzzDecode feeds the reader what claims to be a model. Whatever is accepted
// must work and be written back as it came.
func FuzzDecode(f *testing.F) {
	params := testParams()
	file := encode(&params)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) >= sha256.Size {
			b = sealed(b) // otherwise the checksum guards everything behind it
		}
		m, err := Decode(b)
		if err != nil {
			return
		}
		for _, s := range m.Classify("The bridge opened, officials said.", Options{}) {
			if !(s.Confidence >= 0 && s.Confidence <= 1) {
				t.Fatalf("an accepted model tells a confidence of %v", s.Confidence)
			}
		}
		var back bytes.Buffer
		if _, err := m.WriteTo(&back); err != nil || !bytes.Equal(back.Bytes(), b) {
			t.Fatalf("an accepted model is written back differently (%v)", err)
		}
	})
}

// FuzzClassify states what holds for every text: spans are in order and inside,
// scores are probabilities, and the answer is the same again.
func FuzzClassify(f *testing.F) {
	m := testModel(f)
	f.Add("The bridge opened. \"Officials should,\" he said. Zzz!")
	f.Add("\x00\xff “ ' (")
	f.Fuzz(func(t *testing.T, text string) {
		sentences := m.Classify(text, Options{})
		at := 0
		for _, s := range sentences {
			if s.Begin < at || s.End <= s.Begin || s.End > len(text) {
				t.Fatalf("span [%d, %d) after %d in %d bytes", s.Begin, s.End, at, len(text))
			}
			at = s.End
			sum := 0.0
			for _, p := range s.Scores {
				if !(p >= 0 && p <= 1) {
					t.Fatalf("a score of %v", p)
				}
				sum += p
			}
			if math.Abs(sum-1) > 1e-9 || s.Confidence != slices.Max(s.Scores) {
				t.Fatalf("scores %v sum to %v, confidence %v", s.Scores, sum, s.Confidence)
			}
		}
		if again := m.Classify(text, Options{}); !slices.EqualFunc(sentences, again, equal) {
			t.Fatal("the same text got another answer")
		}
	})
}
