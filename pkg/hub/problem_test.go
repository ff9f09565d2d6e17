package hub

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestProblemOfSeveralErrorsIsOneLine(t *testing.T) {
	err := errors.Join(errors.New("one"), errors.New("two\r\n"))
	assert.Equal(t, Problem{Kind: ProblemReport, Message: "report: one; two"}, Problemf(ProblemReport, "report: %v", err))
	assert.Empty(t, OneLine("\n"))
}
