/* bcryptprimitives.dll, with which programs of Go run under wine as on Windows:

   - ProcessPrng, from which Go's runtime takes its random numbers. Wine before 9 has no
     such DLL.
   - NtSetInformationFile, with the answer of a Windows that cannot delete open files
     (class 64). Wine answers that it is not implemented, which Windows never does, and
     Go's os.Root cannot delete files after that. The code of the original is copied;
     no address in it is relative.
   - CreateSymbolicLinkW, which fails as for a user who may not make links. That of wine 8
     makes none, and says that it has.

   A jump replaces the beginning of a function.

   No header of Windows is needed, and no compiler for it: the system's own, with Windows'
   calling convention, and wine's DLLs to link with. */
#define FILE_DISPOSITION_INFORMATION_EX 64
#define STATUS_INVALID_INFO_CLASS ((int)0xC0000003)
#define ERROR_PRIVILEGE_NOT_HELD 1314
#define MEM_COMMIT 0x1000
#define PAGE_EXECUTE_READWRITE 0x40
#define DLL_PROCESS_ATTACH 1
#define STUB 32 /* bytes of a system call in wine's ntdll */

unsigned char SystemFunction036(void *, unsigned); /* RtlGenRandom */
void SetLastError(unsigned);
void *VirtualAlloc(void *, unsigned long long, unsigned, unsigned);
int VirtualProtect(void *, unsigned long long, unsigned, unsigned *);
extern void *__imp_NtSetInformationFile, *__imp_CreateSymbolicLinkW;

int ProcessPrng(void *data, unsigned long long size) { return SystemFunction036(data, (unsigned)size); }

typedef int setter(void *, void *, void *, unsigned, unsigned);
static setter *original;

static int set(void *file, void *status, void *info, unsigned size, unsigned class) {
	return class == FILE_DISPOSITION_INFORMATION_EX ? STATUS_INVALID_INFO_CLASS : original(file, status, info, size, class);
}

static int link(void) {
	SetLastError(ERROR_PRIVILEGE_NOT_HELD);
	return 0;
}

static int jump(void *from, void *to) {
	unsigned char code[12] = {0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xE0}; /* mov rax, to; jmp rax */
	unsigned was;
	__builtin_memcpy(code + 2, &to, sizeof to);
	if (!VirtualProtect(from, sizeof code, PAGE_EXECUTE_READWRITE, &was)) return 0;
	__builtin_memcpy(from, code, sizeof code);
	return VirtualProtect(from, sizeof code, was, &was);
}

int DllMain(void *dll, unsigned reason, void *reserved) {
	if (reason != DLL_PROCESS_ATTACH) return 1;
	original = VirtualAlloc(0, STUB, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
	if (!original) return 0;
	__builtin_memcpy(original, __imp_NtSetInformationFile, STUB);
	return jump(__imp_NtSetInformationFile, set) && jump(__imp_CreateSymbolicLinkW, link);
}
