package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/assay-nlp/assay/server"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
)

type serveFlags struct {
	listen, metrics, model string
	drain                  time.Duration
	limits                 server.Limits
	verbose                bool
}

func newServe() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Answer gRPC calls",
		Long: `Serve answers the calls of assay.v1.ClassifierService, gRPC health checks and
reflection, without encryption: listen on an address that only friends can
reach. SIGTERM and SIGINT end it gracefully: health checks say NOT_SERVING, new
calls are refused, those in flight are finished.`,
		Example: `  assay serve
  assay serve --listen 127.0.0.1:50051 --model my.model --metrics-listen 127.0.0.1:9464`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return runServe(c.Context(), f, c.ErrOrStderr()) },
	}
	limits := server.DefaultLimits()
	flags := c.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:50051", "address to answer gRPC calls on; port 0 picks a free one")
	flags.StringVar(&f.metrics, "metrics-listen", "", "address to answer /metrics on for Prometheus; without it there are no metrics")
	flags.StringVar(&f.model, "model", "", modelUsage)
	flags.DurationVar(&f.drain, "drain-timeout", 30*time.Second, "how long calls in flight may take to finish at the end")
	flags.IntVar(&f.limits.DocumentBytes, "max-document-bytes", limits.DocumentBytes, "most bytes of a document")
	flags.IntVar(&f.limits.Sentences, "max-sentences", limits.Sentences, "most sentences of a document")
	flags.IntVar(&f.limits.MessageBytes, "max-message-bytes", limits.MessageBytes, "most bytes of a gRPC message, at least twice those of a document")
	flags.BoolVar(&f.verbose, "verbose", false, "log every call, not only those that fail")
	return c
}

// runServe serves until ctx ends or a signal comes; a second one kills.
func runServe(ctx context.Context, f serveFlags, stderr io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	logger := newLogger(stderr, f.verbose)
	model, err := loadModel(f.model)
	if err != nil {
		return err
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	s, err := server.New(model, server.Options{Limits: f.limits, Logger: logger, Metrics: registry})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	stopMetrics, err := serveMetrics(f.metrics, registry, logger)
	if err != nil {
		listener.Close()
		return err
	}
	defer stopMetrics()
	logger.Info("serving", "address", listener.Addr().String(), "model", model.Version(), "digest", model.Digest())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		stop()
	}
	return drain(s, f.drain, logger)
}

func (f *serveFlags) check() error {
	if l := f.limits; min(l.DocumentBytes, l.Sentences, l.MessageBytes) < 1 {
		return &usageError{fmt.Errorf("the limits are %d bytes, %d sentences and %d bytes a message, want at least 1 each", l.DocumentBytes, l.Sentences, l.MessageBytes)}
	}
	if f.drain <= 0 {
		return &usageError{fmt.Errorf("--drain-timeout is %v, want more than 0", f.drain)}
	}
	return nil
}

// drain ends the server, waiting for calls in flight for so long.
func drain(s *server.Server, timeout time.Duration, logger *slog.Logger) error {
	logger.Info("draining", "timeout", timeout.String())
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		return fmt.Errorf("calls were still in flight after %v and have been cut off", timeout)
	}
	logger.Info("stopped")
	return nil
}

// serveMetrics answers /metrics on the address until the returned function is
// called; without an address it does nothing.
func serveMetrics(address string, registry *prometheus.Registry, logger *slog.Logger) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%w; choose another address with --metrics-listen", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	s := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := s.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logger.Error("metrics are no longer served", "error", err)
		}
	}()
	logger.Info("metrics", "address", listener.Addr().String())
	return func() { s.Close() }, nil
}

func newLogger(w io.Writer, verbose bool) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
}
