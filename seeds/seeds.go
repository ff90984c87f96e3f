// Package seeds holds the data Assay is grown from: five real news articles, the
// labelled corpus and the default model made from it.
//
//	model, err := seeds.Model()
//
// Only the model is compiled in; the articles and the corpus are files in this
// folder. Programs choose the default model; libraries take one as an argument.
package seeds

import (
	_ "embed"
	"sync"

	"github.com/assay-nlp/assay/classifier"
)

//go:generate go run ../cmd/assay train --quiet --data corpus --out default.model --model-version default-1

//go:embed default.model
var defaultModel []byte

var model = sync.OnceValues(func() (*classifier.Model, error) { return classifier.Decode(defaultModel) })

// Model returns the default model. It is compiled once; later calls return the
// same one.
func Model() (*classifier.Model, error) { return model() }
