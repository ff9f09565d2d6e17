/* bcryptprimitives.dll, with which programs of Go run under wine as on Windows:

   - ProcessPrng, from which Go's runtime takes its random numbers. Wine before 9 has no
     such DLL.
   - NtSetInformationFile, with the answer of a Windows that cannot delete open files
     (class 64). Wine answers that it is not implemented, which Windows never does, and
     Go's os.Root cannot delete files after that. The code of the original is copied,
     and replaced by a jump. No address in it is relative.

   No header of Windows is needed, and no compiler for it: the system's own, with Windows'
   calling convention, and wine's DLLs to link with. */
#define FILE_DISPOSITION_INFORMATION_EX 64
#define STATUS_INVALID_INFO_CLASS ((int)0xC0000003)
#define STUB 32 /* bytes of a system call in wine's ntdll */

unsigned char SystemFunction036(void *, unsigned); /* RtlGenRandom */
void *VirtualAlloc(void *, unsigned long long, unsigned, unsigned);
int VirtualProtect(void *, unsigned long long, unsigned, unsigned *);
extern unsigned char *__imp_NtSetInformationFile;

int ProcessPrng(void *data, unsigned long long size) { return SystemFunction036(data, (unsigned)size); }

typedef int setter(void *, void *, void *, unsigned, unsigned);
static setter *original;

static int set(void *file, void *status, void *info, unsigned size, unsigned class) {
	return class == FILE_DISPOSITION_INFORMATION_EX ? STATUS_INVALID_INFO_CLASS : original(file, status, info, size, class);
}

int DllMain(void *dll, unsigned reason, void *reserved) {
	unsigned char jump[12] = {0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xE0}; /* mov rax, set; jmp rax */
	unsigned char *stub = __imp_NtSetInformationFile;
	void *to = set;
	unsigned was;
	if (reason != 1 /* attached to a process */) return 1;
	original = VirtualAlloc(0, STUB, 0x1000 /* commit */, 0x40 /* read, write, execute */);
	if (!original || !VirtualProtect(stub, STUB, 0x40, &was)) return 0;
	__builtin_memcpy(original, stub, STUB);
	__builtin_memcpy(jump + 2, &to, sizeof to);
	__builtin_memcpy(stub, jump, sizeof jump);
	return VirtualProtect(stub, STUB, was, &was);
}
