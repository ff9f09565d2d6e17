package hub

import "slices"

// AddBrief is [Recorder.Add] for a recorder that keeps only what decides the verdict of
// each result ([Result.Brief]), so that a log of any size can be checked. line is a hash
// of the event's line: of two results of one example that are not the same line, one is
// taken for a contradiction. All events of a recorder are added by the same method.
func (r *Recorder) AddBrief(e Event, line uint64) {
	if !r.brief {
		r.brief, r.lines = true, map[string]uint64{}
	}
	r.line = line
	r.Add(e)
}

// repeats reports whether a second result of an example is the first one again.
func (r *Recorder) repeats(res, old *Result) bool {
	if r.brief {
		return r.lines[res.ID] == r.line
	}
	return same(res, old)
}

// keep records a result of the example at a position.
func (r *Recorder) keep(at int, res Result) {
	if r.brief {
		res = res.Brief()
		r.lines[res.ID] = r.line
	}
	if r.shared {
		r.results, r.shared = slices.Clone(r.results), false
	}
	r.results[at] = res
	r.recorded++
}

// Brief returns the result without what does not decide a verdict: outputs, excerpts,
// fingerprints and what was recorded before.
func (r *Result) Brief() Result {
	out := *r
	out.Fingerprint, out.DependsOn, out.Past, out.Leaked = "", nil, nil, nil
	out.Attempts = make([]Attempt, len(r.Attempts))
	for i, a := range r.Attempts {
		a.Output, a.OutputFile, a.Excerpt, a.Leaked = "", "", nil, nil
		out.Attempts[i] = a
	}
	return out
}
