package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/classifier/train"
	"github.com/google/go-cmp/cmp"
)

func evaluation() train.Evaluation {
	return train.Evaluation{
		Quality:     classifier.Quality{N: 10, Accuracy: 0.7, MacroF1: 0.65, ECE: 0.0512},
		Labels:      []string{"fact", "opinion"},
		PerLabel:    []train.LabelQuality{{Precision: 1, Recall: 0.5, F1: 2.0 / 3, Support: 6}, {Support: 4}},
		Confusion:   [][]int{{3, 3}, {0, 4}},
		Reliability: []train.Bin{{}, {N: 10, Confidence: 0.75, Accuracy: 0.7}},
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, evaluation()); err != nil {
		t.Fatal(err)
	}
	const want = `10 sentences: accuracy 0.700, macro-F1 0.650, ECE 0.051

label    precision  recall     F1  sentences
fact         1.000   0.500  0.667          6
opinion      0.000   0.000  0.000          4

right ↓  told →  fact  opinion
fact                3        3
opinion             0        4

confidence   mean  right  sentences
0.5 to 1.0  0.750  0.700         10
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestOperating(t *testing.T) {
	got := Operating([]string{"fact", "opinion"}, [][]classifier.OperatingPoint{
		{{Floor: 0.5, Precision: 0.8, Coverage: 1}}, {{Floor: 0.5, Precision: 0.9, Coverage: 0.25}},
	})
	const want = "floor   fact   left  opinion   left\n0.500  0.800  1.000    0.900  0.250"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := Operating(nil, nil); got != "" {
		t.Errorf("without points %q", got)
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, evaluation()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		N         int
		Accuracy  float64
		MacroF1   float64 `json:"macro_f1"`
		ECE       float64
		PerClass  map[string]map[string]float64 `json:"per_class"`
		Confusion map[string]map[string]int
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.N != 10 || got.Accuracy != 0.7 || got.MacroF1 != 0.65 || got.ECE != 0.0512 ||
		got.PerClass["fact"]["recall"] != 0.5 || got.PerClass["opinion"]["support"] != 4 || got.Confusion["fact"]["opinion"] != 3 {
		t.Errorf("got %s", b.String())
	}
}
