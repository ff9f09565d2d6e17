package config

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// hook is how a type of its own form is read, printed and described. encode
// gets the path, by which the encoder knows what was given.
type hook struct {
	decode func(w *walker, n *yaml.Node, v reflect.Value, at string, f field)
	encode func(e *encoder, v reflect.Value, at string, f field) *yaml.Node
	schema func(f field) object
}

// hookFor is the table of such types.
func hookFor(t reflect.Type) (hook, bool) {
	switch t {
	case reflect.TypeFor[time.Duration]():
		return hook{decodeDuration, encodeDuration, durationSchema}, true
	case reflect.TypeFor[Workers]():
		return hook{decodeWorkers, encodeWorkers, workersSchema}, true
	case reflect.TypeFor[Size]():
		return hook{decodeSize, encodeSize, sizeSchema}, true
	case reflect.TypeFor[Rate]():
		return hook{decodeRate, encodeRate, rateSchema}, true
	case reflect.TypeFor[hub.Date]():
		return hook{decodeDate, encodeText, dateSchema}, true
	case reflect.TypeFor[hub.Skip]():
		return hook{decodeSkip, encodeSkip, skipSchema}, true
	case reflect.TypeFor[hub.Env]():
		return hook{decodeEnv, encodeEnv, envSchema}, true
	case reflect.TypeFor[Step]():
		return hook{decodeStep, encodeStruct, stepSchema}, true
	case reflect.TypeFor[hub.Strings]():
		return hook{decodeStrings, encodeList, stringsSchema}, true
	case reflect.TypeFor[hub.Retries](), reflect.TypeFor[Retries]():
		return hook{decodeRetries, encodeStruct, retriesSchema(t)}, true
	case reflect.TypeFor[hub.Requirement]():
		return hook{decodeRequirement, encodeText, requirementSchema}, true
	case reflect.TypeFor[hub.AllowFailure]():
		return hook{decodeAllowFailure, encodeAllowFailure, allowFailureSchema}, true
	case reflect.TypeFor[hub.ExpectOutput]():
		return hook{decodeExpectOutput, encodeExpectOutput, expectOutputSchema}, true
	case reflect.TypeFor[hub.ExitCodes]():
		return hook{oneOrList, encodeExitCodes, exitCodesSchema}, true
	case reflect.TypeFor[hub.Normalizers]():
		return hook{oneOrList, encodeList, func(f field) object { return oneOrListSchema(normalizerSchema(f)) }}, true
	case reflect.TypeFor[hub.Normalizer]():
		return hook{decodeNormalizer, encodeNormalizer, normalizerSchema}, true
	}
	if values := enum(t); values != nil {
		return hook{decodeEnum, encodeText, enumSchema(values)}, true
	}
	return hook{}, false
}

// enum is the list of values that a type has, nil when it is not such a type.
func enum(t reflect.Type) []string {
	switch t {
	case reflect.TypeFor[hub.Workdir]():
		return []string{string(hub.WorkdirRoot), string(hub.WorkdirExample), string(hub.WorkdirCopy)}
	case reflect.TypeFor[hub.Backoff]():
		return []string{string(hub.BackoffConstant), string(hub.BackoffExponential)}
	case reflect.TypeFor[hub.Leaks]():
		return []string{string(hub.LeaksWarn), string(hub.LeaksFail), string(hub.LeaksIgnore)}
	case reflect.TypeFor[Flaky]():
		return []string{string(FlakyPass), string(FlakyFail)}
	case reflect.TypeFor[Doubtful]():
		return []string{string(DoubtfulWarn), string(DoubtfulFail), string(DoubtfulIgnore)}
	case reflect.TypeFor[hub.NormalizerName]():
		var out []string
		for _, name := range hub.NormalizerNames() {
			out = append(out, string(name))
		}
		return out
	case reflect.TypeFor[hub.ErrorType]():
		var out []string
		for _, e := range hub.ErrorTypes() {
			out = append(out, string(e))
		}
		return out
	}
	return nil
}

// longEnum is how many values are listed even when one of them is near.
const longEnum = 5

func decodeEnum(w *walker, n *yaml.Node, v reflect.Value, at string, _ field) {
	values := enum(v.Type())
	s, ok := w.plain(n, at, "one of "+strings.Join(values, ", "))
	if !ok {
		return
	}
	for _, known := range values {
		if s == known {
			v.SetString(s)
			return
		}
	}
	hint := nearest.DidYouMean(s, values)
	if len(values) > longEnum && hint != "" {
		w.problem(n, at, "%s is not known%s", describe(n), hint)
		return
	}
	w.problem(n, at, "%s is not one of %s%s", describe(n), strings.Join(values, ", "), hint)
}

func decodeDuration(w *walker, n *yaml.Node, v reflect.Value, at string, _ field) {
	s, ok := w.plain(n, at, "a duration like 90s or 5m")
	if !ok {
		return
	}
	d, err := ParseDuration(s)
	if err != nil {
		w.problem(n, at, "%v", err)
		return
	}
	v.SetInt(int64(d))
}

func decodeWorkers(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind == yaml.ScalarNode && n.Value == "auto" {
		v.SetInt(0)
		return
	}
	if n.ShortTag() != "!!int" {
		w.problem(n, at, "must be auto or a whole number, not %s", describe(n))
		return
	}
	if i, ok := w.integer(n, at, f); ok {
		if i < 1 || i > MaxWorkers {
			w.problem(n, at, "must be from 1 to %d, not %d; auto is the number of CPUs", MaxWorkers, i)
			return
		}
		v.SetInt(int64(i))
	}
}

