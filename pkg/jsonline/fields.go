package jsonline

// Fields reads the fields of a JSON object in the order in which they were written. What
// is not of the form that is asked for, valid or not, is for encoding/json: then Whole is
// false, and what was returned means nothing.
type Fields struct{ p parser }

// FieldsOf returns the Fields of a text that is an object.
func FieldsOf(text []byte) *Fields { return &Fields{parser{rest: text}} }

// Must takes text, which has to be next.
func (f *Fields) Must(text string) { f.p.must(text) }

// Skip reports whether text is next, and takes it.
func (f *Fields) Skip(text string) bool { return f.p.skip(text) }

// Text returns the string that is next. It is likely to be the one before.
func (f *Fields) Text(before string) string { return f.p.text(before) }

// Number returns an integer of at most 9 digits that is not negative.
func (f *Fields) Number() int { return f.p.number() }

// Seconds returns a number that is not negative, without an exponent.
func (f *Fields) Seconds() float64 { return f.p.seconds() }

// Texts takes the key and returns the list of strings behind it; nil if the key is not
// next, or the list empty.
func (f *Fields) Texts(key string) []string { return f.p.texts(key) }

// Whole reports whether all of the text was of the form that was asked for.
func (f *Fields) Whole() bool { return !f.p.bad && len(f.p.rest) == 0 }
