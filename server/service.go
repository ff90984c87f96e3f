package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
)

// service answers the calls of the contract with one model.
type service struct {
	assayv1.UnimplementedClassifierServiceServer
	model  *classifier.Model
	limits Limits
	ref    *assayv1.ModelRef
}

func newService(model *classifier.Model, limits Limits) (*service, error) {
	if !slices.Equal(model.Labels(), classifier.DefaultLabels()) {
		return nil, fmt.Errorf("the model has the labels %q, the service answers with %q in this order", model.Labels(), classifier.DefaultLabels())
	}
	return &service{
		model:  model,
		limits: limits,
		ref:    &assayv1.ModelRef{Version: model.Version(), Digest: model.Digest()},
	}, nil
}

// Classify answers one document.
func (s *service) Classify(_ context.Context, r *assayv1.ClassifyRequest) (*assayv1.ClassifyResponse, error) {
	response, v := s.classify(r.GetDocument(), r.GetOptions())
	if v != nil {
		return nil, v.status()
	}
	return response, nil
}

// ClassifyStream answers the documents of a stream one after the other, so that
// one stream holds one document in memory.
func (s *service) ClassifyStream(stream grpc.BidiStreamingServer[assayv1.ClassifyStreamRequest, assayv1.ClassifyStreamResponse]) error {
	for {
		r, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := stream.Send(s.answer(r)); err != nil {
			return err
		}
	}
}

// answer classifies one document of a stream; what is wrong with it is an
// answer too.
func (s *service) answer(r *assayv1.ClassifyStreamRequest) *assayv1.ClassifyStreamResponse {
	answer := &assayv1.ClassifyStreamResponse{Id: r.GetId()}
	response, v := s.classify(r.GetDocument(), r.GetOptions())
	if v != nil {
		answer.Result = &assayv1.ClassifyStreamResponse_Error{Error: &assayv1.DocumentError{
			Code: int32(codes.InvalidArgument), Message: v.Error(), Field: v.field, Model: s.ref,
		}}
		return answer
	}
	answer.Result = &assayv1.ClassifyStreamResponse_Response{Response: response}
	return answer
}

// GetModel describes the model and the limits.
func (s *service) GetModel(context.Context, *assayv1.GetModelRequest) (*assayv1.GetModelResponse, error) {
	return &assayv1.GetModelResponse{
		Model:  s.ref,
		Labels: labels,
		Card:   s.card(),
		Limits: &assayv1.Limits{
			MaxDocumentBytes: uint64(s.limits.DocumentBytes),
			MaxSentences:     uint64(s.limits.Sentences),
			MaxMessageBytes:  uint64(s.limits.MessageBytes),
		},
	}, nil
}

func (s *service) classify(d *assayv1.Document, o *assayv1.ClassifyOptions) (*assayv1.ClassifyResponse, *violation) {
	limits := s.limits
	if o.GetExplain() {
		limits = limits.explaining()
	}
	if v := limits.check(d, o); v != nil {
		return nil, v
	}
	options := classifier.Options{Explain: o.GetExplain()}
	if o != nil {
		options.MinConfidence, options.Precision = o.MinConfidence, o.Precision
	}
	if list := d.GetSentenceList(); list != nil {
		return s.classifyReady(list.GetSentences(), options, o), nil
	}
	return s.classifyText(d.GetText(), limits, options, o)
}

func (s *service) classifyText(text string, limits Limits, options classifier.Options, o *assayv1.ClassifyOptions) (*assayv1.ClassifyResponse, *violation) {
	found := classifier.Split(text)
	if v := limits.checkSentences("document.text", len(found)); v != nil {
		return nil, v // before anything is spent on labelling them
	}
	sentences := s.model.ClassifySpans(text, found, options)
	response := s.response(sentences)
	explain(response.Sentences, sentences, text, o.GetOffsetUnit())
	spans := convertSpans(text, sentences, o.GetOffsetUnit())
	for i, out := range response.Sentences {
		out.Begin, out.End = uint64(spans[i].Begin), uint64(spans[i].End)
		if o.GetEchoText() {
			out.Text = text[sentences[i].Begin:sentences[i].End]
		}
	}
	return response, nil
}

func (s *service) classifyReady(texts []string, options classifier.Options, o *assayv1.ClassifyOptions) *assayv1.ClassifyResponse {
	sentences := s.model.ClassifySentences(texts, options)
	response := s.response(sentences)
	for i, out := range response.Sentences {
		explain(response.Sentences[i:i+1], sentences[i:i+1], texts[i], o.GetOffsetUnit())
		span := convertSpans(texts[i], sentences[i:i+1], o.GetOffsetUnit())[0]
		out.Begin, out.End = uint64(span.Begin), uint64(span.End)
		if o.GetEchoText() {
			out.Text = texts[i]
		}
	}
	return response
}
