// Package fingerprint turns everything that an example's result depends on
// into one hash.
package fingerprint
