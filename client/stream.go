package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
	"google.golang.org/grpc/codes"
)

// Result is the answer for one document.
type Result struct {
	// ID is that of the document.
	ID string
	// Sentences are the classified sentences, in the order of the document.
	Sentences []classifier.Sentence
	// Err tells why this document was not classified; the others still are.
	Err error
}

// inFlight is how many documents may be on their way at once: enough to hide
// the round trip, few enough to bound memory.
const inFlight = 16

// ClassifyAll sends documents over one stream and yields an answer for each, in
// the order of the documents. A document that cannot be classified has its own
// error in its Result; the error beside it is that of the stream, after which
// nothing more comes. Documents are drawn while answers are consumed, so that
// memory is bounded however many there are.
func (c *Client) ClassifyAll(ctx context.Context, documents iter.Seq[Document]) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		m, err := c.Model(ctx)
		if err != nil {
			yield(Result{}, err)
			return
		}
		stream, err := c.service.ClassifyStream(ctx)
		if err != nil {
			yield(Result{}, wrap(err))
			return
		}
		s := &sender{client: c, stream: stream, limits: m.Limits, sent: make(chan sent, inFlight)}
		go s.run(ctx, documents)
		s.receive(yield)
	}
}

// sender sends documents under numbers of its own, so that callers' ids may
// repeat or be empty, and tells through sent what it has sent, in order.
type sender struct {
	client *Client
	stream assayv1.ClassifierService_ClassifyStreamClient
	limits Limits
	sent   chan sent
}

// sent is a document on its way, or one that was refused here.
type sent struct {
	id     string
	number string
	err    error
}

func (s *sender) run(ctx context.Context, documents iter.Seq[Document]) {
	defer close(s.sent)
	n := 0
	for d := range documents {
		n++
		x := sent{id: d.ID, number: strconv.Itoa(n)}
		document, err := s.admit(d)
		x.err = err
		select {
		case s.sent <- x:
		case <-ctx.Done():
			return
		}
		if err != nil {
			continue
		}
		if s.stream.Send(&assayv1.ClassifyStreamRequest{Id: x.number, Document: document, Options: s.client.options}) != nil {
			return // the receiving side learns the error of the stream
		}
	}
	_ = s.stream.CloseSend() // it never fails; the receiving side learns the status
}

// admit refuses what would break the stream instead of failing alone: a message
// beyond the size the server takes.
func (s *sender) admit(d Document) (*assayv1.Document, error) {
	document, err := d.proto()
	if err != nil {
		return nil, err
	}
	if n := d.bytes(); n > s.limits.DocumentBytes {
		return nil, fmt.Errorf("%w: it has %d bytes, the server's limit is %d; send it in parts", ErrInvalidDocument, n, s.limits.DocumentBytes)
	}
	if n := len(d.Sentences); n > s.limits.Sentences {
		return nil, fmt.Errorf("%w: it has %d sentences, the server's limit is %d; send it in parts", ErrInvalidDocument, n, s.limits.Sentences)
	}
	return document, nil
}

// receive yields the answers in the order in which the documents were sent;
// those that come early wait.
func (s *sender) receive(yield func(Result, error) bool) {
	early := map[string]*assayv1.ClassifyStreamResponse{}
	for x := range s.sent {
		result := Result{ID: x.id, Err: x.err}
		if x.err == nil {
			answer, err := s.await(x.number, early)
			if err != nil {
				yield(Result{}, err)
				return
			}
			result.Sentences, result.Err = unpack(answer)
		}
		if !yield(result, nil) {
			return
		}
	}
}

// await returns the answer of the given number.
func (s *sender) await(number string, early map[string]*assayv1.ClassifyStreamResponse) (*assayv1.ClassifyStreamResponse, error) {
	for {
		if answer, ok := early[number]; ok {
			delete(early, number)
			return answer, nil
		}
		answer, err := s.stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil, &Error{codes.Unavailable, "the server ended the stream before every document was answered"}
		}
		if err != nil {
			return nil, wrap(err)
		}
		early[answer.GetId()] = answer
	}
}

func unpack(answer *assayv1.ClassifyStreamResponse) ([]classifier.Sentence, error) {
	if e := answer.GetError(); e != nil {
		return nil, &Error{codes.Code(e.GetCode()), e.GetMessage()}
	}
	return sentences(answer.GetResponse()), nil
}
