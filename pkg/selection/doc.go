// Package selection selects the examples of one invocation from the catalog and
// the status, gives the reason why each of the others is left out, and orders
// the selected ones for the start.
//
// To add a status filter, add a row to the table of [Filters].
package selection
