// Package changed finds the examples that a change in git touches. It needs git alone:
// nothing recorded, and no result of an earlier run.
//
// # What has changed
//
// [Request.Look] asks git which files differ between two states:
//
//	--changed              the work tree, and the merge base with the base branch: that of the pull
//	                       request, if the CI system names it, else the default branch
//	--changed-since=REF    the work tree, and the merge base with REF
//	--staged               the index, and the commit that is checked out
//
// The work tree includes what is not committed, and untracked files that are not ignored. A
// renamed file counts under both names. A submodule counts as a whole. Where there are several
// merge bases, what differs from any of them has changed.
//
// # What it touches
//
// An example is touched if a change may alter its result, its settings or its identity:
//
//   - its entry file, golden file, inputs and own folder, by the rules of package fingerprint,
//     also under the names from which links lead there
//   - its sidecar, the files that it needs, and the go.mod, go.sum or go.work above a program that is built
//   - hub.yaml, if the example is another one with the earlier text; a change of what holds for all
//     examples touches all. It is compared by its meaning: a comment touches nothing
//   - its entry in hub.baseline.yaml
//   - an example that was added to the folder that it had for itself
//
// Never too few: where git cannot answer, the example counts as touched, and the reason says
// why. This is so for a file outside of the repository, and for an entry file or an input that git
// ignores. Ignored files in an example's own folder do not count: caches and build output are there.
//
// # Nothing changed
//
// A run that --changed leaves without examples is good: a pull request that only changes a
// README has nothing to run, and must not be red. The reports say that nothing was run, and why.
// On the base branch itself nothing differs from the merge base. In a pipeline that must not look
// like a good run of all examples, so all of them count as touched.
//
// Note: comparing fingerprints of two checkouts would be exact, but the earlier state would have to be
// checked out, with its submodules and large files.
package changed
