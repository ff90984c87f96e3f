package classifier

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"sync"
)

// Params is what a model is made of: everything that training learned and a
// model file keeps.
type Params struct {
	// Labels names the labels, in the order of the scores.
	Labels []string
	// Lexicon holds the classes of words the views look for.
	Lexicon Lexicon
	// Views holds the counts, one entry a view.
	Views []View
	// Combiner holds the logistic regression over the views' scores.
	Combiner Combiner
	// Card tells where the model comes from and how good it is.
	Card Card
}

// View holds the counts of one view.
type View struct {
	// Name is one of ViewNames.
	Name string
	// Features is the vocabulary, sorted, without repetition.
	Features []string
	// Counts tells, for each feature and label, in how many training sentences
	// of the label the feature is present: Counts[feature*labels+label].
	Counts []uint32
}

// Combiner is a multinomial logistic regression: the score of label k is
// Bias[k] plus the sum over views v and labels j of Weights[k][v*labels+j]
// times the centred log score of label j in view v.
type Combiner struct {
	Bias    []float64
	Weights [][]float64
}

// Model is a trained model. It never changes and is safe for concurrent use.
type Model struct {
	params  Params
	digest  string
	grammar *grammar
	views   []int // numbers of the views
	table   table
	weights []float64 // per feature and label: what the feature adds to the score
	wordsAt int       // position of the words view, -1 without
	free    sync.Pool // of *scorer
}

// ErrInvalidModel is wrapped by the errors of New, Decode and ReadFile: the
// parameters contradict each other or the file is damaged.
var ErrInvalidModel = errors.New("invalid model")

// New compiles a model. It keeps params, which must not change afterwards.
func New(params Params) (*Model, error) {
	if err := params.validate(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidModel, err)
	}
	return newModel(params, encode(&params))
}

// newModel compiles the model of valid parameters whose file has the given bytes.
func newModel(params Params, file []byte) (*Model, error) {
	sum := sha256.Sum256(file)
	m := &Model{params: params, digest: hex.EncodeToString(sum[:])}
	if err := m.compile(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidModel, err)
	}
	return m, nil
}

// Labels returns the labels in the order of the scores. The caller must not
// change them.
func (m *Model) Labels() []string { return m.params.Labels }

// Card tells where the model comes from and how good it is.
func (m *Model) Card() Card { return m.params.Card }

// Version is the name the model's maker gave it.
func (m *Model) Version() string { return m.params.Card.Version }

// Digest is the SHA-256 of the model file in hexadecimal digits.
func (m *Model) Digest() string { return m.digest }

// Params returns what the model is made of. The caller must not change it.
func (m *Model) Params() *Params { return &m.params }

func (p *Params) validate() error {
	k := len(p.Labels)
	if k < 2 {
		return fmt.Errorf("%d labels, want at least 2", k)
	}
	for i, label := range p.Labels {
		for _, other := range p.Labels[:i] {
			if label == other {
				return fmt.Errorf("label %q occurs twice", label)
			}
		}
	}
	for i := range p.Views {
		if err := p.Views[i].validate(k); err != nil {
			return err
		}
	}
	if err := p.Combiner.validate(k, len(p.Views)); err != nil {
		return err
	}
	return p.Card.validate(k)
}

func (v *View) validate(labels int) error {
	if len(v.Counts) != len(v.Features)*labels {
		return fmt.Errorf("view %q has %d counts for %d features and %d labels", v.Name, len(v.Counts), len(v.Features), labels)
	}
	for i, feature := range v.Features {
		if len(feature) > maxFeature {
			return fmt.Errorf("view %q has a feature of %d bytes, limit %d", v.Name, len(feature), maxFeature)
		}
		if i > 0 && v.Features[i-1] >= feature {
			return fmt.Errorf("view %q: features %q and %q are out of order", v.Name, v.Features[i-1], feature)
		}
	}
	return nil
}

