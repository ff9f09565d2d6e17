package cause_test

import (
	"fmt"
	"testing"

	"github.com/seed-00a9b34c/hub/pkg/cause"
)

func BenchmarkMessage(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		cause.Message(fmt.Sprintf("Uncaught Error: Failed opening required '/home/ci/cookbook/%d/vendor/autoload.php' (include_path='.:/usr/share/php') after 12ms on 127.0.0.1:34567", i))
	}
}

func BenchmarkPlainMessage(b *testing.B) {
	for b.Loop() {
		cause.Message("AssertionError: the answer is wrong")
	}
}
