package hub

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// JudgedBy describes on one line what decides the verdict on the example
// besides its command and files: whether it is skipped, what it needs and gets,
// what is expected, and what is allowed. It is empty when nothing is set. Long
// texts are hashed, and environment variables appear by name only, because
// their values differ between machines.
//
// Left out is what affects how the example runs, but not what its result means:
// the group, the limit's name, exclusive, the inputs, the delays between
// retries, and the owner and reason of an allowed failure.
func (e *Example) JudgedBy() string {
	var r rules
	s := e.Settings
	if s == nil { // read from a record
		s = &Settings{}
	}
	if e.Invalid != nil {
		r.add("invalid", string(e.Invalid.Type))
	}
	if e.Fault != nil {
		r.add("fault", string(e.Fault.Type))
	}
	r.text("skip", e.Skip)
	if len(e.Build) > 0 {
		r.add("build", hashOf(e.Build...))
	}
	if s.Timeout > 0 {
		r.add("timeout", s.Timeout.String())
	}
	r.retries(&s.Retries)
	if s.AllowFailure.Allowed {
		r.add("allow-failure", string(s.AllowFailure.Until))
	}
	if k := e.Known; k != nil {
		r.add("baseline", strings.TrimSpace(string(k.Type)+" "+hashOf(k.Message)+" "+string(k.Until)))
	}
	r.expect(&s.Expect)
	if s.Leaks != "" && s.Leaks != LeaksWarn {
		r.add("leaks", string(s.Leaks))
	}
	if s.Stdin != nil {
		r.add("stdin", hashOf(*s.Stdin))
	}
	if s.Workdir != "" && s.Workdir != WorkdirRoot {
		r.add("workdir", string(s.Workdir))
	}
	if s.Env.Clean {
		r.add("clean environment", "")
	}
	r.list("env", slices.Sorted(maps.Keys(s.Env.Set)))
	r.list("needs.env", s.Needs.Env)
	r.list("needs.commands", s.Needs.Commands)
	r.list("needs.os", s.Needs.OS)
	r.list("needs.files", s.Needs.Files)
	return strings.Join(r.parts, "; ")
}

// rules collects the parts of an example's rules.
type rules struct{ parts []string }

func (r *rules) add(name, value string) {
	if value != "" {
		name += " " + value
	}
	r.parts = append(r.parts, name)
}

// text adds a user's text in quotes, so that it cannot be read as two parts.
func (r *rules) text(name, value string) {
	if value != "" {
		r.add(name, strconv.Quote(value))
	}
}

func (r *rules) list(name string, values []string) {
	if len(values) > 0 {
		r.add(name, fmt.Sprintf("%q", values))
	}
}

func (r *rules) retries(x *Retries) {
	if x.Max == 0 {
		return
	}
	r.add("retries", strconv.Itoa(x.Max))
	types := func(name string, list []ErrorType) {
		if len(list) > 0 {
			r.add(name, fmt.Sprint(list))
		}
	}
	types("retried only", x.Only)
	types("retried except", x.Except)
}

func (r *rules) expect(x *Expect) {
	if len(x.Exit) > 0 {
		r.add("exit", x.Exit.String())
	}
	o := &x.Stdout
	if !o.Given() {
		return
	}
	var parts []string
	if o.Equals != nil {
		parts = append(parts, "equals")
	}
	for name, list := range map[string]Strings{"contains": o.Contains, "matches": o.Matches} {
		if len(list) > 0 {
			parts = append(parts, name)
		}
	}
	slices.Sort(parts)
	if o.Golden != "" {
		parts = append(parts, "golden "+strconv.Quote(o.Golden))
	}
	// The hash covers the whole expectation, including future keys.
	whole, err := json.Marshal(x)
	if err != nil { // impossible: it consists of texts and numbers
		whole = []byte(err.Error())
	}
	r.add("output "+strings.Join(parts, ", "), hashOf(string(whole)))
}
