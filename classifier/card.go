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
	// Operating tells, for each label in the order of the labels, what floors of
	// confidence give: by cross-validation, floors rising.
	Operating [][]OperatingPoint `json:"operating"`
}

// OperatingPoint is what one floor of confidence gives for one label.
type OperatingPoint struct {
	// Floor is the confidence from which on the label is taken.
	Floor float64 `json:"floor"`
	// Precision is the share of the sentences taken that carry the label; 1 where
	// none is taken.
	Precision float64 `json:"precision"`
	// Coverage is the share of the sentences told with the label that are taken.
	Coverage float64 `json:"coverage"`
}

// never is a floor that no confidence reaches.
const never = 2

// floorFor returns the lowest floor of a label that gave the precision, or never.
func floorFor(points []OperatingPoint, precision float64) float64 {
	for _, p := range points {
		if p.Precision >= precision && p.Coverage > 0 {
			return p.Floor
		}
	}
	return never
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
	if len(c.Operating) != 0 && len(c.Operating) != labels {
		return fmt.Errorf("card has operating points of %d labels, want %d", len(c.Operating), labels)
	}
	q := c.CrossValidation
	shares := []float64{c.MinConfidence, q.Accuracy, q.MacroF1, q.ECE}
	for _, points := range c.Operating {
		for _, p := range points {
			shares = append(shares, p.Floor, p.Precision, p.Coverage)
		}
	}
	for _, share := range shares {
		if !(share >= 0 && share <= 1) { // also true of NaN
			return fmt.Errorf("card has a share of %v, want 0 to 1", share)
		}
	}
	return nil
}