func (c *Combiner) validate(labels, views int) error {
	if len(c.Bias) != labels || len(c.Weights) != labels {
		return fmt.Errorf("combiner has %d biases and %d rows for %d labels", len(c.Bias), len(c.Weights), labels)
	}
	for k, row := range c.Weights {
		if len(row) != views*labels {
			return fmt.Errorf("combiner row has %d weights for %d views and %d labels", len(row), views, labels)
		}
		for _, w := range append([]float64{c.Bias[k]}, row...) {
			if !(math.Abs(w) <= maxWeight) {
				return fmt.Errorf("combiner weight is %v", w)
			}
		}
	}
	return nil
}

// LogScores returns what each feature of a view adds to the log score of each
// label, in the layout of Counts: log((count+1)/(total+size)), less its mean over
// the labels, where total is the number of counts of the label and size that of
// the vocabulary (Laplace smoothing).
func (v *View) LogScores(labels int) []float64 {
	logs := make([]float64, len(v.Counts))
	for k := range labels {
		total := uint64(len(v.Features))
		for i := k; i < len(v.Counts); i += labels {
			total += uint64(v.Counts[i])
		}
		denominator := math.Log(float64(total))
		for i := k; i < len(v.Counts); i += labels {
			logs[i] = math.Log(float64(v.Counts[i])+1) - denominator
		}
	}
	for i := 0; i < len(logs); i += labels {
		centre(logs[i : i+labels])
	}
	return logs
}

// compile folds the combiner into the features. The score of a label is linear
// in the centred log scores of the views, and those are sums over features:
//
//	z[k] = b[k] + Σv Σj W[k][v,j] · Σf∈v (logp[f][j] − mean(logp[f]))
//	     = b[k] + Σf w[f][k],  w[f][k] = Σj W[k][v(f),j] · (logp[f][j] − mean(logp[f]))
//
// so one lookup and one addition a label are all that a feature costs, and
// w[f] is exactly what the feature contributed.
func (m *Model) compile() error {
	p := &m.params
	var err error
	if m.grammar, err = newGrammar(p.Lexicon); err != nil {
		return err
	}
	names := make([]string, 0, len(p.Views))
	n := 0
	for _, v := range p.Views {
		names = append(names, v.Name)
		n += len(v.Features)
	}
	if m.views, err = viewNumbers(names); err != nil {
		return err
	}
	m.wordsAt = -1
	m.table = newTable(n)
	m.weights = make([]float64, 0, n*len(p.Labels))
	for at := range p.Views {
		if err := m.compileView(at); err != nil {
			return err
		}
	}
	m.free.New = func() any { return newScorer(m) }
	return nil
}

func (m *Model) compileView(at int) error {
	v := &m.params.Views[at]
	if v.Name == "words" {
		m.wordsAt = at
	}
	labels := len(m.params.Labels)
	logs := v.LogScores(labels)
	for f, feature := range v.Features {
		index := uint32(len(m.weights) / labels)
		if !m.table.insert(featureHash(at, []byte(feature)), index) {
			return fmt.Errorf("view %q: the hash of feature %q is taken", v.Name, feature)
		}
		row := logs[f*labels : (f+1)*labels]
		for k := range labels {
			w := dot(m.params.Combiner.Weights[k][at*labels:], row)
			if !(math.Abs(w) <= maxWeight) {
				return fmt.Errorf("view %q: feature %q weighs %v", v.Name, feature, w)
			}
			m.weights = append(m.weights, w)
		}
	}
	return nil
}

// maxWeight keeps sums over any number of features finite; those of the default
// model are about 1 at most.
const maxWeight = 1e9

func featureHash(view int, name []byte) uint64 {
	return finish(hashBytes((fnvOffset^uint64(view+1))*fnvPrime, name))
}

// centre subtracts the mean from row.
func centre(row []float64) {
	mean := 0.0
	for _, x := range row {
		mean += x
	}
	mean /= float64(len(row))
	for i := range row {
		row[i] -= mean
	}
}

func dot(weights, row []float64) float64 {
	sum := 0.0
	for i, x := range row {
		sum += weights[i] * x
	}
	return sum
}
