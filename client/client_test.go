package client

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
	"github.com/assay-nlp/assay/seeds"
	"github.com/assay-nlp/assay/server"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// dial serves the default model over loopback and returns a client for it.
func dial(t testing.TB, limits server.Limits, options Options) *Client {
	t.Helper()
	m, err := seeds.Model()
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(m, server.Options{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(listener)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
	})
	return connect(t, listener.Addr().String(), options)
}

func connect(t testing.TB, target string, options Options) *Client {
	t.Helper()
	c, err := Dial(target, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// articles returns the five source articles.
func articles(t testing.TB) []string {
	t.Helper()
	dir := os.DirFS("../seeds/articles")
	names, err := fs.Glob(dir, "*.txt")
	if err != nil || len(names) != 5 {
		t.Fatalf("articles %v, %v", names, err)
	}
	var out []string
	for _, name := range names {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

// TestRemoteEqualsLocal: a server's answer is to the bit that of its model in
// process, for running text and for ready sentences, alone and in a stream.
func TestRemoteEqualsLocal(t *testing.T) {
	m, err := seeds.Model()
	if err != nil {
		t.Fatal(err)
	}
	floor := 0.7
	c := dial(t, server.Limits{}, Options{MinConfidence: &floor})
	options := classifier.Options{MinConfidence: &floor}
	var documents []Document
	var want [][]classifier.Sentence
	for _, text := range articles(t) {
		want = append(want, m.Classify(text, options))
		documents = append(documents, Document{Text: text})
		var sentences []string
		for _, s := range want[len(want)-1] {
			sentences = append(sentences, text[s.Begin:s.End])
		}
		want = append(want, m.ClassifySentences(sentences, options))
		documents = append(documents, Document{Sentences: sentences})
	}
	for i, d := range documents {
		got, err := c.Classify(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Errorf("document %d: (-local +remote)\n%s", i, diff)
		}
	}
	i := 0
	for got, err := range c.ClassifyAll(t.Context(), slices.Values(documents)) {
		if err != nil || got.Err != nil {
			t.Fatal(err, got.Err)
		}
		if diff := cmp.Diff(want[i], got.Sentences); diff != "" {
			t.Errorf("document %d of the stream: (-local +remote)\n%s", i, diff)
		}
		i++
	}
	if i != len(documents) {
		t.Errorf("%d answers for %d documents", i, len(documents))
	}
}

// TestClassifyAllKeepsOrder: answers come in the order of the documents, under
// their ids, which may repeat; what cannot be classified fails alone.
func TestClassifyAllKeepsOrder(t *testing.T) {
	c := dial(t, server.Limits{DocumentBytes: 1000, Sentences: 20}, Options{})
	bad := map[int]Document{
		3:  {Text: strings.Repeat("x", 1001)},
		50: {Text: "a\xff"},
		51: {Text: "a", Sentences: []string{"a"}},
		90: {Text: strings.Repeat("A b. ", 30)},
		99: {Sentences: make([]string, 21)},
	}
	documents := func(yield func(Document) bool) {
		for i := range 300 {
			d := Document{Text: strings.Repeat("One more sentence. ", i%7)}
			if b, ok := bad[i]; ok {
				d = b
			}
			d.ID = strconv.Itoa(i % 10)
			if !yield(d) {
				return
			}
		}
	}
	i := 0
	for r, err := range c.ClassifyAll(t.Context(), documents) {
		if err != nil {
			t.Fatal(err)
		}
		_, isBad := bad[i]
		if r.ID != strconv.Itoa(i%10) || (r.Err != nil) != isBad || !isBad && len(r.Sentences) != i%7 {
			t.Errorf("answer %d: id %q, %d sentences, error %v", i, r.ID, len(r.Sentences), r.Err)
		}
		i++
	}
	if i != 300 {
		t.Errorf("%d answers, want 300", i)
	}
}

// TestClassifyAllDrawsInTheCallersGoroutine: what the iterator touches is safe to
// read in the loop, and nothing is drawn after the loop has ended.
func TestClassifyAllDrawsInTheCallersGoroutine(t *testing.T) {
	c := dial(t, server.Limits{}, Options{})
	drawn, over := 0, false
	endless := func(yield func(Document) bool) {
		for {
			if over {
				t.Error("a document is drawn after the loop")
			}
			drawn++
			if !yield(Document{Text: "One."}) {
				return
			}
		}
	}
	n := 0
	for range c.ClassifyAll(t.Context(), endless) {
		if n++; drawn > n+inFlight {
			t.Fatalf("%d documents are drawn for answer %d", drawn, n)
		}
		if n == 100 {
			break
		}
	}
	over = true
}

// TestClassifyAllCancelled: a stream that is cancelled before every document is
// answered ends with an error, never in silence.
func TestClassifyAllCancelled(t *testing.T) {
	c := dial(t, server.Limits{}, Options{})
	for n := range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		i, last := 0, error(nil)
		for _, err := range c.ClassifyAll(ctx, slices.Values(make([]Document, 200))) {
			if i++; i == n+1 {
				cancel()
			}
			last = err
		}
		cancel()
		if i < 200 && !errors.Is(last, context.Canceled) {
			t.Fatalf("%d of 200 answers, then %v", i, last)
		}
	}
}

// TestLargeStream sends and receives far more than the transport buffers at a
// time, so that neither side may wait for the other.
func TestLargeStream(t *testing.T) {
	c := dial(t, server.Limits{}, Options{})
	text := strings.Repeat("The bridge reopened on Friday, officials said. ", 5000)
	n := 0
	for r, err := range c.ClassifyAll(t.Context(), slices.Values(slices.Repeat([]Document{{Text: text}}, 40))) {
		if err != nil || r.Err != nil || len(r.Sentences) != 5000 {
			t.Fatalf("%d sentences, %v, %v", len(r.Sentences), r.Err, err)
		}
		n++
	}
	if n != 40 {
		t.Errorf("%d answers, want 40", n)
	}
}

func TestDialRefuses(t *testing.T) {
	for _, target := range []string{"", "foo bar", "http://127.0.0.1:50051"} {
		if _, err := Dial(target, Options{}); err == nil || !strings.Contains(err.Error(), "want host:port") {
			t.Errorf("%q: error %v", target, err)
		}
	}
}

func TestNoServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	target := listener.Addr().String()
	listener.Close()
	c := connect(t, target, Options{})
	if _, err := c.Classify(t.Context(), Document{Text: "One."}); !errors.Is(err, ErrUnavailable) || status.Code(err) != codes.Unavailable {
		t.Errorf("Classify: %v, want one that is ErrUnavailable", err)
	}
	for _, err := range c.ClassifyAll(t.Context(), slices.Values([]Document{{Text: "One."}})) {
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("ClassifyAll: %v, want one that is ErrUnavailable", err)
		}
	}
}

func TestDeadline(t *testing.T) {
	c := dial(t, server.Limits{}, Options{})
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err := c.Classify(ctx, Document{Text: "One."}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want one that is context.DeadlineExceeded", err)
	}
}

// TestServerError: the code, the message and the limit reach the caller.
func TestServerError(t *testing.T) {
	c := dial(t, server.Limits{DocumentBytes: 10}, Options{})
	_, err := c.Classify(t.Context(), Document{Text: "More than ten bytes."})
	var e *Error
	if !errors.As(err, &e) || e.Code() != codes.InvalidArgument || !strings.Contains(e.Message(), "limit 10") || len(status.Convert(err).Details()) != 1 {
		t.Errorf("error %v", err)
	}
	if errors.Is(err, ErrUnavailable) {
		t.Error("a bad document is called an unavailable server")
	}
}

// scripted answers streams the way a test says.
type scripted struct {
	assayv1.UnimplementedClassifierServiceServer
	stream func(grpc.BidiStreamingServer[assayv1.ClassifyStreamRequest, assayv1.ClassifyStreamResponse]) error
}

func (s scripted) GetModel(context.Context, *assayv1.GetModelRequest) (*assayv1.GetModelResponse, error) {
	return &assayv1.GetModelResponse{Limits: &assayv1.Limits{MaxDocumentBytes: 1 << 20, MaxSentences: 1000}}, nil
}

func (s scripted) ClassifyStream(stream grpc.BidiStreamingServer[assayv1.ClassifyStreamRequest, assayv1.ClassifyStreamResponse]) error {
	return s.stream(stream)
}

func dialScripted(t *testing.T, s scripted) *Client {
	t.Helper()
	g := grpc.NewServer()
	assayv1.RegisterClassifierServiceServer(g, s)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go g.Serve(listener)
	t.Cleanup(g.Stop)
	return connect(t, listener.Addr().String(), Options{})
}

// TestAnswersOutOfOrder: the contract lets a server answer in any order.
func TestAnswersOutOfOrder(t *testing.T) {
	c := dialScripted(t, scripted{stream: func(stream grpc.BidiStreamingServer[assayv1.ClassifyStreamRequest, assayv1.ClassifyStreamResponse]) error {
		var ids []string
		for range 5 {
			r, err := stream.Recv()
			if err != nil {
				return err
			}
			ids = append(ids, r.GetId())
		}
		slices.Reverse(ids)
		for _, id := range ids {
			answer := &assayv1.ClassifyResponse{Sentences: []*assayv1.Sentence{{End: uint64(id[0] - '0')}}}
			err := stream.Send(&assayv1.ClassifyStreamResponse{Id: id, Result: &assayv1.ClassifyStreamResponse_Response{Response: answer}})
			if err != nil {
				return err
			}
		}
		return nil
	}})
	documents := make([]Document, 5) // all of them are in flight at once
	i := 0
	for r, err := range c.ClassifyAll(t.Context(), slices.Values(documents)) {
		if err != nil {
			t.Fatal(err)
		}
		if i++; r.Sentences[0].End != i {
			t.Errorf("answer %d is that of document %d", i, r.Sentences[0].End)
		}
	}
}

// TestStreamCutShort: documents that a server never answers are an error, not
// silence.
func TestStreamCutShort(t *testing.T) {
	c := dialScripted(t, scripted{stream: func(grpc.BidiStreamingServer[assayv1.ClassifyStreamRequest, assayv1.ClassifyStreamResponse]) error {
		return nil
	}})
	var last error
	for _, err := range c.ClassifyAll(t.Context(), slices.Values(make([]Document, 3))) {
		last = err
	}
	if !errors.Is(last, ErrUnavailable) {
		t.Errorf("error %v, want one that is ErrUnavailable", last)
	}
}
