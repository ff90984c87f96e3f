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
// nothing more comes. When the loop ends without such an error, every document
// has been answered.
//
// Documents are drawn in the caller's goroutine, up to sixteen ahead of their
// answers, so that memory is bounded however many there are.
func (c *Client) ClassifyAll(ctx context.Context, documents iter.Seq[Document]) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		s, err := c.openStream(ctx)
		if err != nil {
			cancel()
			yield(Result{}, err)
			return
		}
		defer s.wait()
		defer cancel()
		next, stop := iter.Pull(documents)
		defer stop()
		if err := s.exchange(next, yield); err != nil {
			yield(Result{}, err)
		}
	}
}

// stream is one ClassifyStream. Documents go out under numbers of its own, so
// that callers' ids may repeat or be empty. Only receive runs in a goroutine of
// its own: a server that cannot send stops receiving, and a client that did both
// by turns would wait for it forever.
type stream struct {
	client  *Client
	limits  Limits
	calls   assayv1.ClassifierService_ClassifyStreamClient
	answers chan *assayv1.ClassifyStreamResponse // closed when the stream has ended
	ended   error                                // why, set before answers is closed
	pending []pending                            // documents drawn and not yet answered, in order
	early   map[string]*assayv1.ClassifyStreamResponse
	drawn   int
}

// pending is a document on its way, or one that was refused here.
type pending struct {
	id     string
	number string
	err    error
}

func (c *Client) openStream(ctx context.Context) (*stream, error) {
	m, err := c.Model(ctx)
	if err != nil {
		return nil, err
	}
	calls, err := c.service.ClassifyStream(ctx)
	if err != nil {
		return nil, wrap(err)
	}
	s := &stream{
		client:  c,
		limits:  m.Limits,
		calls:   calls,
		answers: make(chan *assayv1.ClassifyStreamResponse, inFlight),
		early:   map[string]*assayv1.ClassifyStreamResponse{},
	}
	go s.receive(ctx)
	return s, nil
}

// receive passes answers on until the stream ends.
func (s *stream) receive(ctx context.Context) {
	defer close(s.answers)
	for {
		answer, err := s.calls.Recv()
		if errors.Is(err, io.EOF) {
			s.ended = newError(codes.Unavailable, "the server ended the stream before every document was answered")
			return
		}
		if err != nil {
			s.ended = wrap(err)
			return
		}
		select {
		case s.answers <- answer:
		case <-ctx.Done():
			s.ended = wrap(ctx.Err())
			return
		}
	}
}

// wait returns when receive has ended.
func (s *stream) wait() {
	for range s.answers {
	}
}

// exchange sends documents and yields answers until all are answered, the caller
// has enough, or the stream breaks, which it returns.
func (s *stream) exchange(next func() (Document, bool), yield func(Result, error) bool) error {
	more := true
	for {
		for more && len(s.pending) < inFlight && !s.headAnswered() {
			var d Document
			if d, more = next(); more {
				s.send(d)
			} else {
				_ = s.calls.CloseSend() // it never fails; receive learns the status
			}
		}
		if len(s.pending) == 0 {
			return nil
		}
		result, err := s.head()
		if err != nil {
			return err
		}
		if !yield(result, nil) {
			return nil
		}
	}
}

// send sends a document, or notes why it was refused here. That the stream is
// broken, receive learns.
func (s *stream) send(d Document) {
	s.drawn++
	p := pending{id: d.ID, number: strconv.Itoa(s.drawn)}
	document, err := s.admit(d)
	if p.err = err; err == nil {
		_ = s.calls.Send(&assayv1.ClassifyStreamRequest{Id: p.number, Document: document, Options: s.client.options})
	}
	s.pending = append(s.pending, p)
}

// admit refuses what would break the stream instead of failing alone: a message
// beyond the size the server takes.
func (s *stream) admit(d Document) (*assayv1.Document, error) {
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

// headAnswered tells, without waiting, whether the first pending document is
// answered: its answer should not wait for sixteen more documents.
func (s *stream) headAnswered() bool {
	for len(s.pending) > 0 {
		if s.pending[0].err != nil || s.early[s.pending[0].number] != nil {
			return true
		}
		select {
		case answer, ok := <-s.answers:
			if !ok {
				return true // head tells why there is none
			}
			s.early[answer.GetId()] = answer
		default:
			return false
		}
	}
	return false
}

// head waits for the answer of the first pending document and takes it off.
func (s *stream) head() (Result, error) {
	p := s.pending[0]
	result := Result{ID: p.id, Err: p.err}
	if p.err == nil {
		answer, err := s.await(p.number)
		if err != nil {
			return Result{}, err
		}
		result.Sentences, result.Err = unpack(answer)
	}
	s.pending = s.pending[1:]
	return result, nil
}

// await returns the answer of the given number; others that come before it are
// kept. There are never more of them than documents in flight.
func (s *stream) await(number string) (*assayv1.ClassifyStreamResponse, error) {
	for {
		if answer := s.early[number]; answer != nil {
			delete(s.early, number)
			return answer, nil
		}
		answer, ok := <-s.answers
		if !ok {
			return nil, s.ended
		}
		if len(s.early) > inFlight {
			return nil, newError(codes.Internal, "the server answers documents that were not sent")
		}
		s.early[answer.GetId()] = answer
	}
}

func unpack(answer *assayv1.ClassifyStreamResponse) ([]classifier.Sentence, error) {
	if e := answer.GetError(); e != nil {
		return nil, newError(codes.Code(e.GetCode()), e.GetMessage())
	}
	return sentences(answer.GetResponse()), nil
}