// maxSize bounds sizes: they are kept in memory, once for every worker.
const maxSize = 1 << 30

func decodeSize(w *walker, n *yaml.Node, v reflect.Value, at string, _ field) {
	s, ok := w.plain(n, at, "a number of bytes like 4096, 64KiB or 1MiB")
	if !ok {
		return
	}
	number, unit := strings.TrimSpace(s), int64(1)
	for _, u := range sizeUnits() {
		if rest, ok := strings.CutSuffix(number, u.name); ok {
			number, unit = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	i, err := strconv.ParseInt(number, 10, 64)
	switch {
	case err != nil:
		w.problem(n, at, "%s is not a size; write a number of bytes like 4096, 64KiB or 1MiB", describe(n))
	case i < 1 || i > maxSize/unit:
		w.problem(n, at, "must be between 1 byte and 1GiB, not %s", describe(n))
	default:
		v.SetInt(i * unit)
	}
}

type sizeUnit struct {
	name  string
	bytes int64
}

func sizeUnits() []sizeUnit {
	return []sizeUnit{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}
}

func decodeRate(w *walker, n *yaml.Node, v reflect.Value, at string, _ field) {
	s, ok := w.plain(n, at, "a number of starts per time like 60/m")
	if !ok {
		return
	}
	number, unit, _ := strings.Cut(s, "/")
	count, err := strconv.Atoi(strings.TrimSpace(number))
	per, ok := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[strings.TrimSpace(unit)]
	if err != nil || !ok || count < 1 || count > math.MaxInt32 {
		w.problem(n, at, "%s is not a rate; write a number and s, m or h, like 60/m for sixty starts a minute", describe(n))
		return
	}
	v.Set(reflect.ValueOf(Rate{Count: count, Per: per}))
}

func decodeDate(w *walker, n *yaml.Node, v reflect.Value, at string, _ field) {
	s, ok := w.plain(n, at, "a date like 2027-01-31")
	if !ok {
		return
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		w.problem(n, at, "%s is not a date; write year-month-day, like 2027-01-31", describe(n))
		return
	}
	v.SetString(s)
}

func decodeSkip(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	if b, ok := boolean(n); ok {
		v.SetString("")
		if b {
			v.SetString(string(hub.SkipUnexplained))
		}
		return
	}
	if n.ShortTag() != "!!str" {
		w.problem(n, at, "must be true, false or the reason, not %s", describe(n))
		return
	}
	s, ok := w.text(n, at, f)
	if !ok {
		return
	}
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "false", "no", "off":
		if strings.TrimSpace(n.Value) == s { // not the value of a variable
			w.warn(n, at, "%q is not a reason and does not skip; write false without quotes", s)
		}
		s = ""
	case "":
		w.warn(n, at, "the value is empty and does not skip; write true or the reason, or remove the key")
	}
	v.SetString(s)
}

func decodeStrings(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind == yaml.SequenceNode {
		w.list(n, v, at, f)
		return
	}
	if s, ok := w.text(n, at, f); ok {
		v.Set(reflect.ValueOf(hub.Strings{s}))
	}
}

func decodeRetries(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind == yaml.MappingNode {
		w.structure(n, v, at)
		return
	}
	f.check = ruleMin0
	if i, ok := w.integer(n, at, f); ok {
		w.mark(join(at, "max"), n)
		v.FieldByName("Max").SetInt(int64(i))
	}
}

func decodeRequirement(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	s, ok := w.text(n, at, f)
	if !ok {
		return
	}
	if problem := CheckRequirement(s); problem != "" {
		w.problem(n, at, "%s", problem)
		return
	}
	v.SetString(s)
}

// CheckRequirement says what is wrong with a requirement; empty when nothing.
func CheckRequirement(s string) string {
	switch q := hub.Requirement(s); {
	case q.Valid():
		return ""
	case slices.Contains(hub.Requirements(), q.Kind()):
		return fmt.Sprintf("%q must be %s alone, or a kind of skip, a colon and a part of the reason", s, hub.RequireAll)
	default:
		known := hub.Requirements()
		return fmt.Sprintf("%q names no kind of skip%s; known: %s", s, nearest.DidYouMean(q.Kind(), known), strings.Join(known, ", "))
	}
}

func decodeAllowFailure(w *walker, n *yaml.Node, v reflect.Value, at string, _ field) {
	if n.Kind == yaml.MappingNode {
		if len(n.Content) == 0 {
			v.SetZero()
		}
		v.FieldByName("Allowed").SetBool(true)
		w.structure(n, v, at)
		return
	}
	b, ok := boolean(n)
	if !ok {
		w.problem(n, at, "must be true, false or a mapping with until, reason and owner, not %s", describe(n))
		return
	}
	v.Set(reflect.ValueOf(hub.AllowFailure{Allowed: b}))
}

func decodeExpectOutput(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind == yaml.MappingNode {
		w.structure(n, v, at)
		x := v.Addr().Interface().(*hub.ExpectOutput)
		switch regex := keyGiven(n, "regex") || len(x.Regex) > 0; {
		case regex && keyGiven(n, "matches"):
			x.Matches = append(slices.Clip(x.Matches), x.Regex...)
		case regex:
			x.Matches = x.Regex
		}
		x.Regex = nil
		return
	}
	f.check = ruleRaw
	if s, ok := w.text(n, at, f); ok {
		v.Set(reflect.ValueOf(hub.ExpectOutput{Equals: &s}))
	}
}

func keyGiven(n *yaml.Node, key string) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

// formatDuration is the shortest text that ParseDuration reads as d.
func formatDuration(d time.Duration) string {
	const day = 24 * time.Hour
	if d != 0 && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}
