package hub

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// MaxShards bounds how many shards a plan can be divided into: for the run of
// one shard as for the merge of all.
const MaxShards = 10_000

// partHash is the length in bytes of each of the two hashes of a plan item. They
// are against accidents: who forges one can forge the log whole.
const partHash = 8

// PlanItem is one example of a whole plan as the header of every shard records
// it: the hash of its command, the hash of its rules and its ID, with a space
// between. It is enough to compute the plan's digest again and to report how two
// plans differ, at about a hundred bytes an example.
type PlanItem string

// Command is the hash of the example's command.
func (p PlanItem) Command() string { command, _, _ := p.cut(); return command }

// Rules is the hash of the example's rules ([Example.Rules]).
func (p PlanItem) Rules() string { _, rules, _ := p.cut(); return rules }

// ID is the example's ID; empty when the text is no item.
func (p PlanItem) ID() string { _, _, id := p.cut(); return id }

func (p PlanItem) cut() (command, rules, id string) {
	command, rest, _ := strings.Cut(string(p), " ")
	rules, id, _ = strings.Cut(rest, " ")
	return command, rules, id
}

// Item is the example's line in the plan. It depends on what a log records of
// the example alone, so that whoever reads the log can compute it again.
func (e *Example) Item() PlanItem {
	return PlanItem(hashOf(e.Argv...) + " " + hashOf(e.Rules) + " " + e.ID)
}

func hashOf(texts ...string) string {
	sum := sha256.Sum256(measured(nil, texts...))
	return hex.EncodeToString(sum[:partHash])
}

// measured appends each text with its length before it, so that no two lists are
// written alike.
func measured(b []byte, texts ...string) []byte {
	for _, text := range texts {
		b = strconv.AppendInt(b, int64(len(text)), 10)
		b = append(append(b, ':'), text...)
	}
	return b
}

// PlanDigest identifies a plan by everything that decides a verdict: the
// policies of the run in their order, and the items in theirs, which decides
// what each shard runs.
func PlanDigest(policies []string, items []PlanItem) string {
	text := make([]byte, 0, 64+100*len(items))
	text = append(text, "hub-plan-2;"+strconv.Itoa(len(policies))+";"...)
	text = measured(text, policies...)
	for i := range items {
		text = measured(text, string(items[i]))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Has reports whether the shard has the item at position i, from 0, of its
// plan: the plan is counted off, so that neighbours, which tend to cost alike,
// are in different shards.
func (s Shard) Has(i int) bool { return i%s.Total == s.Index-1 }

// Valid reports whether there can be such a shard.
func (s Shard) Valid() bool { return s.Index >= 1 && s.Index <= s.Total && s.Total <= MaxShards }

// limitPolicy begins the policy of --limit.
const limitPolicy = "limit "

// LimitPolicy is the policy that at most n examples of each shard are started.
func LimitPolicy(n int) string { return limitPolicy + strconv.Itoa(n) }

// Limited reports whether one of the policies limits how many examples of a
// shard are started.
func Limited(policies []string) bool {
	return slices.ContainsFunc(policies, func(p string) bool { return strings.HasPrefix(p, limitPolicy) })
}
