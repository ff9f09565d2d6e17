// survivor KIND NUMBER leaves a process behind in the way that KIND says, whose
// command line or name holds NUMBER, and ends with 0. What it leaves ends by
// itself after some minutes, and what forks without end after some seconds.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *number;
static char *none[] = {NULL};

// quiet leaves nothing open that a pipe's reader would wait for.
static void quiet(void) {
	for (int fd = 0; fd < 256; fd++) close(fd);
}

static void name(void) {
	char text[16];
	snprintf(text, sizeof text, "own%s", number);
	prctl(PR_SET_NAME, text, 0, 0, 0);
}

// become turns this process into a sleep without environment and descriptors.
static void become(void) {
	char seconds[32];
	snprintf(seconds, sizeof seconds, "319.%s", number);
	char *argv[] = {"sleep", seconds, NULL};
	quiet();
	execve("/bin/sleep", argv, none);
	execve("/usr/bin/sleep", argv, none);
	_exit(127);
}

// rest waits for minutes in this very process.
static void rest(void) {
	quiet();
	for (time_t end = time(NULL) + 319; time(NULL) < end;) sleep(60);
	_exit(0);
}

static void orphan(void (*life)(void)) {
	if (fork() == 0) {
		if (fork() == 0) life();
		_exit(0);
	}
	wait(NULL);
}

static int groupOf;

static void joined(void) {
	if (setpgid(0, groupOf) != 0) _exit(1);
	become();
}

static void chain(int session, pid_t parent) {
	quiet();
	name();
	while (getppid() == parent) usleep(1000); // its end would be held up
	time_t end = time(NULL) + 15;
	while (time(NULL) < end) {
		if (session) setsid();
		if (fork() != 0) _exit(0);
	}
	_exit(0);
}

static void *forking(void *unused) {
	(void)unused;
	if (fork() == 0) { setsid(); become(); }
	return NULL;
}

static void stopped(void) {
	name();
	if (fork() == 0) { // a stopped child of a stopped process
		setsid();
		raise(SIGSTOP);
		rest();
	}
	raise(SIGSTOP);
	rest();
}

static void ignoring(void) {
	sigset_t all;
	name();
	setsid();
	for (int s = 1; s < 65; s++) signal(s, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	rest();
}

static void reaper(void) {
	name();
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	for (int i = 0; i < 5; i++) orphan(become);
	for (int i = 0; i < 5; i++) {
		if (fork() == 0) { setsid(); orphan(become); _exit(0); }
	}
	rest();
}

static void zombies(void) {
	name();
	for (int i = 0; i < 1000; i++) {
		if (fork() == 0) _exit(0);
	}
	rest(); // and waits for none
}

// forgetful overwrites its arguments and its environment, as servers do that show
// what they are at.
static void forgetful(char **argv, char **envp) {
	char *end = argv[0];
	for (char **p = argv; *p; p++) end = *p + strlen(*p);
	for (char **p = envp; *p; p++) end = *p + strlen(*p);
	if (fork() != 0) return;
	setsid();
	if (fork() != 0) _exit(0);
	size_t room = end - argv[0];
	memset(argv[0], 0, room);
	snprintf(argv[0], room, "server: master %s", number);
	if (chdir("/") != 0) _exit(1);
	rest();
}

int main(int argc, char **argv, char **envp) {
	if (argc != 3) return 2;
	char kind[32];
	snprintf(kind, sizeof kind, "%s", argv[1]);
	number = strdup(argv[2]);
	pthread_t thread;
	pid_t example = getpid();
	if (!strcmp(kind, "orphan")) orphan(become);
	else if (!strcmp(kind, "join")) { groupOf = getpgid(getppid()); orphan(joined); }
	else if (!strcmp(kind, "forgetful")) forgetful(argv, envp);
	else if (!strcmp(kind, "cloneparent")) { if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0) become(); }
	else if (!strcmp(kind, "cloneparentsession")) { if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0) { setsid(); become(); } }
	else if (!strcmp(kind, "chains")) { for (int i = 0; i < 20; i++) if (fork() == 0) chain(0, example); }
	else if (!strcmp(kind, "chainsessions")) { for (int i = 0; i < 20; i++) if (fork() == 0) chain(1, example); }
	else if (!strcmp(kind, "thread")) { if (pthread_create(&thread, NULL, forking, NULL)) return 1; pthread_join(thread, NULL); }
	else if (!strcmp(kind, "vfork")) { if (vfork() == 0) { setsid(); become(); } }
	else if (!strcmp(kind, "stopped")) { if (fork() == 0) stopped(); usleep(20000); }
	else if (!strcmp(kind, "stoppedorphan")) orphan(stopped);
	else if (!strcmp(kind, "ignoring")) orphan(ignoring);
	else if (!strcmp(kind, "reaper")) { if (fork() == 0) reaper(); usleep(50000); }
	else if (!strcmp(kind, "zombies")) { if (fork() == 0) zombies(); usleep(200000); }
	else return 2;
	return 0;
}
