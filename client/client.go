// Package client asks an Assay server to classify documents.
//
//	c, err := client.Dial("127.0.0.1:50051", client.Options{})
//	defer c.Close()
//	sentences, err := c.Classify(ctx, client.Document{Text: text})
//
// Answers come as the types of package classifier and are, to the bit, what the
// server's model gives in process. A Client is safe for concurrent use. The
// connection is not encrypted unless Options.DialOptions say so.
package client

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// maxAnswer is the largest answer the client takes, in bytes: a server may allow
// larger documents than by default.
const maxAnswer = 64 << 20

// Options say how to ask; the zero value works.
type Options struct {
	// MinConfidence is the confidence, from 0 to 1, below which sentences are
	// marked uncertain; nil means the floor of the server's model.
	MinConfidence *float64
	// Precision is the precision, from 0 to 1, that each label is to have among
	// sentences not marked uncertain; nil sets no target. See classifier.Options.
	Precision *float64
	// Explain asks for the explanation of every sentence, by part of the text.
	Explain bool
	// DialOptions are passed on to gRPC, after the client's own; with transport
	// credentials among them the connection is encrypted.
	DialOptions []grpc.DialOption
}

// Client is a connection to a server.
type Client struct {
	connection *grpc.ClientConn
	service    assayv1.ClassifierServiceClient
	options    *assayv1.ClassifyOptions
}

// Document is one text to classify, either running text or ready sentences.
type Document struct {
	// ID tells the document apart in the answers of ClassifyAll; Assay does not
	// interpret it, and it may be empty.
	ID string
	// Text is running text, split by the server. It must be valid UTF-8.
	Text string
	// Sentences are ready sentences; where they are set, Text must be empty.
	Sentences []string
}

// Dial prepares a connection to the server at target, a host:port or any other
// gRPC target. It does not wait: a server that is not there shows in the first
// call, as ErrUnavailable.
func Dial(target string, options Options) (*Client, error) {
	if target == "" || strings.ContainsAny(target, " \t\n") || strings.HasPrefix(target, "http:") || strings.HasPrefix(target, "https:") {
		return nil, fmt.Errorf("dial %q: want host:port or another gRPC target", target)
	}
	dialOptions := append([]grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswer)),
	}, options.DialOptions...)
	connection, err := grpc.NewClient(target, dialOptions...)
	if err != nil {
		return nil, fmt.Errorf("dial %q: %w", target, err)
	}
	return &Client{
		connection: connection,
		service:    assayv1.NewClassifierServiceClient(connection),
		options:    classifyOptions(options),
	}, nil
}

// classifyOptions copies what the caller may change later.
func classifyOptions(options Options) *assayv1.ClassifyOptions {
	o := assayv1.ClassifyOptions{Explain: options.Explain}
	if options.MinConfidence != nil {
		o.MinConfidence = proto.Float64(*options.MinConfidence)
	}
	if options.Precision != nil {
		o.Precision = proto.Float64(*options.Precision)
	}
	return &o
}

// Close gives up the connection; calls in flight fail.
func (c *Client) Close() error { return c.connection.Close() }

// Classify labels the sentences of one document.
func (c *Client) Classify(ctx context.Context, d Document) ([]classifier.Sentence, error) {
	document, err := d.proto()
	if err != nil {
		return nil, err
	}
	response, err := c.service.Classify(ctx, &assayv1.ClassifyRequest{Document: document, Options: c.options})
	if status.Code(err) == codes.ResourceExhausted { // the transport names no remedy
		return nil, newError(codes.ResourceExhausted, status.Convert(err).Message()+"; send the document in parts")
	}
	if err != nil {
		return nil, wrap(err)
	}
	return sentences(response), nil
}

// Model tells which model the server answers with.
func (c *Client) Model(ctx context.Context) (Model, error) {
	response, err := c.service.GetModel(ctx, &assayv1.GetModelRequest{})
	if err != nil {
		return Model{}, wrap(err)
	}
	return model(response), nil
}

// ErrUnavailable is wrapped by errors that say the server could not be reached,
// or is starting or draining; asking again later may help.
var ErrUnavailable = errors.New("server unavailable")

// Error is what a server says against a request. errors.Is finds ErrUnavailable
// and the errors of contexts in it where that is what its code means.
type Error struct{ status *status.Status }

func newError(code codes.Code, message string) *Error { return &Error{status.New(code, message)} }

// Code returns the gRPC status code.
func (e *Error) Code() codes.Code { return e.status.Code() }

// Message tells what was wanted, what came and what to do.
func (e *Error) Message() string { return e.status.Message() }

// Error returns the message with the name of the code.
func (e *Error) Error() string { return fmt.Sprintf("%s (%s)", e.Message(), e.Code()) }

// Is tells whether target is what the code means.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrUnavailable:
		return e.Code() == codes.Unavailable
	case context.DeadlineExceeded:
		return e.Code() == codes.DeadlineExceeded
	case context.Canceled:
		return e.Code() == codes.Canceled
	}
	return false
}

// GRPCStatus lets status.FromError and status.Code see the whole status, with
// the details a server sends.
func (e *Error) GRPCStatus() *status.Status { return e.status }

func wrap(err error) error {
	s := status.FromContextError(err)
	if s.Code() == codes.Unknown {
		s = status.Convert(err)
	}
	return &Error{s}
}
