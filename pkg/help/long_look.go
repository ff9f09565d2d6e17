package help

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/stats"
)

// longLook returns the long help of the commands that look at what is recorded.
func longLook(command string) string {
	switch command {
	case "list":
		return "Problems in the metadata of examples go to stderr, as with 'hub config check'. Exit codes: 0, also for an empty list; 2 usage or configuration; 3 the status cannot be read." +
			render.FieldsHelp[query.ExampleRow]("Fields of --format=json (a list) and columns of csv; ids prints one ID per line")
	case "show":
		return "Prints the metadata, the last result with all its attempts, earlier results, the newest five errors, the source and the last output; with -v also what the errors printed, and what the result depended on. It reports *order-dependent* if at least three kept runs, between which nothing changed, show that the verdict depends on which examples ran before.\n\n" +
			"Exit codes: 0; 2 usage or configuration, no such example, no output; 3 something cannot be read."
	case "status":
		return "Examples that have never been run count as pending, passes that are out of date as stale. -d and -v list recorded results whose examples are no longer in the catalog; 'hub clean' removes those whose files are gone.\n\n" +
			"Exit codes: 0, whatever the status is; 2 usage or configuration; 3 the status cannot be read." +
			render.FieldsHelp[query.Summary]("Fields of --format=json, as summary") +
			render.FieldsHelp[query.StatusRow]("With -d or -e also, as examples, and columns of --format=csv")
	case "errors":
		return "Lists the examples whose last result is an error, allowed failures included, in catalog order. Those that are no longer in the catalog come last: --run leaves them out, --clear removes their results.\n\n" +
			"--run finds the examples by ID, and at the end prints how many are fixed and which still fail; with --format=json or csv, nothing else goes to stdout. " +
			"--by=cause groups examples that failed with the same type and message at the same place; the largest group comes first. " +
			"--clear makes the failed examples pending. Earlier passes stay, and run logs do not bring the errors back.\n\n" +
			"Exit codes: 0 listed, forgotten, nothing failed, or --run fixed all; 1 with --run: some still fail; 2 usage or configuration; 3 hub could not do its job; 4 with --run: no examples were found; 130/143 with --run: interrupted." +
			render.FieldsHelp[query.ErrorRow]("Fields of --format=json (a list) and columns of csv") +
			render.FieldsHelp[query.CauseRow]("With --by=cause") +
			render.FieldsHelp[query.RerunRow]("With --run: fields of examples in json (beside run and counts) and columns of csv")
	case "stale":
		return "A pass is stale when something it depended on has changed: the entry file, the example's own folder, its inputs, the command, the environment variables it declares, or the runner's version. It is also stale when it is older than status.max-age, or dated in the future so that its age is unknown. Of a file larger than 64 MiB, only the size and 64 MiB spread evenly over it are compared; such files are named. " +
			"Examples without a result are listed as well; failed ones are not, see 'hub errors'. The list is in catalog order and never shows values of the environment.\n\n" +
			"Exit codes: 0 listed, nothing stale, or --run good; 1 with --run: some example failed; 2 usage or configuration; 3 hub could not do its job; 4 with --run: no examples were found; 130/143 with --run: interrupted." +
			render.FieldsHelp[query.StaleRow]("Fields of --format=json (a list) and columns of csv") +
			render.FieldsHelp[query.RerunRow]("With --run: fields of examples in json (beside run and counts) and columns of csv")
	case "stats":
		return fmt.Sprintf("Covers the examples of the current catalog, by the newest twenty results kept of each, and the newest runs. Timing is over the last passes; p95 is by nearest rank. "+
			"Results and runs are in recorded order; --since uses the clocks that recorded them. An example is newly failing or fixed when its last outcome differs from the one before. It is slower when its last pass took more than %g times the median of its earlier passes, of which there are at least %d, and at least %v longer. "+
			"Failures are sorted by rate, newly failing ones first; flaky examples by rate.\n\n"+
			"--format=json holds timing (count total mean median p95 stdDev min max), successRate (the share of passes among all these results), the lists slowest, fastest, newlyFailing, fixed, slower, failing and flaky of examples, and runs, oldest first; with --by=cpu or --by=memory also by, most and least.\n\n"+
			"CPU time is that of all processes of the last result; the peak memory is that of the largest of them. Memory below a few megabytes is not known.\n\n"+
			"Exit codes: 0; 2 usage or configuration; 3 the status cannot be read.", stats.SlowFactor, stats.SlowSamples, stats.SlowMargin) +
			render.FieldsHelp[query.StatRow]("Fields of an example and columns of --format=csv") +
			render.FieldsHelp[query.RunRow]("Fields of a run and columns of --runs --format=csv")
	case "diff":
		return "Compares examples by ID, and messages without what differs between runs and machines. newly-failing: it fails, and did not before. changed: it fails with another type or message. " +
			"unclear: it passed or failed, and now was skipped, interrupted or not run, or its pass is doubtful or flaky. fixed: it failed, and now passes. slower: it passes, but takes more than twice as long. " +
			"new, gone: the other run has no such example. Unless both runs cover the whole catalog, hub only counts such examples. " +
			"The files may be of another project. Example: hub diff latest~1 latest\n\n" +
			"--format=json holds before and after (the runs: id, started, seconds, verdict, counts, unmatched) and changes, sorted by kind: kind, id, group, path, before and after (status, type, message, file, line, reason, seconds, flaky, allowedFailure, baseline).\n\n" +
			"Exit codes: 0, whatever differs; 2 usage or configuration, no such run; 3 a run cannot be read."
	}
	return ""
}
