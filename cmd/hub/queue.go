package main

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/queue"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// take reads what of the plan is run: a part of it, or all that a queue hands out.
func (f *PartFlags) take(app *App, file *part.Plan) (*part.Part, *queue.Source, error) {
	if f.Queue == "" {
		var choice part.Choice
		var err error
		if choice.Index, choice.Example, err = f.Part.Resolve(file.Header.Parts, app.getenv, app.warn); err != nil {
			return nil, nil, err
		}
		taken, err := file.Take(choice)
		return taken, nil, err
	}
	if f.Part.Given() {
		return nil, nil, usage.Errorf("--queue hands out examples of all parts; omit it or --part")
	}
	address, err := queue.ParseAddress(f.Queue, app.getenv(queue.Variable))
	if err != nil {
		return nil, nil, err
	}
	all, err := file.TakeAll()
	if err != nil {
		return nil, nil, err
	}
	return all, all.Source(address), nil
}

// secretly returns the environment with the password of the queue, which may be in the
// address, as a variable whose value is secret.
func (a *App) secretly(source *queue.Source) []string {
	if source == nil || source.Address.Secret() == "" {
		return a.Environ
	}
	return append(slices.Clone(a.Environ), queue.Variable+"="+source.Address.Secret())
}
