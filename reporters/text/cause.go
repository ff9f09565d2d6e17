package text

import (
	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Causes returns the causes of the failures that take accepts; the run must be [Paired].
func Causes(run *hub.Run, take func(*hub.Result) bool) []cause.Group {
	return cause.Groups(run.Plan, run.Results, func(res *hub.Result) *hub.Error {
		if !take(res) {
			return nil
		}
		err := Failure(res)
		return &err
	})
}

// Doubts returns the doubtful passes by their reasons; the run must be [Paired].
func Doubts(run *hub.Run) []cause.Group {
	return cause.Groups(run.Plan, run.Results, func(res *hub.Result) *hub.Error {
		if res.Doubtful == "" {
			return nil
		}
		return &hub.Error{Type: hub.ErrDoubtful, Message: res.Doubtful}
	})
}

// Shared returns what the examples of a cause have in common: the message, which is the
// normalized one unless all have the same, and the location, empty if they failed at
// different places.
func Shared(run *hub.Run, g *cause.Group) (message, location string) {
	of := func(i int) string {
		if res := &run.Results[i]; res.Doubtful == "" {
			return Failure(res).Message
		}
		return run.Results[i].Doubtful
	}
	message = of(g.Members[0])
	for _, i := range g.Members[1:] {
		if of(i) != message {
			message = g.Message
			break
		}
	}
	return message, Location(&hub.Error{File: g.File, Line: g.Line})
}

// MaxMembers bounds the members of a cause that a list for people shows unfolded.
const MaxMembers = 20
