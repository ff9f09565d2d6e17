// Command example is what the examples of the test under wine run.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"time"
)

func main() {
	switch os.Args[1] {
	case "hang": // with a child that shows for how long it lives
		child := exec.Command(os.Args[0], "tick")
		child.Stdout = os.Stdout
		if err := child.Start(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Print("before the end\r\n")
		time.Sleep(time.Hour)
	case "tick":
		for {
			f, err := os.OpenFile("ticks", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err == nil {
				_, _ = f.WriteString(".")
				_ = f.Close()
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}
