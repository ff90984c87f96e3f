package server

import (
	"context"
	"log/slog"
	"runtime/debug"

	grpcprom "github.com/grpc-ecosystem/go-grpc-middleware/providers/prometheus"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/logging"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// interceptors returns the chain that every call goes through: metrics outside,
// so that they see how it ended, then logs, then recovery nearest to the
// service, so that a panic is an INTERNAL error to the other two.
func interceptors(options Options) ([]grpc.ServerOption, error) {
	logger := options.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	logOptions := []logging.Option{logging.WithLogOnEvents(logging.FinishCall), logging.WithLevels(logLevel)}
	recoveryOption := recovery.WithRecoveryHandlerContext(recoverer(logger))
	unary := []grpc.UnaryServerInterceptor{
		logging.UnaryServerInterceptor(toSlog(logger), logOptions...),
		recovery.UnaryServerInterceptor(recoveryOption),
	}
	stream := []grpc.StreamServerInterceptor{
		logging.StreamServerInterceptor(toSlog(logger), logOptions...),
		recovery.StreamServerInterceptor(recoveryOption),
	}
	if options.Metrics != nil {
		metrics := grpcprom.NewServerMetrics(grpcprom.WithServerHandlingTimeHistogram())
		if err := options.Metrics.Register(metrics); err != nil {
			return nil, err
		}
		unary = append([]grpc.UnaryServerInterceptor{metrics.UnaryServerInterceptor()}, unary...)
		stream = append([]grpc.StreamServerInterceptor{metrics.StreamServerInterceptor()}, stream...)
	}
	return []grpc.ServerOption{grpc.ChainUnaryInterceptor(unary...), grpc.ChainStreamInterceptor(stream...)}, nil
}

// logLevel keeps calls that ended well out of an ordinary log.
func logLevel(code codes.Code) logging.Level {
	if code == codes.OK {
		return logging.LevelDebug
	}
	return logging.DefaultServerCodeToLevel(code)
}

// toSlog passes log lines on to a slog.Logger.
func toSlog(l *slog.Logger) logging.Logger {
	return logging.LoggerFunc(func(ctx context.Context, level logging.Level, message string, fields ...any) {
		l.Log(ctx, slog.Level(level), message, fields...)
	})
}

// recoverer turns a panic into an INTERNAL error that tells the caller nothing
// and the log where it happened; the value of the panic stays out of both, since
// it may hold a piece of a document.
func recoverer(l *slog.Logger) recovery.RecoveryHandlerFuncContext {
	return func(ctx context.Context, _ any) error {
		l.ErrorContext(ctx, "panic in a call", "stack", string(debug.Stack()))
		return status.Error(codes.Internal, "internal error; the server's log tells more")
	}
}
