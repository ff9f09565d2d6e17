package expect_test

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

func ExampleCheck() {
	want := "one\ntwo\n"
	x := hub.Expect{Stdout: hub.ExpectOutput{Equals: &want}}
	fmt.Println(expect.Check(x, expect.Printed{Text: "one  \r\ntwo\r\n"}))
	fmt.Println(expect.Check(x, expect.Printed{Text: "one\nTWO\n"}).Message)

	x = hub.Expect{Stdout: hub.ExpectOutput{Contains: hub.Strings{"ready"}, Matches: hub.Strings{`^port \d+$`}}}
	fmt.Println(expect.Check(x, expect.Printed{Text: "ready\nport none\n"}).Message)
	// Output:
	// <nil>
	// line 2: expected "two", got "TWO"
	// the output does not match "^port \\d+$"
}

func ExampleNormalize() {
	text, err := expect.Normalize(
		hub.Normalizers{{Name: "dates"}, {Name: "durations"}, {Name: "paths"}},
		[]volatile.Folder{{Path: "/home/ada/project", Name: "[ROOT]"}},
		"2026-01-31: wrote /home/ada/project/out.txt in 12ms",
	)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(text)
	// Output: [DATE]: wrote [ROOT]/out.txt in [DURATION]
}
