package train

import (
	"fmt"
	"math"

	"github.com/assay-nlp/assay/classifier"
	"gonum.org/v1/gonum/optimize"
)

// The combiner is fitted by minimising
//
//	Σi c(yi) · −log p(yi | xi)  +  λ/2 · Σ (scaled weights)²
//
// where x are the centred log scores of all views, c weights the labels alike
// whatever their number of sentences, and each column is divided by its
// standard deviation while fitting, so that λ means the same for a view of a
// hundred features as for one of a hundred thousand.

// examples are what a combiner is fitted on: a row of scores a sentence.
type examples struct {
	labels, columns int
	x               []float64 // rows of columns
	y               []int
}

func (e *examples) row(i int) []float64 { return e.x[i*e.columns : (i+1)*e.columns] }

// fit returns the combiner for the examples with regularisation lambda.
func (e *examples) fit(lambda float64) (classifier.Combiner, error) {
	scale := e.scale()
	problem := objective{e, e.labelWeights(), lambda, scale}
	start := make([]float64, e.labels*(1+e.columns))
	result, err := optimize.Minimize(
		optimize.Problem{Func: problem.value, Grad: problem.gradient}, start,
		&optimize.Settings{GradientThreshold: 1e-6, MajorIterations: 500, Converger: optimize.NeverTerminate{}}, &optimize.LBFGS{},
	)
	if result == nil || err != nil && result.Status != optimize.IterationLimit && math.IsNaN(result.F) {
		return classifier.Combiner{}, fmt.Errorf("fitting the combiner: %w", err)
	}
	return e.unscaled(result.X, scale), nil
}

// scale returns one over the standard deviation of every column; the means are
// left, since centred scores lie about zero.
func (e *examples) scale() []float64 {
	scale := make([]float64, e.columns)
	for i := range e.y {
		for j, x := range e.row(i) {
			scale[j] += x * x
		}
	}
	for j, sum := range scale {
		scale[j] = 1
		if sum > 0 {
			scale[j] = math.Sqrt(float64(len(e.y)) / sum)
		}
	}
	return scale
}

// labelWeights returns a weight for each label such that all labels together
// weigh the same, one a sentence on average.
func (e *examples) labelWeights() []float64 {
	weights := make([]float64, e.labels)
	for _, y := range e.y {
		weights[y]++
	}
	for k, n := range weights {
		weights[k] = 0
		if n > 0 {
			weights[k] = float64(len(e.y)) / (float64(e.labels) * n)
		}
	}
	return weights
}

// unscaled turns the parameters into a combiner for scores as they are, rounded
// to six digits: the last bits of an optimum differ between processors.
func (e *examples) unscaled(theta, scale []float64) classifier.Combiner {
	var c classifier.Combiner
	width := 1 + e.columns
	for k := range e.labels {
		row := make([]float64, e.columns)
		for j := range row {
			row[j] = rounded(theta[k*width+1+j] * scale[j])
		}
		c.Bias = append(c.Bias, rounded(theta[k*width]))
		c.Weights = append(c.Weights, row)
	}
	return c
}

func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// objective is the function to minimise, per sentence, and its gradient.
type objective struct {
	*examples
	weights []float64
	lambda  float64
	scale   []float64
}

func (o *objective) value(theta []float64) float64 { return o.evaluate(theta, nil) }

func (o *objective) gradient(grad, theta []float64) { o.evaluate(theta, grad) }

// evaluate returns the value at theta and adds up the gradient in grad unless
// that is nil.
func (o *objective) evaluate(theta, grad []float64) float64 {
	clear(grad)
	width := 1 + o.columns
	n := float64(len(o.y))
	loss := 0.0
	scaled := make([]float64, o.columns)
	probs := make([]float64, o.labels)
	for i, y := range o.y {
		for j, x := range o.row(i) {
			scaled[j] = x * o.scale[j]
		}
		for k := range probs {
			probs[k] = affine(theta[k*width:(k+1)*width], scaled)
		}
		loss -= o.weights[y] * logSoftmax(probs, y)
		if grad == nil {
			continue
		}
		for k := range probs {
			p := probs[k]
			if k == y {
				p--
			}
			addScaled(grad[k*width:(k+1)*width], p*o.weights[y]/n, scaled)
		}
	}
	return loss/n + o.penalty(theta, grad)
}

// penalty returns the regularisation of all weights but the biases.
func (o *objective) penalty(theta, grad []float64) float64 {
	sum := 0.0
	lambda := o.lambda / float64(len(o.y))
	for i, w := range theta {
		if i%(1+o.columns) == 0 {
			continue
		}
		sum += lambda / 2 * w * w
		if grad != nil {
			grad[i] += lambda * w
		}
	}
	return sum
}

// affine returns theta[0] + theta[1:]·x.
func affine(theta, x []float64) float64 {
	sum := theta[0]
	for j, w := range theta[1:] {
		sum += w * x[j]
	}
	return sum
}

// addScaled adds factor times (1, x) to grad.
func addScaled(grad []float64, factor float64, x []float64) {
	grad[0] += factor
	for j := range x {
		grad[j+1] += factor * x[j]
	}
}

// logSoftmax turns z into probabilities and returns the logarithm of that of y.
func logSoftmax(z []float64, y int) float64 {
	top := z[0]
	for _, x := range z[1:] {
		top = max(top, x)
	}
	sum := 0.0
	for _, x := range z {
		sum += math.Exp(x - top)
	}
	logSum := top + math.Log(sum)
	logProb := z[y] - logSum
	for k, x := range z {
		z[k] = math.Exp(x - logSum)
	}
	return logProb
}

// apply writes the probabilities that the combiner gives to a row of scores.
func apply(c *classifier.Combiner, row, probs []float64) {
	for k := range probs {
		probs[k] = c.Bias[k]
		for j, x := range row {
			probs[k] += c.Weights[k][j] * x
		}
	}
	logSoftmax(probs, 0)
}
