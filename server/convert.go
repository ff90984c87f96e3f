package server

import (
	"slices"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
)

// labels are those of the contract, in the order of classifier.DefaultLabels.
var labels = []assayv1.Label{
	assayv1.Label_LABEL_FACTUAL_REPORT,
	assayv1.Label_LABEL_ATTRIBUTED_CLAIM,
	assayv1.Label_LABEL_OPINION,
}

// response converts sentences, without offsets and text.
func (s *service) response(sentences []classifier.Sentence) *assayv1.ClassifyResponse {
	response := &assayv1.ClassifyResponse{Model: s.ref, Sentences: make([]*assayv1.Sentence, len(sentences))}
	for i, sentence := range sentences {
		response.Sentences[i] = &assayv1.Sentence{
			Label:      labels[slices.Index(s.model.Labels(), sentence.Label)],
			Confidence: sentence.Confidence,
			Scores:     scores(sentence.Scores),
			Uncertain:  sentence.Uncertain,
		}
	}
	return response
}

// scores converts one number a label, in the order of labels.
func scores(numbers []float64) *assayv1.Scores {
	return &assayv1.Scores{FactualReport: numbers[0], AttributedClaim: numbers[1], Opinion: numbers[2]}
}

// explain adds the explanations to answered sentences. Offsets count from the
// beginning of text.
func explain(out []*assayv1.Sentence, sentences []classifier.Sentence, text string, unit assayv1.OffsetUnit) {
	var offsets []int
	parts := make([][]classifier.Contribution, len(sentences))
	for i, s := range sentences {
		if s.Explanation == nil {
			return
		}
		parts[i] = s.Explanation.BySpan()
		for _, p := range parts[i] {
			offsets = append(offsets, p.Begin, p.End)
		}
	}
	at := offsetUnit(unit).ConvertOffsets(text, offsets)
	for i, s := range sentences {
		e := &assayv1.Explanation{Bias: scores(s.Explanation.Bias)}
		for _, p := range parts[i] {
			e.Contributions = append(e.Contributions, &assayv1.Contribution{
				Begin: uint64(at[p.Begin]), End: uint64(at[p.End]), Scores: scores(p.Scores),
			})
		}
		out[i].Explanation = e
	}
}

// convertSpans returns where the sentences stand, in the unit asked for.
func convertSpans(text string, sentences []classifier.Sentence, unit assayv1.OffsetUnit) []classifier.Span {
	spans := make([]classifier.Span, len(sentences))
	for i, s := range sentences {
		spans[i] = s.Span
	}
	return offsetUnit(unit).Convert(text, spans)
}

func offsetUnit(unit assayv1.OffsetUnit) classifier.OffsetUnit {
	switch unit {
	case assayv1.OffsetUnit_OFFSET_UNIT_UTF16:
		return classifier.UTF16
	case assayv1.OffsetUnit_OFFSET_UNIT_CODE_POINTS:
		return classifier.CodePoints
	}
	return classifier.Bytes
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
		Grouping:      card.Grouping,
	}
	for k, n := range card.Sentences {
		out.LabelCounts = append(out.LabelCounts, &assayv1.LabelCount{Label: labels[k], Sentences: uint64(n)})
	}
	for k, points := range card.Operating {
		for _, p := range points {
			out.OperatingPoints = append(out.OperatingPoints, &assayv1.OperatingPoint{
				Label: labels[k], Floor: p.Floor, Precision: p.Precision, Coverage: p.Coverage,
			})
		}
	}
	return out
}
