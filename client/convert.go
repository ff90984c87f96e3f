package client

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
)

// Model describes the model a server answers with.
type Model struct {
	// Version is the name the model's maker gave it.
	Version string
	// Digest is the SHA-256 of the model file in hexadecimal digits.
	Digest string
	// Limits are what the server accepts.
	Limits Limits
}

// Limits are what a server accepts.
type Limits struct {
	// DocumentBytes is the most bytes of a document.
	DocumentBytes int
	// Sentences is the most sentences of a document.
	Sentences int
}

func model(r *assayv1.GetModelResponse) Model {
	return Model{
		Version: r.GetModel().GetVersion(),
		Digest:  r.GetModel().GetDigest(),
		Limits: Limits{
			DocumentBytes: int(r.GetLimits().GetMaxDocumentBytes()),
			Sentences:     int(r.GetLimits().GetMaxSentences()),
		},
	}
}

// ErrInvalidDocument is wrapped by errors about documents that cannot be sent.
var ErrInvalidDocument = errors.New("invalid document")

func (d Document) proto() (*assayv1.Document, error) {
	if d.Sentences == nil {
		if !utf8.ValidString(d.Text) {
			return nil, fmt.Errorf("%w: the text is not UTF-8; convert it first", ErrInvalidDocument)
		}
		return &assayv1.Document{Content: &assayv1.Document_Text{Text: d.Text}}, nil
	}
	if d.Text != "" {
		return nil, fmt.Errorf("%w: it has a text and sentences; set one of them", ErrInvalidDocument)
	}
	for i, s := range d.Sentences {
		if !utf8.ValidString(s) {
			return nil, fmt.Errorf("%w: sentence %d is not UTF-8; convert it first", ErrInvalidDocument, i+1)
		}
	}
	list := &assayv1.SentenceList{Sentences: d.Sentences}
	return &assayv1.Document{Content: &assayv1.Document_SentenceList{SentenceList: list}}, nil
}

// bytes is the size of a document as a server counts it.
func (d Document) bytes() int {
	n := len(d.Text)
	for _, s := range d.Sentences {
		n += len(s)
	}
	return n
}

func sentences(r *assayv1.ClassifyResponse) []classifier.Sentence {
	out := make([]classifier.Sentence, len(r.GetSentences()))
	for i, s := range r.GetSentences() {
		out[i] = classifier.Sentence{
			Span:       classifier.Span{Begin: int(s.GetBegin()), End: int(s.GetEnd())},
			Label:      label(s.GetLabel()),
			Confidence: s.GetConfidence(),
			Scores:     scores(s.GetScores()),
			Uncertain:  s.GetUncertain(),

			Explanation: explanation(s.GetExplanation()),
		}
	}
	return out
}

// scores returns the numbers of the labels in the order of
// classifier.DefaultLabels.
func scores(s *assayv1.Scores) []float64 {
	return []float64{s.GetFactualReport(), s.GetAttributedClaim(), s.GetOpinion()}
}

func explanation(e *assayv1.Explanation) *classifier.Explanation {
	if e == nil {
		return nil
	}
	out := &classifier.Explanation{Bias: scores(e.GetBias())}
	for _, c := range e.GetContributions() {
		out.Contributions = append(out.Contributions, classifier.Contribution{
			Span:   classifier.Span{Begin: int(c.GetBegin()), End: int(c.GetEnd())},
			Scores: scores(c.GetScores()),
		})
	}
	return out
}

func label(l assayv1.Label) string {
	switch l {
	case assayv1.Label_LABEL_FACTUAL_REPORT:
		return classifier.Fact
	case assayv1.Label_LABEL_ATTRIBUTED_CLAIM:
		return classifier.Attributed
	case assayv1.Label_LABEL_OPINION:
		return classifier.Opinion
	}
	return ""
}
