package classifier

import (
	"go/build"
	"strings"
	"testing"
)

// TestImports keeps the domain free of everything but the standard library, and
// small enough that a reader knows what it may do.
func TestImports(t *testing.T) {
	pkg, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range pkg.Imports {
		first, _, _ := strings.Cut(path, "/")
		if strings.Contains(first, ".") {
			t.Errorf("imports %s; only the standard library is allowed here", path)
		}
		if strings.HasPrefix(path, "net") || path == "time" || path == "math/rand" {
			t.Errorf("imports %s; a model depends on no network, clock or chance", path)
		}
	}
}
