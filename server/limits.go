package server

import (
	"fmt"

	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Limits are what a server accepts.
type Limits struct {
	// DocumentBytes is the most bytes of a document, its ready sentences
	// together; 0 means 1 MiB.
	DocumentBytes int
	// Sentences is the most sentences of a document; 0 means 20,000, so that an
	// answer with its text stays within the 4 MiB that gRPC clients take.
	Sentences int
	// MessageBytes is the most bytes of a gRPC message; 0 means 4 MiB. It is
	// raised to twice DocumentBytes, so that an oversized document is answered
	// with an error of its own.
	MessageBytes int
}

// DefaultLimits returns the limits of a server with the zero Options.
func DefaultLimits() Limits {
	return Limits{DocumentBytes: 1 << 20, Sentences: 20_000, MessageBytes: 4 << 20}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	if l.DocumentBytes > 0 {
		d.DocumentBytes = l.DocumentBytes
	}
	if l.Sentences > 0 {
		d.Sentences = l.Sentences
	}
	if l.MessageBytes > 0 {
		d.MessageBytes = l.MessageBytes
	}
	d.MessageBytes = max(d.MessageBytes, 2*d.DocumentBytes)
	return d
}

// explaining returns the limits of a document whose sentences are explained: an
// explanation is some fifty times as large as a sentence.
func (l Limits) explaining() Limits {
	l.DocumentBytes = min(l.DocumentBytes, 64<<10)
	l.Sentences = min(l.Sentences, 1000)
	return l
}

// violation is a field of a request that cannot be accepted, and why.
type violation struct {
	field, description string
}

func (v *violation) Error() string { return v.field + ": " + v.description }

// status returns the violation as INVALID_ARGUMENT with a BadRequest detail.
func (v *violation) status() error {
	s := status.New(codes.InvalidArgument, v.Error())
	detailed, err := s.WithDetails(&errdetails.BadRequest{
		FieldViolations: []*errdetails.BadRequest_FieldViolation{{Field: v.field, Description: v.description}},
	})
	if err != nil { // the detail is a known message; it always marshals
		return s.Err()
	}
	return detailed.Err()
}

// check returns what is wrong with a document and its options, or nil.
func (l Limits) check(d *assayv1.Document, o *assayv1.ClassifyOptions) *violation {
	if x := o.GetMinConfidence(); !(x >= 0 && x <= 1) {
		return &violation{"options.min_confidence", fmt.Sprintf("is %v, want 0 to 1", x)}
	}
	if x := o.GetPrecision(); !(x >= 0 && x <= 1) {
		return &violation{"options.precision", fmt.Sprintf("is %v, want 0 to 1", x)}
	}
	if _, ok := assayv1.OffsetUnit_name[int32(o.GetOffsetUnit())]; !ok {
		return &violation{"options.offset_unit", fmt.Sprintf("is %d, want one of the OffsetUnit values", o.GetOffsetUnit())}
	}
	switch content := d.GetContent().(type) {
	case *assayv1.Document_Text:
		return l.checkBytes("document.text", len(content.Text))
	case *assayv1.Document_SentenceList:
		return l.checkList(content.SentenceList.GetSentences())
	}
	return &violation{"document", "is not set; set document.text or document.sentence_list"}
}

func (l Limits) checkBytes(field string, n int) *violation {
	if n <= l.DocumentBytes {
		return nil
	}
	return &violation{field, fmt.Sprintf("has %d bytes, limit %d; send it in parts", n, l.DocumentBytes)}
}

func (l Limits) checkList(sentences []string) *violation {
	const field = "document.sentence_list.sentences"
	if v := l.checkSentences(field, len(sentences)); v != nil {
		return v
	}
	n := 0
	for _, s := range sentences {
		n += len(s)
	}
	return l.checkBytes(field, n)
}

func (l Limits) checkSentences(field string, n int) *violation {
	if n <= l.Sentences {
		return nil
	}
	return &violation{field, fmt.Sprintf("has %d sentences, limit %d; send it in parts", n, l.Sentences)}
}
