package engine

import (
	"fmt"
	"strconv"
	"strings"
)

// Task is a part of a plan, or one of its examples. Its text, also in JSON, is what
// --part takes: 7, or 7:3.
type Task struct {
	Part    int // from 1
	Example int // the position in the part, from 1; 0: all
}

// String is the text of the task.
func (t Task) String() string {
	if t.Example == 0 {
		return strconv.Itoa(t.Part)
	}
	return strconv.Itoa(t.Part) + ":" + strconv.Itoa(t.Example)
}

// MarshalText returns the text of the task.
func (t Task) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the text of a task.
func (t *Task) UnmarshalText(text []byte) error {
	part, example, alone := strings.Cut(string(text), ":")
	var read Task
	var err, err2 error
	read.Part, err = strconv.Atoi(part)
	if alone {
		read.Example, err2 = strconv.Atoi(example)
	}
	if err != nil || err2 != nil || read.Part < 1 || read.Example < 0 || read.String() != string(text) {
		return fmt.Errorf("%q is no part of a plan, such as 7 or 7:3", text)
	}
	*t = read
	return nil
}

// folder is the beginning of the names of the task's state folders.
func (t Task) folder() string {
	if t.Example == 0 {
		return fmt.Sprintf("%05d", t.Part)
	}
	return fmt.Sprintf("%05d.%d", t.Part, t.Example)
}
