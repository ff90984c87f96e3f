package server

import (
	"fmt"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
)

// protoLabels returns the labels of the contract for those of a model.
func protoLabels(labels []string) ([]assayv1.Label, error) {
	out := make([]assayv1.Label, len(labels))
	for i, label := range labels {
		switch label {
		case classifier.Fact:
			out[i] = assayv1.Label_LABEL_FACTUAL_REPORT
		case classifier.Attributed:
			out[i] = assayv1.Label_LABEL_ATTRIBUTED_CLAIM
		case classifier.Opinion:
			out[i] = assayv1.Label_LABEL_OPINION
		default:
			return nil, fmt.Errorf("the model has a label %q; the service knows %q", label, classifier.DefaultLabels())
		}
	}
	return out, nil
}

// response converts sentences, without offsets and text.
func (s *service) response(sentences []classifier.Sentence) *assayv1.ClassifyResponse {
	response := &assayv1.ClassifyResponse{Model: s.ref, Sentences: make([]*assayv1.Sentence, len(sentences))}
	for i, sentence := range sentences {
		out := &assayv1.Sentence{Confidence: sentence.Confidence, Scores: &assayv1.Scores{}, Uncertain: sentence.Uncertain}
		for k, p := range sentence.Scores {
			if s.model.Labels()[k] == sentence.Label {
				out.Label = s.labels[k]
			}
			setScore(out.Scores, s.labels[k], p)
		}
		response.Sentences[i] = out
	}
	return response
}

func setScore(scores *assayv1.Scores, label assayv1.Label, p float64) {
	switch label {
	case assayv1.Label_LABEL_FACTUAL_REPORT:
		scores.FactualReport = p
	case assayv1.Label_LABEL_ATTRIBUTED_CLAIM:
		scores.AttributedClaim = p
	case assayv1.Label_LABEL_OPINION:
		scores.Opinion = p
	}
}

// convertSpans returns where the sentences stand, in the unit asked for.
func convertSpans(text string, sentences []classifier.Sentence, unit assayv1.OffsetUnit) []classifier.Span {
	spans := make([]classifier.Span, len(sentences))
	for i, s := range sentences {
		spans[i] = s.Span
	}
	switch unit {
	case assayv1.OffsetUnit_OFFSET_UNIT_UTF16:
		return classifier.UTF16.Convert(text, spans)
	case assayv1.OffsetUnit_OFFSET_UNIT_CODE_POINTS:
		return classifier.CodePoints.Convert(text, spans)
	}
	return spans
}

func (s *service) card() *assayv1.ModelCard {
	card := s.model.Card()
	out := &assayv1.ModelCard{
		Created:      card.Created,
		ToolVersion:  card.Tool,
		CorpusDigest: card.CorpusDigest,
		Documents:    uint64(card.Documents),
		Features:     uint64(s.model.Features()),
		CrossValidation: &assayv1.Quality{
			Sentences:                uint64(card.CrossValidation.N),
			Accuracy:                 card.CrossValidation.Accuracy,
			MacroF1:                  card.CrossValidation.MacroF1,
			ExpectedCalibrationError: card.CrossValidation.ECE,
		},
		MinConfidence: card.MinConfidence,
	}
	for k, n := range card.Sentences {
		out.LabelCounts = append(out.LabelCounts, &assayv1.LabelCount{Label: s.labels[k], Sentences: uint64(n)})
	}
	return out
}
