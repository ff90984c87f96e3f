package train

import (
	"math"
	"slices"
	"testing"
)

// TestEvaluate reckons the figures of six sentences by hand.
func TestEvaluate(t *testing.T) {
	labels := []string{"fact", "attributed", "opinion"}
	gold := []int{0, 0, 0, 1, 1, 2}
	probs := []float64{
		0.9, 0.05, 0.05,
		0.8, 0.1, 0.1,
		0.3, 0.6, 0.1,
		0.2, 0.7, 0.1,
		0.5, 0.5, 0, // a tie goes to the first
		0.4, 0.5, 0.1,
	}
	e := evaluate(labels, gold, probs)
	if want := []int{0, 0, 1, 1, 0, 1}; !slices.Equal(e.Predicted, want) {
		t.Fatalf("predicted %v, want %v", e.Predicted, want)
	}
	close(t, "accuracy", e.Accuracy, 3.0/6)
	close(t, "precision of fact", e.PerLabel[0].Precision, 2.0/3)
	close(t, "recall of fact", e.PerLabel[0].Recall, 2.0/3)
	close(t, "F1 of attributed", e.PerLabel[1].F1, 2.0*1/(3+2))
	close(t, "precision of opinion, never predicted", e.PerLabel[2].Precision, 0)
	close(t, "macro-F1", e.MacroF1, (2.0/3+2.0/5+0)/3)
	// Bins: 0.5–0.6 holds 0.5 and 0.5, none right; 0.6–0.7 holds 0.6, wrong;
	// 0.7 and 0.8 and 0.9 are right alone.
	close(t, "ECE", e.ECE, (1.0+0.6+0.3+0.2+0.1)/6)
	if e.Confusion[0][1] != 1 || e.Confusion[2][1] != 1 || e.PerLabel[0].Support != 3 {
		t.Errorf("confusion %v, support %d", e.Confusion, e.PerLabel[0].Support)
	}
}

func TestOperating(t *testing.T) {
	e := Evaluation{
		Labels:     []string{"a", "b"},
		Gold:       []int{0, 1, 0, 0},
		Predicted:  []int{0, 0, 0, 0},
		Confidence: []float64{0.99, 0.7, 0.9, 0.6},
	}
	for _, p := range e.Operating()[0] {
		want := map[float64][2]float64{0.5: {0.75, 1}, 0.65: {2.0 / 3, 0.75}, 0.8: {1, 0.5}, 0.95: {1, 0.25}, 0.995: {1, 0}}
		if w, ok := want[p.Floor]; ok && (p.Precision != w[0] || p.Coverage != w[1]) {
			t.Errorf("at %v precision %v and coverage %v, want %v", p.Floor, p.Precision, p.Coverage, w)
		}
	}
	for _, p := range e.Operating()[1] {
		if p.Precision != 1 || p.Coverage != 0 {
			t.Errorf("a label never told: %+v", p)
		}
	}
}

func close(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestCombinerOptimum checks the fit where the optimum can be reckoned: with one
// informative column and enough regularisation, the gradient is zero there and
// swapping the labels mirrors the weights.
func TestCombinerOptimum(t *testing.T) {
	e := &examples{labels: 2, columns: 1}
	for i := range 200 {
		x := float64(i%20) - 9.5
		y := 0
		if x > 0 != (i%7 == 0) {
			y = 1
		}
		e.x, e.y = append(e.x, x), append(e.y, y)
	}
	c, err := e.fit(1)
	if err != nil {
		t.Fatal(err)
	}
	scale := e.scale()
	o := objective{e, e.labelWeights(), 1, scale}
	theta := []float64{c.Bias[0], c.Weights[0][0] / scale[0], c.Bias[1], c.Weights[1][0] / scale[0]}
	grad := make([]float64, len(theta))
	at := o.evaluate(theta, grad)
	for i, g := range grad {
		if math.Abs(g) > 1e-4 {
			t.Errorf("gradient %d is %v at the optimum", i, g)
		}
		moved := slices.Clone(theta)
		moved[i] += 0.01
		if o.value(moved) < at {
			t.Errorf("moving parameter %d lowers the loss", i)
		}
	}
	if math.Abs(c.Weights[0][0]+c.Weights[1][0]) > 1e-4 || c.Weights[1][0] <= 0 {
		t.Errorf("weights %v do not mirror each other", c.Weights)
	}
}

func TestGradient(t *testing.T) {
	e := &examples{labels: 3, columns: 2, x: []float64{1, 2, -1, 0.5, 3, -2, 0.1, 0.2}, y: []int{0, 1, 2, 0}}
	o := objective{e, e.labelWeights(), 0.7, e.scale()}
	theta := []float64{0.1, -0.2, 0.3, 0, 0.5, -0.4, 0.2, 0.1, 0.6}
	grad := make([]float64, len(theta))
	o.gradient(grad, theta)
	for i := range theta {
		const h = 1e-6
		up, down := slices.Clone(theta), slices.Clone(theta)
		up[i] += h
		down[i] -= h
		if numeric := (o.value(up) - o.value(down)) / (2 * h); math.Abs(numeric-grad[i]) > 1e-6 {
			t.Errorf("gradient %d is %v, by differences %v", i, grad[i], numeric)
		}
	}
}

func TestDivide(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e", "f", "g"}
	sizes := []int{10, 10, 10, 10, 10, 10, 40}
	folds := divide(names, sizes, 3)
	load := make([]int, 3)
	for g, f := range folds {
		load[f] += sizes[g]
	}
	if slices.Max(load) > 60 || slices.Min(load) == 0 {
		t.Errorf("loads %v", load)
	}
	slices.Reverse(names)
	slices.Reverse(sizes)
	reversed := divide(names, sizes, 3)
	slices.Reverse(reversed)
	if !slices.Equal(reversed, folds) {
		t.Errorf("folds depend on the order: %v and %v", folds, reversed)
	}
}
