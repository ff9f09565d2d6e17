// Package mask replaces secret values in a stream of bytes.
package mask
