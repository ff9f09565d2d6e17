package selection_test

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

func ExampleSelect() {
	all := []hub.Example{
		{Index: 1, ID: "hello", Group: "basics"},
		{Index: 2, ID: "server", Group: "network"},
		{Index: 3, ID: "client", Group: "network"},
	}
	recorded := &status.File{Examples: map[string]*status.Entry{
		"hello":  {Status: hub.StatusError},
		"server": {Status: hub.StatusError},
		"client": {Status: hub.StatusCompleted},
	}}
	nothingStale := func(hub.Example) string { return "" }

	network := func(e *hub.Example) string {
		if e.Group != "network" {
			return "not of the network"
		}
		return ""
	}

	sel, err := selection.Select(all, recorded, nothingStale, selection.Request{Scope: network, Filters: []string{"errors"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range sel.Chosen {
		fmt.Println("run", e.ID)
	}
	for _, left := range sel.Left {
		fmt.Printf("leave %s: %s\n", left.Example.ID, left.Reason)
	}
	// Output:
	// run server
	// leave hello: not of the network
	// leave client: filter: not errors
}
