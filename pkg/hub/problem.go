package hub

// Problem is something that went wrong with a run itself and belongs to no
// single result. A run with a problem is never good.
type Problem struct {
	Kind ProblemKind `json:"kind"`
	// Message is one line: what happened, where, and what to do about it.
	Message string `json:"message"`
}

// ProblemKind says what a problem concerns. The values are part of the run log
// and of report.json.
type ProblemKind string

// ProblemRecord: the run log is not complete, or something else changed it.
const ProblemRecord ProblemKind = "record"
