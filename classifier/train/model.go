package train

import (
	"slices"
	"strings"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
)

// modelViews returns the vocabulary and the counts of the model on everything.
func (c *counted) modelViews() []classifier.View {
	views := make([]classifier.View, len(c.views))
	for v := range views {
		views[v] = c.modelView(v)
	}
	return views
}

func (c *counted) modelView(v int) classifier.View {
	labels := len(c.labels)
	features := c.views[v].features
	var kept []int
	for f := range features {
		if frequent(c.total[v][f*labels:(f+1)*labels], c.options.MinCount) {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(a, b int) int { return strings.Compare(features[a], features[b]) })
	out := classifier.View{Name: c.views[v].name}
	for _, f := range kept {
		out.Features = append(out.Features, features[f])
		out.Counts = append(out.Counts, c.total[v][f*labels:(f+1)*labels]...)
	}
	return out
}

func (c *counted) card(documents []corpus.Document, e Evaluation, grouping string) classifier.Card {
	card := classifier.Card{
		Version:         c.options.Version,
		Created:         c.options.Created,
		Tool:            c.options.Tool,
		CorpusDigest:    corpus.Digest(documents),
		Documents:       len(documents),
		Sentences:       make([]int, len(c.labels)),
		CrossValidation: e.Quality,
		Grouping:        grouping,
		MinConfidence:   c.options.MinConfidence,
		Operating:       e.Operating(),
	}
	for _, k := range c.gold {
		card.Sentences[k]++
	}
	return card
}
