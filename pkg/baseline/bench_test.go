package baseline

import (
	"fmt"
	"testing"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// many returns a baseline of n failures.
func many(n int) []Failure {
	out := make([]Failure, n)
	for i := range out {
		out[i] = Failure{ID: fmt.Sprintf("examples/chapter%03d/example%06d/run", i%100, i), Type: hub.ErrMissingDependency, Message: fmt.Sprintf("ModuleNotFoundError: No module named 'demo%d'", i)}
	}
	return out
}

func BenchmarkParse(b *testing.B) {
	text, err := Text(many(5000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Parse("hub.baseline.yaml", text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	f := &File{Failures: many(5000)}
	for b.Loop() {
		f.Digest()
	}
}
