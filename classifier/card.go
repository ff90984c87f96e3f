package classifier

import "fmt"

// Card tells where a model comes from and how it did on sentences it was not
// trained on.
type Card struct {
	// Version is the name its maker gave the model.
	Version string `json:"version"`
	// Created is the creation stamp its maker gave; it never comes from a clock,
	// so that the same input gives the same bytes.
	Created string `json:"created,omitempty"`
	// Tool is the version of the program that trained the model.
	Tool string `json:"tool"`
	// CorpusDigest is the SHA-256 of the labelled corpus.
	CorpusDigest string `json:"corpus_digest"`
	// Documents is how many documents the model was trained on.
	Documents int `json:"documents"`
	// Sentences is how many sentences of each label, in the order of the labels.
	Sentences []int `json:"sentences"`
	// CrossValidation holds the figures of cross-validation.
	CrossValidation Quality `json:"cross_validation"`
	// Grouping is what cross-validation kept together: "document", or "block" for
	// ten neighbouring sentences where there were too few documents.
	Grouping string `json:"grouping"`
	// MinConfidence is the confidence below which a sentence is marked uncertain
	// when the caller sets no floor.
	MinConfidence float64 `json:"min_confidence"`
}

// Quality is how good labels and confidences are on held-out sentences.
type Quality struct {
	// N is how many sentences were judged.
	N int `json:"n"`
	// Accuracy is the share of right labels, from 0 to 1.
	Accuracy float64 `json:"accuracy"`
	// MacroF1 is the unweighted mean of the labels' F1 scores, from 0 to 1.
	MacroF1 float64 `json:"macro_f1"`
	// ECE is the expected calibration error over ten equal bins of confidence
	// (Naeini, Cooper and Hauskrecht 2015), from 0 to 1; less is better.
	ECE float64 `json:"ece"`
}

// Features returns how many distinct features the model knows.
func (m *Model) Features() int { return len(m.weights) / len(m.params.Labels) }

func (c *Card) validate(labels int) error {
	if len(c.Sentences) != labels {
		return fmt.Errorf("card counts the sentences of %d labels, want %d", len(c.Sentences), labels)
	}
	for _, n := range append([]int{c.Documents, c.CrossValidation.N}, c.Sentences...) {
		if n < 0 {
			return fmt.Errorf("card counts %d", n)
		}
	}
	q := c.CrossValidation
	for _, share := range []float64{c.MinConfidence, q.Accuracy, q.MacroF1, q.ECE} {
		if !(share >= 0 && share <= 1) { // also true of NaN
			return fmt.Errorf("card has a share of %v, want 0 to 1", share)
		}
	}
	return nil
}
