#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The DryRun authors
# SPDX-License-Identifier: Apache-2.0
#
# The launcher in a made-up checkout, with stand-ins for apt, dpkg, cmake, ninja and ctest that
# write down that they were called. `launcher_test.sh SOURCE_DIR CASE` runs one case;
# tests/launcher/CMakeLists.txt lists them.

set -euo pipefail

source_dir=$1
wanted_case=$2
place=$(mktemp -d)
trap 'rm -rf -- "$place"' EXIT
checkout=$place/checkout
fakes=$place/bin
calls=$place/calls
export FAKE_PLACE=$place DPKG_ADMINDIR=$place/dpkg

give_up() {
    printf 'FAILED: %s\n' "$*"
    for file in "$place"/{out,err,calls}; do
        [[ ! -f $file ]] || { printf -- '--- %s\n' "${file##*/}"; cat "$file"; }
    done
    exit 1
}
expect() { grep -qE -- "$2" "$1" || give_up "${1##*/} should hold: $2"; }
expect_not() { ! grep -qE -- "$2" "$1" || give_up "${1##*/} should not hold: $2"; }
expect_code() { [[ $1 == "$2" ]] || give_up "exit code $1, not $2"; }

fake() {
    { printf '#!/bin/bash\necho "%s $*" >>"$FAKE_PLACE/calls"\n' "$1" && cat; } >"$fakes/$1"
    chmod +x "$fakes/$1"
}

