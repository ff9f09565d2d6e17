package part

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// Refusal is what an attempt at a part leaves in its state folder, instead of a log, when it
// was not allowed to run there. Without it, who submitted the part could not tell a checkout
// that is not the plan's from a machine that failed, and would submit the part again.
type Refusal struct {
	Plan    string `json:"plan"`
	Index   int    `json:"part"`
	Example int    `json:"example,omitempty"`
	Attempt int    `json:"attempt"`
	Error   string `json:"error"`
}

// refusalName is the file with a refusal, and maxRefusal bounds it in bytes.
const (
	refusalName = "refused.json"
	maxRefusal  = 1 << 20
)

// Refuse records in dir, the state folder of the attempt, why it was not allowed to run.
func (p *Part) Refuse(dir string, attempt int, why string) error {
	text, err := json.Marshal(Refusal{p.Plan.Header.ID, p.Index, p.Example, attempt, why})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	folder, err := plainfile.Folder(dir)
	if err != nil {
		return err
	}
	f, err := plainfile.RewriteIn(folder, refusalName)
	if err != nil {
		return errors.Join(err, folder.Close())
	}
	_, err = f.Write(append(text, '\n'))
	return errors.Join(err, f.Close(), folder.Close())
}

// Refusals returns what attempts of this number at parts of the plan left in the state
// folders below dir. What cannot be read is no refusal: then the part is merely lost.
func Refusals(dir, plan string, attempt int) []Refusal {
	entries, _ := os.ReadDir(dir)
	var out []Refusal
	for _, e := range entries {
		text, err := plainfile.Read(context.Background(), filepath.Join(dir, e.Name(), refusalName), maxRefusal)
		if err != nil {
			continue
		}
		var r Refusal
		if json.Unmarshal(text, &r) == nil && r.Plan == plan && r.Attempt == attempt {
			out = append(out, r)
		}
	}
	return out
}
