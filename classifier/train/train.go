// Package train makes classifier models from labelled sentences and judges them.
//
//	result, err := train.Train(documents, train.Options{})
//	err = result.Model.WriteFile("my.model")
//
// Training is counting, except for the few weights of the combiner. The same
// documents and options give the same bytes. Sentences and their features are
// held in memory.
package train

import (
	"errors"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
)

// Options say how to train; the zero value trains the way the default model is
// trained.
type Options struct {
	// Labels are the labels in the order of the scores; empty means
	// classifier.DefaultLabels.
	Labels []string
	// Lexicon is the lexicon of the views; nil means DefaultLexicon.
	Lexicon classifier.Lexicon
	// Views names the views; empty means DefaultViews.
	Views []string
	// MinCount is in how many sentences a feature must be present to be learned;
	// 0 means 2.
	MinCount int
	// Folds is how many parts cross-validation divides the documents into; 0
	// means 5.
	Folds int
	// Lambda is the regularisation of the combiner; 0 means DefaultLambda.
	Lambda float64
	// MinConfidence is the model's floor, below which a sentence is marked
	// uncertain; 0 means DefaultMinConfidence.
	MinConfidence float64
	// Version, Created and Tool go into the model's card as they are.
	Version, Created, Tool string
}

// DefaultLambda is the default regularisation of the combiner.
const DefaultLambda = 30

// DefaultMinConfidence is the default floor: with three labels, a winner below
// one half has lost to the others together.
const DefaultMinConfidence = 0.5

// DefaultViews returns the views of the default model.
func DefaultViews() []string { return classifier.ViewNames() }

// ErrTooFew tells that there is not enough to learn from.
var ErrTooFew = errors.New("too few labelled sentences")

// Result is a trained model and what cross-validation says about it.
type Result struct {
	// Model is the model, trained on all documents.
	Model *classifier.Model
	// CrossValidation judges the way the model was made on each fold of the
	// documents by a model made from the others, combiner included.
	CrossValidation Evaluation
}

// Train makes a model from the documents and cross-validates the way it is made.
func Train(documents []corpus.Document, options Options) (*Result, error) {
	o, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	grouping, name := documentGrouping(documents, o.Folds)
	c, err := countCorpus(documents, o, grouping)
	if err != nil {
		return nil, err
	}
	evaluation, err := c.crossValidate()
	if err != nil {
		return nil, err
	}
	combiner, err := c.outOfFold().fit(o.Lambda)
	if err != nil {
		return nil, err
	}
	model, err := classifier.New(classifier.Params{
		Labels:   o.Labels,
		Lexicon:  o.Lexicon,
		Views:    c.modelViews(),
		Combiner: combiner,
		Card:     c.card(documents, evaluation, name),
	})
	if err != nil {
		return nil, err
	}
	return &Result{model, evaluation}, nil
}

// CrossValidate judges the way Train makes models, with groups of sentences
// kept together as told: ByDocument, ByTopic or ByRegister.
func CrossValidate(documents []corpus.Document, options Options, grouping Grouping) (Evaluation, error) {
	o, err := options.withDefaults()
	if err != nil {
		return Evaluation{}, err
	}
	c, err := countCorpus(documents, o, grouping)
	if err != nil {
		return Evaluation{}, err
	}
	return c.crossValidate()
}

func (o Options) withDefaults() (*Options, error) {
	if len(o.Labels) == 0 {
		o.Labels = classifier.DefaultLabels()
	}
	if o.Lexicon == nil {
		lex, err := DefaultLexicon()
		if err != nil {
			return nil, err
		}
		o.Lexicon = lex
	}
	if len(o.Views) == 0 {
		o.Views = DefaultViews()
	}
	o.MinCount = orDefault(o.MinCount, 2)
	o.Folds = orDefault(o.Folds, 5)
	o.Lambda = orDefault(o.Lambda, DefaultLambda)
	o.MinConfidence = orDefault(o.MinConfidence, DefaultMinConfidence)
	return &o, nil
}

func orDefault[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

// documentGrouping keeps documents together, or blocks of sentences where there
// are too few documents to divide, and names what it keeps together.
func documentGrouping(documents []corpus.Document, folds int) (Grouping, string) {
	if len(documents) < 2*folds {
		return byBlock, "block"
	}
	return ByDocument, "document"
}
