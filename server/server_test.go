package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"math"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
	"github.com/assay-nlp/assay/seeds"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func model(t testing.TB) *classifier.Model {
	t.Helper()
	m, err := seeds.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// start serves over loopback and returns a connection; both end with the test.
func start(t testing.TB, options Options) (*grpc.ClientConn, *Server) {
	t.Helper()
	s, err := New(model(t), options)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	connection, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		connection.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return connection, s
}

func text(s string) *assayv1.Document {
	return &assayv1.Document{Content: &assayv1.Document_Text{Text: s}}
}

func ready(s ...string) *assayv1.Document {
	return &assayv1.Document{Content: &assayv1.Document_SentenceList{SentenceList: &assayv1.SentenceList{Sentences: s}}}
}

func TestClassify(t *testing.T) {
	connection, _ := start(t, Options{})
	c := assayv1.NewClassifierServiceClient(connection)
	const in = "Über 😀 uns.  The bridge reopened on Friday, officials said."
	second := "The bridge reopened on Friday, officials said."
	tests := []struct {
		unit       assayv1.OffsetUnit
		begin, end uint64
	}{
		{assayv1.OffsetUnit_OFFSET_UNIT_UNSPECIFIED, 17, 63},
		{assayv1.OffsetUnit_OFFSET_UNIT_BYTES, 17, 63},
		{assayv1.OffsetUnit_OFFSET_UNIT_UTF16, 14, 60},
		{assayv1.OffsetUnit_OFFSET_UNIT_CODE_POINTS, 13, 59},
	}
	for _, test := range tests {
		r, err := c.Classify(t.Context(), &assayv1.ClassifyRequest{
			Document: text(in), Options: &assayv1.ClassifyOptions{OffsetUnit: test.unit, EchoText: true},
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.GetSentences()) != 2 {
			t.Fatalf("%d sentences, want 2", len(r.GetSentences()))
		}
		s := r.GetSentences()[1]
		if s.GetBegin() != test.begin || s.GetEnd() != test.end || s.GetText() != second {
			t.Errorf("%v: [%d, %d) %q, want [%d, %d)", test.unit, s.GetBegin(), s.GetEnd(), s.GetText(), test.begin, test.end)
		}
		if s.GetLabel() != assayv1.Label_LABEL_ATTRIBUTED_CLAIM || s.GetConfidence() != s.GetScores().GetAttributedClaim() {
			t.Errorf("told %v with %v, scores %v", s.GetLabel(), s.GetConfidence(), s.GetScores())
		}
		if r.GetModel().GetDigest() != model(t).Digest() || r.GetModel().GetVersion() != model(t).Version() {
			t.Errorf("model %v", r.GetModel())
		}
	}
}

func TestReadySentences(t *testing.T) {
	connection, _ := start(t, Options{})
	c := assayv1.NewClassifierServiceClient(connection)
	r, err := c.Classify(t.Context(), &assayv1.ClassifyRequest{Document: ready("One. Two.", "", "É!"), Options: &assayv1.ClassifyOptions{
		OffsetUnit: assayv1.OffsetUnit_OFFSET_UNIT_CODE_POINTS, MinConfidence: proto.Float64(0),
	}})
	if err != nil {
		t.Fatal(err)
	}
	ends := []uint64{9, 0, 2}
	for i, s := range r.GetSentences() {
		if s.GetBegin() != 0 || s.GetEnd() != ends[i] || s.GetText() != "" {
			t.Errorf("sentence %d: [%d, %d) %q, want [0, %d) without text", i, s.GetBegin(), s.GetEnd(), s.GetText(), ends[i])
		}
	}
	if len(r.GetSentences()) != 3 || !r.GetSentences()[1].GetUncertain() {
		t.Errorf("the empty sentence is not answered as uncertain: %v", r)
	}
}

// TestExplain: contributions add up to the scores, in the unit asked for, and
// documents to explain are limited.
func TestExplain(t *testing.T) {
	connection, _ := start(t, Options{})
	c := assayv1.NewClassifierServiceClient(connection)
	const in = "😀 Yes. The bridge reopened, according to officials."
	r, err := c.Classify(t.Context(), &assayv1.ClassifyRequest{
		Document: text(in),
		Options:  &assayv1.ClassifyOptions{Explain: true, OffsetUnit: assayv1.OffsetUnit_OFFSET_UNIT_CODE_POINTS},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := r.GetSentences()[1]
	e := s.GetExplanation()
	odds := e.GetBias().GetAttributedClaim() - e.GetBias().GetFactualReport()
	found := false
	for _, part := range e.GetContributions() {
		odds += part.GetScores().GetAttributedClaim() - part.GetScores().GetFactualReport()
		found = found || string([]rune(in)[part.GetBegin():part.GetEnd()]) == "according to"
	}
	if want := math.Log(s.GetScores().GetAttributedClaim() / s.GetScores().GetFactualReport()); math.Abs(odds-want) > 1e-9 || !found {
		t.Errorf("contributions add up to %v, want %v; \"according to\" among them: %v", odds, want, found)
	}
	_, err = c.Classify(t.Context(), &assayv1.ClassifyRequest{Document: text(strings.Repeat("x", 64<<10+1)), Options: &assayv1.ClassifyOptions{Explain: true}})
	if status.Code(err) != codes.InvalidArgument || !strings.Contains(err.Error(), "limit 65536") {
		t.Errorf("a large document to explain: %v", err)
	}
}

func TestBadRequests(t *testing.T) {
	connection, _ := start(t, Options{Limits: Limits{DocumentBytes: 100, Sentences: 3}})
	c := assayv1.NewClassifierServiceClient(connection)
	tests := []struct {
		name    string
		request *assayv1.ClassifyRequest
		field   string
		says    string
	}{
		{"no document", &assayv1.ClassifyRequest{}, "document", "set document.text or document.sentence_list"},
		{"no content", &assayv1.ClassifyRequest{Document: &assayv1.Document{}}, "document", "not set"},
		{"too large", &assayv1.ClassifyRequest{Document: text(strings.Repeat("x", 101))}, "document.text", "has 101 bytes, limit 100; send it in parts"},
		{"too many", &assayv1.ClassifyRequest{Document: text("A b. C d. E f. G h.")}, "document.text", "has 4 sentences, limit 3"},
		{"too large list", &assayv1.ClassifyRequest{Document: ready(strings.Repeat("x", 60), strings.Repeat("x", 60))}, "document.sentence_list.sentences", "has 120 bytes, limit 100"},
		{"too many ready", &assayv1.ClassifyRequest{Document: ready("a", "b", "c", "d")}, "document.sentence_list.sentences", "has 4 sentences, limit 3"},
		{"floor", &assayv1.ClassifyRequest{Document: text("x"), Options: &assayv1.ClassifyOptions{MinConfidence: proto.Float64(2)}}, "options.min_confidence", "is 2, want 0 to 1"},
		{"precision", &assayv1.ClassifyRequest{Document: text("x"), Options: &assayv1.ClassifyOptions{Precision: proto.Float64(-1)}}, "options.precision", "is -1, want 0 to 1"},
		{"unit", &assayv1.ClassifyRequest{Document: text("x"), Options: &assayv1.ClassifyOptions{OffsetUnit: 9}}, "options.offset_unit", "is 9"},
	}
	for _, test := range tests {
		_, err := c.Classify(t.Context(), test.request)
		s := status.Convert(err)
		if s.Code() != codes.InvalidArgument || !strings.Contains(s.Message(), test.says) {
			t.Errorf("%s: %v, want INVALID_ARGUMENT with %q", test.name, err, test.says)
			continue
		}
		detail, ok := s.Details()[0].(*errdetails.BadRequest)
		if !ok || detail.GetFieldViolations()[0].GetField() != test.field {
			t.Errorf("%s: details %v, want the field %s", test.name, s.Details(), test.field)
		}
	}
}

// TestMessageTooLarge: what the transport refuses has the code the contract
// promises, and the server goes on.
func TestMessageTooLarge(t *testing.T) {
	connection, _ := start(t, Options{Limits: Limits{DocumentBytes: 1000, MessageBytes: 2000}})
	c := assayv1.NewClassifierServiceClient(connection)
	_, err := c.Classify(t.Context(), &assayv1.ClassifyRequest{Document: text(strings.Repeat("x", 10_000))})
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("error %v, want RESOURCE_EXHAUSTED", err)
	}
	if _, err := c.Classify(t.Context(), &assayv1.ClassifyRequest{Document: text("Fine.")}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestStream: every document is answered under its id, and a bad one fails
// alone.
func TestStream(t *testing.T) {
	connection, _ := start(t, Options{Limits: Limits{DocumentBytes: 100}})
	stream, err := assayv1.NewClassifierServiceClient(connection).ClassifyStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	documents := map[string]*assayv1.Document{"a": text("The bridge reopened."), "b": nil, "c": text(strings.Repeat("x", 101)), "": ready("Yes.")}
	for id, d := range documents {
		if err := stream.Send(&assayv1.ClassifyStreamRequest{Id: id, Document: d}); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.CloseSend(); err != nil {
		t.Fatal(err)
	}
	got := map[string]*assayv1.ClassifyStreamResponse{}
	for {
		r, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got[r.GetId()] = r
	}
	if len(got) != 4 || len(got["a"].GetResponse().GetSentences()) != 1 || got[""].GetResponse() == nil {
		t.Errorf("answers %v", got)
	}
	for id, field := range map[string]string{"b": "document", "c": "document.text"} {
		if e := got[id].GetError(); codes.Code(e.GetCode()) != codes.InvalidArgument || e.GetField() != field || e.GetModel().GetDigest() != model(t).Digest() {
			t.Errorf("%s: %v, want INVALID_ARGUMENT for %s", id, e, field)
		}
	}
}

func TestGetModel(t *testing.T) {
	connection, _ := start(t, Options{})
	r, err := assayv1.NewClassifierServiceClient(connection).GetModel(t.Context(), &assayv1.GetModelRequest{})
	if err != nil {
		t.Fatal(err)
	}
	card := model(t).Card()
	if r.GetModel().GetDigest() != model(t).Digest() || len(r.GetLabels()) != 3 ||
		r.GetCard().GetCrossValidation().GetMacroF1() != card.CrossValidation.MacroF1 ||
		r.GetCard().GetLabelCounts()[0].GetSentences() != uint64(card.Sentences[0]) ||
		len(r.GetCard().GetOperatingPoints()) != 3*len(card.Operating[0]) ||
		r.GetLimits().GetMaxDocumentBytes() != uint64(DefaultLimits().DocumentBytes) {
		t.Errorf("model %v", r)
	}
}

func TestHealthAndReflection(t *testing.T) {
	connection, _ := start(t, Options{})
	health := healthv1.NewHealthClient(connection)
	for _, service := range []string{"", "assay.v1.ClassifierService"} {
		r, err := health.Check(t.Context(), &healthv1.HealthCheckRequest{Service: service})
		if err != nil || r.GetStatus() != healthv1.HealthCheckResponse_SERVING {
			t.Errorf("health of %q: %v, %v", service, r, err)
		}
	}
	stream, err := reflectionv1.NewServerReflectionClient(connection).ServerReflectionInfo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Send(&reflectionv1.ServerReflectionRequest{MessageRequest: &reflectionv1.ServerReflectionRequest_ListServices{}}); err != nil {
		t.Fatal(err)
	}
	r, err := stream.Recv()
	if err != nil || !strings.Contains(r.String(), "assay.v1.ClassifierService") {
		t.Errorf("reflection: %v, %v", r, err)
	}
	if err := stream.CloseSend(); err != nil {
		t.Fatal(err)
	}
}

// TestShutdownDrains: health turns before calls in flight end, they are
// finished, and new ones are refused.
func TestShutdownDrains(t *testing.T) {
	connection, s := start(t, Options{})
	watch, err := healthv1.NewHealthClient(connection).Watch(t.Context(), &healthv1.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := watch.Recv(); err != nil || r.GetStatus() != healthv1.HealthCheckResponse_SERVING {
		t.Fatalf("before: %v, %v", r, err)
	}
	stream, err := assayv1.NewClassifierServiceClient(connection).ClassifyStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, stream)
	done := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		defer cancel()
		done <- s.Shutdown(ctx)
	}()
	if r, err := watch.Recv(); err != nil || r.GetStatus() != healthv1.HealthCheckResponse_NOT_SERVING {
		t.Errorf("while draining: %v, %v", r, err)
	}
	exchange(t, stream)
	if err := <-done; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("shutdown with a stream that never ends: %v, want the deadline", err)
	}
	if _, err := assayv1.NewClassifierServiceClient(connection).GetModel(t.Context(), &assayv1.GetModelRequest{}); status.Code(err) != codes.Unavailable {
		t.Errorf("after the shutdown: %v, want UNAVAILABLE", err)
	}
}

// TestWatchersDoNotHoldUpAShutdown: somebody who watches the health is told and
// let go.
func TestWatchersDoNotHoldUpAShutdown(t *testing.T) {
	connection, s := start(t, Options{})
	watch, err := healthv1.NewHealthClient(connection).Watch(t.Context(), &healthv1.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := watch.Recv(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		t.Errorf("shutdown with a watcher: %v", err)
	}
	if r, err := watch.Recv(); err != nil || r.GetStatus() != healthv1.HealthCheckResponse_NOT_SERVING {
		t.Errorf("the watcher hears %v, %v", r, err)
	}
}

func exchange(t *testing.T, stream assayv1.ClassifierService_ClassifyStreamClient) {
	t.Helper()
	if err := stream.Send(&assayv1.ClassifyStreamRequest{Id: "x", Document: text("One.")}); err != nil {
		t.Fatal(err)
	}
	if r, err := stream.Recv(); err != nil || r.GetId() != "x" {
		t.Fatalf("answer %v, %v", r, err)
	}
}

// lockedBuffer is a buffer that many goroutines may write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestLogsAndMetrics: failed calls are logged and counted, and nothing of a
// document is in either.
func TestLogsAndMetrics(t *testing.T) {
	var logs lockedBuffer
	registry := prometheus.NewRegistry()
	connection, _ := start(t, Options{
		Limits:  Limits{DocumentBytes: 100},
		Logger:  slog.New(slog.NewJSONHandler(&logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Metrics: registry,
	})
	c := assayv1.NewClassifierServiceClient(connection)
	const secret = "confidential"
	if _, err := c.Classify(t.Context(), &assayv1.ClassifyRequest{Document: text(secret)}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Classify(t.Context(), &assayv1.ClassifyRequest{Document: text(strings.Repeat(secret, 20))}); err == nil {
		t.Fatal("an oversized document was accepted")
	}
	stream, err := c.ClassifyStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, stream)
	if err := stream.CloseSend(); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if got := logs.String(); !strings.Contains(got, "InvalidArgument") || strings.Contains(got, secret) {
		t.Errorf("logs:\n%s", got)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, f := range families {
		all += f.String() + "\n"
	}
	for _, want := range []string{"grpc_server_handled_total", "grpc_server_handling_seconds", "InvalidArgument"} {
		if !strings.Contains(all, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	if strings.Contains(all, secret) {
		t.Error("metrics hold a document")
	}
}

// TestPanicIsAnError: a panic ends the call it happens in, with an error that
// tells nothing of the document, and no other.
func TestPanicIsAnError(t *testing.T) {
	var logs lockedBuffer
	options := Options{Logger: slog.New(slog.NewJSONHandler(&logs, nil))}
	chain, err := interceptors(options)
	if err != nil {
		t.Fatal(err)
	}
	s := grpc.NewServer(chain...)
	assayv1.RegisterClassifierServiceServer(s, panicking{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(listener)
	defer s.Stop()
	connection, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	for range 2 {
		_, err = assayv1.NewClassifierServiceClient(connection).Classify(t.Context(), &assayv1.ClassifyRequest{})
		if status.Code(err) != codes.Internal || strings.Contains(err.Error(), "secret") {
			t.Errorf("error %v, want INTERNAL without what the panic held", err)
		}
	}
	if got := logs.String(); !strings.Contains(got, "panicking") || strings.Contains(got, "secret") {
		t.Errorf("the log lacks the place or holds the value:\n%s", got)
	}
}

type panicking struct {
	assayv1.UnimplementedClassifierServiceServer
}

func (panicking) Classify(context.Context, *assayv1.ClassifyRequest) (*assayv1.ClassifyResponse, error) {
	panic("secret of a document")
}

func TestOtherLabelsAreRefused(t *testing.T) {
	params := *model(t).Params()
	for _, labels := range [][]string{{"a", "b", "c"}, {"opinion", "fact", "attributed"}} {
		params.Labels = labels
		m, err := classifier.New(params)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(m, Options{}); err == nil || !strings.Contains(err.Error(), labels[0]) {
			t.Errorf("%q: error %v, want one that names the labels", labels, err)
		}
	}
}
