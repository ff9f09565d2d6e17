package hub

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxShards is the greatest number of shards of a plan, for running one shard
// and for merging all.
const MaxShards = 10_000

// partHash is the length in bytes of each hash in a plan item. The hashes
// protect against accidents: a forger of one can forge the whole log.
const partHash = 8

// PlanItem is one example of a whole plan, as the header of every shard records
// it: the hash of its command, the hash of its rules and its ID, separated by
// spaces. It suffices to recompute the plan's digest and to report how two
// plans differ, at about a hundred bytes per example.
type PlanItem string

// Command returns the hash of the example's command.
func (p PlanItem) Command() string { command, _, _ := p.cut(); return command }

// Rules returns the hash of the example's rules ([Example.Rules]).
func (p PlanItem) Rules() string { _, rules, _ := p.cut(); return rules }

// ID returns the example's ID; empty when p is malformed.
func (p PlanItem) ID() string { _, _, id := p.cut(); return id }

func (p PlanItem) cut() (command, rules, id string) {
	command, rest, _ := strings.Cut(string(p), " ")
	rules, id, _ = strings.Cut(rest, " ")
	return command, rules, id
}

// Item returns the example's item in the plan. It depends only on what a log
// records of the example, so that any reader of the log can recompute it.
func (e *Example) Item() PlanItem {
	return PlanItem(hashOf(e.Argv...) + " " + hashOf(e.Rules) + " " + e.ID)
}

// hashOf hashes texts as a log has them: JSON replaces each byte that is not UTF-8.
func hashOf(texts ...string) string {
	for i, text := range texts {
		if !utf8.ValidString(text) {
			texts = slices.Clone(texts)
			texts[i] = string([]rune(text))
		}
	}
	sum := sha256.Sum256(measured(nil, texts...))
	return hex.EncodeToString(sum[:partHash])
}

// measured appends the texts, each after its length, so that different lists
// have different encodings. A byte that is not UTF-8 counts as U+FFFD, as which JSON
// records it.
func measured(b []byte, texts ...string) []byte {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			text = string([]rune(text))
		}
		b = strconv.AppendInt(b, int64(len(text)), 10)
		b = append(append(b, ':'), text...)
	}
	return b
}

// PlanDigest returns a digest of everything that decides a verdict: the
// policies of the run and the items, both in order. The order of the items
// decides what each shard runs.
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

// Has reports whether the shard contains the item at position i, from 0, of its
// plan. Items are dealt out in turn, so that neighbours, which tend to cost
// alike, are in different shards.
func (s Shard) Has(i int) bool { return i%s.Total == s.Index-1 }

// Valid reports whether the index and the total are in range.
func (s Shard) Valid() bool { return s.Index >= 1 && s.Index <= s.Total && s.Total <= MaxShards }

// limitPolicy is the prefix of the policy of --limit.
const limitPolicy = "limit "

// LimitPolicy returns the policy that at most n examples of each shard are
// started.
func LimitPolicy(n int) string { return limitPolicy + strconv.Itoa(n) }

// Limited reports whether a policy limits how many examples of a shard are
// started.
func Limited(policies []string) bool {
	return slices.ContainsFunc(policies, func(p string) bool { return strings.HasPrefix(p, limitPolicy) })
}
