package runlog

import (
	"fmt"
	"time"
)

// touch tells the background goroutine that there are lines to sync.
func (w *Writer) touch() {
	w.mu.Lock()
	was := w.dirty
	w.dirty = true
	w.mu.Unlock()
	if !was {
		w.wake <- struct{}{} // never blocks: dirty became true once per token
	}
}

// Sync brings what was appended so far to the disk. It may be called while others call
// Append, but not after Close.
func (w *Writer) Sync() error {
	if err := w.synced(); err != nil {
		return fmt.Errorf("syncing run log: %w", err)
	}
	return nil
}

// synced is sync for any number of goroutines.
func (w *Writer) synced() error {
	w.syncMu.Lock()
	defer w.syncMu.Unlock()
	return w.sync()
}

func (w *Writer) takeSyncErr() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.syncErr
	w.syncErr = nil
	return err
}

// syncing is the group commit: it waits until something is dirty, collects more
// for a while, and syncs once.
func (w *Writer) syncing(every time.Duration) {
	defer close(w.stopped)
	for {
		select {
		case <-w.stop:
			return
		case <-w.wake:
		}
		timer := time.NewTimer(every)
		select {
		case <-w.stop:
			timer.Stop()
			return
		case <-timer.C:
		}
		w.commit()
	}
}

func (w *Writer) commit() {
	w.mu.Lock()
	dirty := w.dirty
	w.dirty = false
	w.mu.Unlock()
	if !dirty {
		return
	}
	if err := w.synced(); err != nil {
		w.mu.Lock()
		w.syncErr = fmt.Errorf("syncing run log: %w", err)
		w.mu.Unlock()
	}
}
