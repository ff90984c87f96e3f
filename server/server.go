// Package server is the gRPC service around a model.
//
//	s, err := server.New(model, server.Options{})
//	go s.Serve(listener)
//	...
//	s.Shutdown(ctx)
//
// It answers assay.v1.ClassifierService, the standard health service and
// reflection. Requests are limited in size; there is no authentication and no
// TLS here, so listen on an address that only friends can reach.
package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/assay-nlp/assay/classifier"
	assayv1 "github.com/assay-nlp/assay/proto/assay/v1"
	middleware "github.com/grpc-ecosystem/go-grpc-middleware/v2"
	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
)

// Options say how to serve; the zero value is safe.
type Options struct {
	// Limits are what a document may be; zero fields mean those of DefaultLimits.
	Limits Limits
	// Logger gets one line for each call that did not end well, and every call
	// at debug level, never with anything of a document; nil means no logs.
	Logger *slog.Logger
	// Metrics gets the Prometheus metrics of the service; nil means none.
	Metrics prometheus.Registerer
}

// maxStreams is how many calls a connection may have open at once: each may hold
// a document and its answer in memory.
const maxStreams = 128

// watchGrace is how long health watchers get to hear that the service is going
// away before their streams are ended.
const watchGrace = 100 * time.Millisecond

// Server serves one model.
type Server struct {
	grpc   *grpc.Server
	health *health.Server
	// endWatches ends health watches, which never end by themselves and would
	// hold up a shutdown.
	endWatches context.CancelFunc
}

// New returns a server that answers with the model, whose labels must be those
// of the contract.
func New(model *classifier.Model, options Options) (*Server, error) {
	limits := options.Limits.withDefaults()
	service, err := newService(model, limits)
	if err != nil {
		return nil, err
	}
	chain, err := interceptors(options)
	if err != nil {
		return nil, fmt.Errorf("registering metrics: %w", err)
	}
	watches, endWatches := context.WithCancel(context.Background())
	chain = append(chain,
		grpc.MaxRecvMsgSize(limits.MessageBytes),
		grpc.MaxConcurrentStreams(maxStreams),
		grpc.ChainStreamInterceptor(endWith(watches)),
	)
	s := &Server{grpc: grpc.NewServer(chain...), health: health.NewServer(), endWatches: endWatches}
	assayv1.RegisterClassifierServiceServer(s.grpc, service)
	healthv1.RegisterHealthServer(s.grpc, s.health)
	reflection.Register(s.grpc)
	s.health.SetServingStatus(assayv1.ClassifierService_ServiceDesc.ServiceName, healthv1.HealthCheckResponse_SERVING)
	return s, nil
}

// Serve answers calls that come in through the listener until Shutdown; it then
// returns nil.
func (s *Server) Serve(listener net.Listener) error { return s.grpc.Serve(listener) }

// endWith ends the context of health watches together with ctx.
func endWith(ctx context.Context) grpc.StreamServerInterceptor {
	return func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
		if info.FullMethod != healthv1.Health_Watch_FullMethodName {
			return handler(srv, stream)
		}
		streamCtx, cancel := context.WithCancel(stream.Context())
		defer cancel()
		defer context.AfterFunc(ctx, cancel)()
		return handler(srv, &middleware.WrappedServerStream{ServerStream: stream, WrappedContext: streamCtx})
	}
}

// Shutdown tells health checkers that the service is going away, takes no new
// calls and waits for those in flight. When ctx ends first, it cuts them off and
// returns the error of ctx; an idle ClassifyStream is a call in flight.
func (s *Server) Shutdown(ctx context.Context) error {
	s.health.Shutdown()
	time.AfterFunc(watchGrace, s.endWatches)
	drained := make(chan struct{})
	go func() {
		s.grpc.GracefulStop()
		close(drained)
	}()
	select {
	case <-drained:
		return nil
	case <-ctx.Done():
		s.grpc.Stop()
		<-drained
		return ctx.Err()
	}
}
