package status

// Loading returns a function that calls [Store.Load], to be called beside other work, and
// one that waits for its results.
func (s *Store) Loading() (load func(), loaded func() (*File, []Note, error)) {
	var file *File
	var notes []Note
	var err error
	done := make(chan struct{})
	load = func() {
		file, notes, err = s.Load()
		close(done)
	}
	loaded = func() (*File, []Note, error) {
		<-done
		return file, notes, err
	}
	return load, loaded
}
