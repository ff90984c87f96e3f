package client

import (
	"os/exec"
	"strings"
	"testing"
)

// TestCallersDoNotCompileTraining: what serves, calls or holds the default model
// pulls in neither the training nor what it needs.
func TestCallersDoNotCompileTraining(t *testing.T) {
	for _, pkg := range []string{".", "../server", "../seeds"} {
		out, err := exec.Command("go", "list", "-deps", pkg).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, dep := range strings.Fields(string(out)) {
			if strings.Contains(dep, "gonum") || strings.Contains(dep, "bayesian") || strings.HasSuffix(dep, "/classifier/train") {
				t.Errorf("%s compiles %s", pkg, dep)
			}
		}
	}
}
