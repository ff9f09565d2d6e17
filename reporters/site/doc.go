// Package site names the pages of a public site about examples: each example has one page,
// whose address depends on its ID alone.
package site
