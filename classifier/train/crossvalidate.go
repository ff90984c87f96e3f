package train

import (
	"runtime"
	"slices"
	"sync"

	"github.com/assay-nlp/assay/corpus"
)

// counted is a dataset with its counts: per view and fold, and in total. The
// counts without some folds are the total minus theirs, so that each sentence
// is counted once however many models are judged.
type counted struct {
	*dataset
	options *Options
	foldOf  []int
	fold    [][]counts // by view and fold
	total   []counts   // by view
}

func countCorpus(documents []corpus.Document, o *Options, grouping Grouping) (*counted, error) {
	d, err := newDataset(documents, o, grouping)
	if err != nil {
		return nil, err
	}
	if err := d.check(o.Folds); err != nil {
		return nil, err
	}
	c := &counted{dataset: d, options: o, foldOf: d.folds(o.Folds)}
	c.fold = make([][]counts, len(d.views))
	c.total = make([]counts, len(d.views))
	inParallel(len(d.views), func(v int) {
		c.fold[v] = make([]counts, o.Folds)
		c.total[v] = make(counts, len(d.views[v].features)*len(d.labels))
		for f := range o.Folds {
			c.fold[v][f] = countFold(d, v, func(i int) bool { return c.foldOf[i] == f })
			c.total[v] = c.total[v].plus(c.fold[v][f])
		}
	})
	return c, nil
}

// inParallel calls work with 0 to n-1, as many at a time as there are processors.
func inParallel(n int, work func(i int)) {
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		free <- struct{}{}
		wg.Go(func() {
			work(i)
			<-free
		})
	}
	wg.Wait()
}

// without returns the naive Bayes of every view, learned without some folds.
func (c *counted) without(folds ...int) []bayes {
	models := make([]bayes, len(c.views))
	for v := range models {
		n := c.total[v]
		for _, f := range folds {
			n = n.minus(c.fold[v][f])
		}
		models[v] = newBayes(n, len(c.labels), c.options.MinCount)
	}
	return models
}

// newExamples returns room for the scores of all sentences.
func (c *counted) newExamples() *examples {
	columns := len(c.views) * len(c.labels)
	return &examples{len(c.labels), columns, make([]float64, c.sentences()*columns), c.gold}
}

// score fills in the rows of the sentences of a fold.
func (c *counted) score(e *examples, models []bayes, fold int) {
	for i, f := range c.foldOf {
		if f != fold {
			continue
		}
		row := e.row(i)
		for v := range models {
			models[v].score(c.views[v].of(i), row[v*e.labels:(v+1)*e.labels])
		}
	}
}

// outOfFold scores every sentence by models learned without its fold.
func (c *counted) outOfFold() *examples {
	e := c.newExamples()
	inParallel(c.options.Folds, func(f int) { c.score(e, c.without(f), f) })
	return e
}

// crossValidate predicts every fold by a model made from the others alone. Its
// combiner is fitted on scores of sentences of the other folds, each by counts
// without that sentence's fold and without the fold to predict.
func (c *counted) crossValidate() (Evaluation, error) {
	inner := c.innerScores()
	outer := c.outOfFold()
	probs := make([]float64, c.sentences()*len(c.labels))
	errs := make([]error, c.options.Folds)
	inParallel(c.options.Folds, func(f int) {
		combiner, err := c.examplesWithout(inner[f], f).fit(c.options.Lambda)
		if errs[f] = err; err != nil {
			return
		}
		for i, fold := range c.foldOf {
			if fold == f {
				apply(&combiner, outer.row(i), probs[i*len(c.labels):(i+1)*len(c.labels)])
			}
		}
	})
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return Evaluation{}, errs[i]
	}
	return evaluate(c.labels, c.gold, probs), nil
}

// innerScores returns, for each fold f, the scores of all other sentences by
// models that saw neither f nor the sentence's own fold. A pair of folds needs
// one set of models, which scores both.
func (c *counted) innerScores() []*examples {
	inner := make([]*examples, c.options.Folds)
	for f := range inner {
		inner[f] = c.newExamples()
	}
	var pairs [][2]int
	for f := range c.options.Folds {
		for g := range f {
			pairs = append(pairs, [2]int{f, g})
		}
	}
	inParallel(len(pairs), func(p int) {
		f, g := pairs[p][0], pairs[p][1]
		models := c.without(f, g)
		c.score(inner[f], models, g)
		c.score(inner[g], models, f)
	})
	return inner
}

// examplesWithout returns the rows of all sentences outside a fold.
func (c *counted) examplesWithout(e *examples, fold int) *examples {
	out := &examples{labels: e.labels, columns: e.columns}
	for i, f := range c.foldOf {
		if f != fold {
			out.x = append(out.x, e.row(i)...)
			out.y = append(out.y, e.y[i])
		}
	}
	return out
}
