// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "paths/paths.h"

namespace dryrun::end_to_end {
namespace fs = std::filesystem;

namespace {

// In the child, between fork and exec.
void become_program(const Words& arguments, const Surroundings& surroundings,
                    const fs::path& folder, const std::string& out, const std::string& err) {
    if (chdir(folder.c_str()) != 0) _exit(125);
    const int in = open("/dev/null", O_RDONLY);
    const int out_file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err_file = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(in, 0);
    dup2(out_file, 1);
    dup2(err_file, 2);
    for (const auto& variable : surroundings.environment) {
        const auto equals = variable.find('=');
        setenv(variable.substr(0, equals).c_str(), variable.substr(equals + 1).c_str(), 1);
    }
    std::string program = paths::program();
    std::vector<char*> words{program.data()};
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    execv(program.c_str(), words.data());
    _exit(126);
}

pid_t launch(const Words& arguments, const Surroundings& surroundings, const fs::path& folder,
             const std::string& out, const std::string& err) {
    const pid_t process = fork();
    if (process == 0) become_program(arguments, surroundings, folder, out, err);
    return process;
}

}  // namespace

Outcome run(const Words& arguments, const Surroundings& surroundings) {
    const fs::path place = scratch("run");
    const auto folder = surroundings.folder.empty() ? place : surroundings.folder;
    const std::string out =
        surroundings.out_to.empty() ? (place / "out").string() : surroundings.out_to;
    const std::string err = place / "err";
    Outcome result;
    const pid_t process = launch(arguments, surroundings, folder, out, err);
    const Ending ending = finish(process, surroundings.timeout_s);
    result.exit_code = ending.exit_code;
    result.peak_memory_kib = ending.peak_memory_kib;
    if (surroundings.out_to.empty()) result.out = contents(out);
    result.err = contents(err);
    std::error_code ignored;
    fs::remove_all(place, ignored);
    return result;
}

pid_t start(const Words& arguments, const Surroundings& surroundings) {
    const fs::path place = scratch("start");
    const auto folder = surroundings.folder.empty() ? place : surroundings.folder;
    return launch(arguments, surroundings, folder, place / "out", place / "err");
}

Ending finish(pid_t process, int timeout_s) {
    int status = 0;
    rusage used{};
    // 20 ms between looks; a hang is ended, not waited for.
    for (int look = 0; wait4(process, &status, WNOHANG, &used) == 0; ++look) {
        if (look == timeout_s * 50) kill(process, SIGKILL);
        usleep(20000);
    }
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {code, used.ru_maxrss};
}

fs::path scratch(const std::string& name) {
    std::string pattern = fs::path(testing::TempDir()) / ("dryrun_" + name + "_XXXXXX");
    return mkdtemp(pattern.data());
}

fs::path expert_attempt() {
    const fs::path folder = DRYRUN_SHARED_ATTEMPTS;
    fs::create_directories(folder);
    const fs::path attempt = folder / "expert-7.dryrun";
    const int lock = open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    flock(lock, LOCK_EX);
    if (!fs::exists(attempt)) {
        const fs::path unfinished = folder / "expert-7.part.dryrun";
        const Outcome played = run({"play", "rhomboid-major-right", "--trainee", "expert", "--seed",
                                    "7", "-o", unfinished.string()});
        EXPECT_EQ(played.exit_code, 0) << played.err;
        if (played.exit_code == 0) fs::rename(unfinished, attempt);
    }
    close(lock);
    return attempt;
}

std::string contents(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace dryrun::end_to_end
