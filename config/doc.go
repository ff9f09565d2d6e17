// Package config reads hub.yaml: one strict walk over the YAML decodes it onto
// typed values that already hold the defaults, and tells every problem at once,
// each with file, line and column.
package config
