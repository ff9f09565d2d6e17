package timespec_test

import (
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/timespec"
)

func ExampleParsePast() {
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for _, text := range []string{"1 month ago", "2w", "yesterday", "tomorrow"} {
		t, err := timespec.ParsePast(text, now)
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		fmt.Println(t.Format(time.DateTime))
	}
	// Output:
	// 2026-02-28 12:00:00
	// 2026-03-17 12:00:00
	// 2026-03-30 00:00:00
	// error: "tomorrow" is in the future
}
