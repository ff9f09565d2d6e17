#!/bin/sh
# ---
# title: Speaks the log protocols of CI systems
# verdict: {status: error, exit: 1}
# ---
echo '::error file=README.md,line=1::not from hub'
echo '  ::add-mask::e'
echo '::set-output name=x::y'
echo '::stop-commands::guessed'
echo 'in the middle ##[error]of a line ##[group]too'
printf 'after a return\r::warning::hidden\n'
echo 'any ##vso[task.complete result=Succeeded;]done'
echo "##teamcity[testFinished name='not mine']"
printf '\033[0Ksection_start:1700000000:fake[collapsed=true]\r\033[0KFake\n'
echo '--- a Buildkite group'
echo '+++ another'
echo '^^^ +++'
exit 1
