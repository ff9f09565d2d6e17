package jsontypes

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Colour is one of a few.
type Colour string

const (
	Red   Colour = "red"
	Green Colour = "green"
)

// Kind is one of those so far.
type Kind string

const Plain Kind = "plain"

// Inner is in a document.
type Inner struct {
	// Deep says
	// much.
	//
	// Note: this does not.
	Deep int    `json:"deep"`
	Both string `json:"both"`
	Next *Inner `json:"next,omitempty"`
}

// Document is the whole.
type Document struct {
	Inner
	Both   bool           `json:"both,omitempty"` // The shallower one.
	Colour Colour         `json:"colour"`
	Kinds  []Kind         `json:"kinds"`
	At     time.Time      `json:"at,omitzero"`
	Table  map[string]int `json:"table,omitempty"`
	Child  *Inner         `json:"child"`
	hidden int
	Hidden int     `json:"-"`
	Own    float64 `json:"own"`
}

func TestSchema(t *testing.T) {
	text, err := Schema(reflect.TypeFor[Document](), Options{
		Title: "T", Description: "D.", Dir: func(string) string { return "." },
		Closed: []reflect.Type{reflect.TypeFor[Colour]()},
		Fields: map[string]schema.Object{"Document.own": {"const": 1}}, Root: schema.Object{"minProperties": 1},
	})
	require.NoError(t, err)
	_ = Document{}.hidden
	assert.JSONEq(t, `{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "description": "D.", "type": "object", "minProperties": 1,
		"required": ["child", "colour", "deep", "kinds", "own"],
		"properties": {
			"deep": {"type": "integer", "description": "Deep says much."},
			"both": {"type": "boolean", "description": "The shallower one."},
			"next": {"$ref": "#/$defs/Inner"},
			"colour": {"type": "string", "enum": ["red", "green"]},
			"kinds": {"type": ["array", "null"], "items": {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "examples": ["plain"]}},
			"at": {"type": "string", "format": "date-time"},
			"table": {"type": "object", "additionalProperties": {"type": "integer"}},
			"child": {"anyOf": [{"$ref": "#/$defs/Inner"}, {"type": "null"}]},
			"own": {"const": 1}
		},
		"$defs": {"Inner": {
			"type": "object", "description": "Inner is in a document.", "required": ["both", "deep"],
			"properties": {
				"deep": {"type": "integer", "description": "Deep says much."},
				"both": {"type": "string"},
				"next": {"$ref": "#/$defs/Inner"}
			}
		}}
	}`, string(text))
	again, err := Schema(reflect.TypeFor[Document](), Options{Dir: func(string) string { return "." }})
	require.NoError(t, err)
	assert.True(t, json.Valid(again))
}

func TestSchemaRefuses(t *testing.T) {
	here := Options{Dir: func(string) string { return "." }}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[struct{ Unnamed int }](), reflect.TypeFor[struct {
			C chan int `json:"c"`
		}](),
	} {
		_, err := Schema(typ, here)
		assert.Error(t, err, typ)
	}
	_, err := Schema(reflect.TypeFor[Document](), Options{Dir: func(string) string { return "none" }})
	assert.ErrorContains(t, err, "no sources of")
}
