// Package selection chooses, from the catalog and from what is recorded, the
// examples of one invocation, says why every other one is left out, and puts
// the chosen ones into the order in which they are started.
//
// A new status filter is a row in the table of [Filters].
package selection
