// Package seeds holds the data Assay is grown from: five real news articles, the
// labelled corpus and the default model made from it.
//
//	model, err := seeds.Model()
//
// Only the model is compiled in; the articles and the corpus are files in this
// folder. Only programs choose the default model; libraries take a model as an argument.
package seeds

import (
	_ "embed"
	"sync"

	"github.com/assay-nlp/assay/classifier"
)

//go:generate go run ../cmd/assay train --quiet --data corpus --out default.model --model-version default-1

//go:embed default.model
var defaultModel []byte

// Model returns the default model. It is compiled once; later calls return the
// same one.
var Model = sync.OnceValues(func() (*classifier.Model, error) { return classifier.Decode(defaultModel) })
