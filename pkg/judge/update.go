package judge

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/golden"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// update writes the output of the example to its golden file, if only that file
// keeps the attempt from passing; failure is the failure otherwise. It returns
// the remaining failure; nil if the file was written.
func (j *Judge) update(e *hub.Example, o runner.Outcome, facts classify.Facts, failure *hub.Error) *hub.Error {
	bare := facts
	bare.Expect.Stdout.Golden = ""
	if other := classify.Failure(bare); other != nil {
		return other // not caused by the golden file
	}
	refuse := func(format string, args ...any) *hub.Error {
		refused := *failure
		refused.Message = fmt.Sprintf("the golden file %s was not written: ", golden.Shown(e)) + fmt.Sprintf(format, args...)
		return &refused
	}
	// Without this check the golden file would silence the doubt, and record a
	// doubtful output.
	bare.Expect = hub.Expect{}
	if doubt := j.doubt(e, bare); doubt != "" {
		return refuse("the pass is doubtful: %s; if it is a real pass, write the file by hand", doubt)
	}
	if e.Settings.Leaks.Fail(len(o.Leaked)) {
		return refuse("the example left processes behind")
	}
	err := j.Updater.Write(e, facts.Expect, facts.Printed())
	if err == nil {
		return nil
	}
	refused := refuse("%v", golden.Reason(err))
	if want.Of(err) {
		return runner.Lacking(e, refused.Message, err)
	}
	return refused
}
