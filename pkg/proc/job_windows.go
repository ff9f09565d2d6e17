package proc

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// job is a job object: a process in it, and all that descends from that.
// Nothing can leave it, and closing it kills what is in it.
type job struct {
	handle windows.Handle
	once   sync.Once
	forced chan struct{} // closed by kill
}

func newJob() (*job, error) {
	handle, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, fmt.Errorf("making a job object: %w", err)
	}
	info := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
		},
	}
	_, err = windows.SetInformationJobObject(handle, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err != nil {
		_ = windows.CloseHandle(handle)
		return nil, fmt.Errorf("bounding a job object: %w", err)
	}
	return &job{handle: handle, forced: make(chan struct{})}, nil
}

// kill asks the Run of the job to end it at once.
func (j *job) kill() { j.once.Do(func() { close(j.forced) }) }

// terminate ends every process in the job.
func (j *job) terminate() { _ = windows.TerminateJobObject(j.handle, 1) }

// assign puts a process that was created suspended into the job and starts it.
func (j *job) assign(pid uint32) error {
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, pid)
	if err != nil {
		return fmt.Errorf("opening process %d: %w", pid, err)
	}
	defer windows.CloseHandle(process)
	if err := windows.AssignProcessToJobObject(j.handle, process); err != nil {
		return fmt.Errorf("putting process %d into a job object: %w", pid, err)
	}
	return resume(pid)
}

// resume lets the threads of a process go on. The handle of the first thread,
// which would be shorter, is closed by the standard library.
func resume(pid uint32) error {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPTHREAD, 0)
	if err != nil {
		return fmt.Errorf("listing threads: %w", err)
	}
	defer windows.CloseHandle(snapshot)
	resumed := false
	entry := windows.ThreadEntry32{}
	entry.Size = uint32(unsafe.Sizeof(entry))
	for err = windows.Thread32First(snapshot, &entry); err == nil; err = windows.Thread32Next(snapshot, &entry) {
		if entry.OwnerProcessID != pid {
			continue
		}
		thread, err := windows.OpenThread(windows.THREAD_SUSPEND_RESUME, false, entry.ThreadID)
		if err != nil {
			return fmt.Errorf("opening a thread of process %d: %w", pid, err)
		}
		_, err = windows.ResumeThread(thread)
		_ = windows.CloseHandle(thread)
		if err != nil {
			return fmt.Errorf("starting process %d: %w", pid, err)
		}
		resumed = true
	}
	if !resumed {
		return fmt.Errorf("starting process %d: it has no thread", pid)
	}
	return nil
}

// processes lists what is in the job, at most 256.
func (j *job) processes() []Process {
	var list struct {
		Assigned, Listed uint32
		IDs              [supervision.MaxLeaked]uintptr
	}
	// It fails when there are more, and lists as many as there is room for.
	_ = windows.QueryInformationJobObject(j.handle, windows.JobObjectBasicProcessIdList,
		uintptr(unsafe.Pointer(&list)), uint32(unsafe.Sizeof(list)), nil)
	var out []Process
	for _, id := range list.IDs[:min(list.Listed, supervision.MaxLeaked)] {
		out = append(out, Process{PID: int(id), Name: processName(uint32(id))})
	}
	slices.SortFunc(out, func(a, b Process) int { return a.PID - b.PID })
	return out
}

// used returns the processor time of all that is or was in the job, and the most memory,
// in bytes, that one of them had committed; 0 where the system does not say.
func (j *job) used() (cpu time.Duration, memory int64) {
	var times struct { // JOBOBJECT_BASIC_ACCOUNTING_INFORMATION
		TotalUser, TotalKernel, PeriodUser, PeriodKernel int64 // in 100 nanoseconds
		PageFaults, Total, Active, Terminated            uint32
	}
	_ = windows.QueryInformationJobObject(j.handle, windows.JobObjectBasicAccountingInformation,
		uintptr(unsafe.Pointer(&times)), uint32(unsafe.Sizeof(times)), nil)
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	_ = windows.QueryInformationJobObject(j.handle, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)), nil)
	return time.Duration(times.TotalUser+times.TotalKernel) * 100, int64(limits.PeakProcessMemoryUsed)
}

func processName(pid uint32) string {
	handle, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, pid)
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(handle)
	buf := make([]uint16, windows.MAX_PATH)
	size := uint32(len(buf))
	if windows.QueryFullProcessImageName(handle, 0, &buf[0], &size) != nil {
		return ""
	}
	return filepath.Base(windows.UTF16ToString(buf[:size]))
}
