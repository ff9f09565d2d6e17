#include "textflag.h"

// func vfork(clone *cloneArgs, size uintptr, calls *call) int
//
// The child makes no call but system calls: of the memory that it shares with its parent
// it changes the results of calls, and nothing else.
TEXT ·vfork(SB),NOSPLIT|NOFRAME,$0-32
	MOVQ	clone+0(FP), DI
	MOVQ	size+8(FP), SI
	MOVQ	calls+16(FP), R12
	MOVL	$435, AX // SYS_CLONE3
	SYSCALL
	TESTQ	AX, AX
	JZ	child
	MOVQ	AX, ret+24(FP)
	RET

child:
	MOVQ	0(R12), AX // number
	MOVQ	8(R12), DI // args
	MOVQ	16(R12), SI
	MOVQ	24(R12), DX
	MOVQ	32(R12), R10
	SYSCALL
	MOVQ	AX, 48(R12) // result
	CMPQ	AX, $-4095
	JCC	failed
	MOVQ	40(R12), BX // wanted
	TESTQ	BX, BX
	JZ	next
	CMPQ	AX, BX
	JNE	failed

next:
	ADDQ	$56, R12
	JMP	child

failed:
	MOVL	$127, DI
	MOVL	$60, AX // SYS_EXIT
	SYSCALL
	JMP	failed
