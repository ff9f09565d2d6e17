package programs

// What to do about what Windows does not have.
const NoExecRemedy, CRLFRemedy = "", ""

// NoExec is false: file systems start programs here.
func NoExec(string) bool { return false }