make_checkout() {
    mkdir -p "$checkout"/{engine,sim,assets,shaders,cmake,tools} "$fakes" "$DPKG_ADMINDIR" "$place/caller"
    cp "$source_dir/dryrun" "$checkout/"
    printf '# a comment\n[build]\ncmake\nlibfirst-dev\n\n[test]\nlibsecond-dev\n' \
        >"$checkout/tools/packages.txt"
    touch "$checkout/CMakeLists.txt" "$checkout/sim/a.cpp" "$DPKG_ADMINDIR/status" "$place/installed" "$calls"
    # Sources are older than any build that follows.
    find "$checkout" "$DPKG_ADMINDIR" -exec touch -d '1 hour ago' {} +
    fake dpkg-query <<'FAKE'
for name in "${@:3}"; do grep -qx "$name" "$FAKE_PLACE/installed" && echo "$name ii "; done
true
FAKE
    fake apt-get <<'FAKE'
[[ " $* " == *" install "* ]] || exit 0
[[ ! -f $FAKE_PLACE/apt-fails ]] || { echo "noise"; echo "E: Unable to locate package libfirst-dev"; exit 100; }
printf '%s\n' "$@" | grep -E '^(cmake|lib.*-dev)$' >>"$FAKE_PLACE/installed"
FAKE
    fake cmake <<'FAKE'
while (($#)); do case $1 in -S) source=$2 ;; -B) build=$2 ;; -DDRYRUN_TESTS=*) tests=${1#*=} ;; esac; shift; done
printf 'DRYRUN_TESTS:BOOL=%s\nCMAKE_HOME_DIRECTORY:INTERNAL=%s\n' "$tests" "$source" >"$build/CMakeCache.txt"
touch "$build/build.ninja"
echo "cmake's own noise"
FAKE
    fake ninja <<'FAKE'
if [[ -f $FAKE_PLACE/ninja-fails ]]; then
    for i in {1..200}; do echo "[$i/200] Building noise $i"; done
    echo "FAILED: sim/a.o"; echo "sim/a.cpp:3:1: error: expected ';'"; exit 1
fi
echo "[1/2] Building"
sleep "$(cat "$FAKE_PLACE/ninja-sleeps" 2>/dev/null || echo 0)"
printf '#!/bin/bash\necho "ran in $PWD with $# arguments: $*"\n[[ $1 != cat ]] || cat\nexit ${CODE:-0}\n' >"$2/dryrun"
chmod +x "$2/dryrun"
echo "ninja done" >>"$FAKE_PLACE/calls"
FAKE
    fake ctest <<'FAKE'
echo "100% tests passed, 0 tests failed out of 1"
[[ ! -f $FAKE_PLACE/ctest-fails ]] || exit 8
FAKE
    fake sudo <<<'exit 1'
    chmod -R a+rwX "$place"
}

# launch ARGS: as the caller's shell would, from a folder that is not the checkout.
launch() {
    local status=0
    (cd "$place/caller" && PATH=$fakes:/usr/bin:/bin "${as_user[@]}" "$checkout/dryrun" "$@") \
        >"$place/out" 2>"$place/err" || status=$?
    return "$status"
}
as_user=()
# Without root rights: the tests themselves may run as root, as in a container.
be_nobody() {
    ((EUID != 0)) || as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
}
everything_is_installed() { printf 'cmake\nlibfirst-dev\nlibsecond-dev\n' >"$place/installed"; }

# --- the cases --------------------------------------------------------------------------------

first_call_sets_up_and_becomes_the_program() {
    everything_is_installed
    launch score "a b.dryrun" || give_up "launch failed"
    [[ $(<"$place/out") == "ran in $place/caller with 2 arguments: score a b.dryrun" ]] ||
        give_up "stdout is not the program's alone"
    expect "$calls" '^cmake '
    expect "$calls" '^ninja .* dryrun$'
    expect_not "$calls" '^apt-get'
    expect_not "$place/err" "cmake's own noise"
}

second_call_starts_nothing() {
    everything_is_installed
    launch version || give_up "first launch failed"
    : >"$calls"
    launch version || give_up "second launch failed"
    [[ ! -s $calls ]] || give_up "the second call started something"
    [[ ! -s $place/err ]] || give_up "the second call had something to say"
}

changed_source_is_built_without_configuring() {
    everything_is_installed
    launch version || give_up "launch failed"
    : >"$calls"
    touch "$checkout/sim/a.cpp"
    launch version || give_up "launch failed"
    expect "$calls" '^ninja '
    expect_not "$calls" '^(cmake|apt-get|dpkg-query) '
}

deleted_source_is_noticed() {
    everything_is_installed
    launch version || give_up "launch failed"
    : >"$calls"
    rm "$checkout/sim/a.cpp"
    launch version || give_up "launch failed"
    expect "$calls" '^ninja '
}

program_reads_stdin_and_set_up_does_not() {
    everything_is_installed
    echo "for the program" | launch cat || give_up "launch failed"
    expect "$place/out" '^for the program$'
}

exit_code_is_the_programs() {
    everything_is_installed
    local status=0
    CODE=5 launch score || status=$?
    expect_code "$status" 5
}

only_build_packages_are_installed_for_the_program() {
    ((EUID == 0)) || fake sudo <<<'[[ $1 != -n ]] || shift; "$@"'
    launch version || give_up "launch failed"
    expect "$calls" '^apt-get .*DPkg::Lock::Timeout=600 install -y --no-install-recommends cmake libfirst-dev$'
    expect "$place/out" '^ran in'
    expect "$checkout/build/release/CMakeCache.txt" 'DRYRUN_TESTS:BOOL=OFF'
}

tests_add_their_packages_and_stay_configured() {
    ((EUID == 0)) || fake sudo <<<'[[ $1 != -n ]] || shift; "$@"'
    launch version || give_up "launch failed"
    launch test || give_up "launch test failed"
    expect "$calls" '^apt-get .* install -y --no-install-recommends libsecond-dev$'
    expect "$checkout/build/release/CMakeCache.txt" 'DRYRUN_TESTS:BOOL=ON'
    : >"$calls"
    touch "$checkout/sim/a.cpp"
    launch version || give_up "launch failed"
    launch test || give_up "launch test failed"
    expect_not "$calls" '^(cmake|apt-get) '
}

failed_installation_shows_its_own_error() {
    ((EUID == 0)) || fake sudo <<<'[[ $1 != -n ]] || shift; "$@"'
    touch "$place/apt-fails"
    local status=0
    launch version || status=$?
    expect_code "$status" 4
    expect "$place/err" 'E: Unable to locate package libfirst-dev'
    expect_not "$place/err" 'noise'
    [[ ! -s $place/out ]] || give_up "set-up wrote to stdout"
}

without_root_it_names_the_packages() {
    be_nobody
    local status=0
    launch version || status=$?
    expect_code "$status" 4
    expect "$place/err" 'needs root or sudo'
    expect "$place/err" ' cmake libfirst-dev$'
    expect_not "$calls" '^apt-get'
    [[ ! -s $place/out ]] || give_up "set-up wrote to stdout"
}

without_apt_it_names_the_packages() {
    rm "$fakes/apt-get"
    mkdir "$place/base"
    for tool in bash env dirname readlink mkdir flock nproc grep cut head tail sed find mv rm cat setpriv; do
        ln -s "$(command -v "$tool")" "$place/base/$tool"
    done
    local status=0
    (cd "$place/caller" && PATH=$fakes:$place/base "$checkout/dryrun" version) \
        >"$place/out" 2>"$place/err" || status=$?
    expect_code "$status" 4
    expect "$place/err" 'no apt-get'
    expect "$place/err" ' cmake libfirst-dev$'
}

failed_build_shows_the_error_and_no_page_of_noise() {
    everything_is_installed
    touch "$place/ninja-fails"
    local status=0
    launch version || status=$?
    expect_code "$status" 4
    expect "$place/err" "sim/a.cpp:3:1: error: expected ';'"
    expect_not "$place/err" 'Building noise'
    (($(wc -l <"$place/err") < 25)) || give_up "more than a screen of errors"
    rm "$place/ninja-fails"
    launch version || give_up "the call after a failed build should build again"
}

simultaneous_first_calls_wait_for_each_other() {
    everything_is_installed
    echo 1 >"$place/ninja-sleeps"
    local one two
    (cd "$place/caller" && PATH=$fakes:/usr/bin:/bin "$checkout/dryrun" one >"$place/out1" 2>"$place/err1") & one=$!
    (cd "$place/caller" && PATH=$fakes:/usr/bin:/bin "$checkout/dryrun" two >"$place/out2" 2>"$place/err2") & two=$!
    wait "$one" && wait "$two" || give_up "one of the two failed"
    expect "$place/out1" 'arguments: one$'
    expect "$place/out2" 'arguments: two$'
    [[ $(grep -c '^ninja done' "$calls") == 1 ]] || give_up "both of them built"
    cat "$place/err1" "$place/err2" >"$place/err"
    expect "$place/err" 'waiting for another'
}

a_running_program_does_not_hold_up_the_next_call() {
    everything_is_installed
    launch version || give_up "launch failed"
    touch "$checkout/sim/a.cpp"
    local held="$place/fifo"
    mkfifo "$held"
    (cd "$place/caller" && PATH=$fakes:/usr/bin:/bin "$checkout/dryrun" cat <"$held" >"$place/out1" 2>&1) &
    exec 7>"$held"
    until grep -q 'ran in' "$place/out1" 2>/dev/null; do sleep 0.05; done
    touch "$checkout/sim/a.cpp"
    launch version || give_up "launch failed"
    exec 7>&-
    wait
    expect "$place/out" 'ran in'
}

a_moved_checkout_is_configured_anew() {
    everything_is_installed
    launch version || give_up "launch failed"
    mv "$checkout" "$place/elsewhere"
    checkout=$place/elsewhere
    : >"$calls"
    launch version || give_up "launch failed"
    expect "$calls" "^cmake -S $place/elsewhere "
}

test_command_reports_time_and_failure() {
    everything_is_installed
    launch test -R Needle || give_up "launch test failed"
    expect "$calls" '^ctest .*-LE long -R Needle$'
    expect "$place/err" 'the tests [0-9]+ s$'
    [[ $(tail -n 1 "$place/out") == *"tests passed"* ]] || give_up "ctest's summary should end stdout"
    launch test --long || give_up "launch test failed"
    [[ $(tail -n 1 "$calls") != *"-LE"* ]] || give_up "--long should leave no label out"
    touch "$place/ctest-fails"
    local status=0
    launch test || status=$?
    expect_code "$status" 1
}

works_through_a_link_and_from_a_path_with_spaces() {
    everything_is_installed
    mv "$checkout" "$place/a folder"
    checkout="$place/a folder"
    ln -s "$checkout/dryrun" "$place/caller/link"
    (cd "$place/caller" && PATH=$fakes:/usr/bin:/bin ./link version >"$place/out" 2>"$place/err") ||
        give_up "launch failed"
    expect "$place/out" "^ran in $place/caller"
}

[[ $(type -t "$wanted_case") == function ]] || give_up "there is no case $wanted_case"
make_checkout
"$wanted_case"
