// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "audio/voice.h"

#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace dryrun::audio {
namespace {

constexpr std::string_view kProgram = "espeak-ng";

std::string find_in_path(std::string_view name) {
    const char* path = std::getenv("PATH");
    std::string_view rest = path ? path : "";
    while (!rest.empty()) {
        const std::size_t end = rest.find(':');
        const std::string_view folder = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (folder.empty()) continue;
        std::string candidate = std::string(folder) + "/" + std::string(name);
        if (access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    return {};
}

// Its complaints about missing sound devices are nobody's.
pid_t start_quietly(const std::string& program, char* const arguments[]) {
    posix_spawn_file_actions_t files;
    if (posix_spawn_file_actions_init(&files) != 0) return -1;
    pid_t child = -1;
    const bool is_quiet =
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0;
    if (!is_quiet || posix_spawn(&child, program.c_str(), &files, nullptr, arguments, environ) != 0)
        child = -1;
    posix_spawn_file_actions_destroy(&files);
    return child;
}

}  // namespace

Voice Voice::find() {
    return Voice(find_in_path(kProgram));
}

Voice::Voice(Voice&& other) noexcept
    : program_(std::exchange(other.program_, {})), speaking_(std::exchange(other.speaking_, -1)) {}

Voice& Voice::operator=(Voice&& other) noexcept {
    std::swap(program_, other.program_);
    std::swap(speaking_, other.speaking_);
    return *this;
}

Voice::~Voice() {
    stop();
}

void Voice::say(std::string_view text, std::string_view language) {
    if (!is_there() || text.empty()) return;
    stop();
    std::string name(kProgram);
    std::string voice_option = "-v";
    std::string voice(language);
    std::string end_of_options = "--";  // a sentence may begin with a dash
    std::string sentence(text);
    char* const arguments[] = {name.data(),           voice_option.data(), voice.data(),
                               end_of_options.data(), sentence.data(),     nullptr};
    speaking_ = start_quietly(program_, arguments);
    if (speaking_ < 0) program_.clear();
}

bool Voice::is_speaking() {
    if (speaking_ < 0) return false;
    if (waitpid(speaking_, nullptr, WNOHANG) == 0) return true;
    speaking_ = -1;
    return false;
}

void Voice::stop() {
    if (!is_speaking()) return;
    kill(speaking_, SIGKILL);
    waitpid(speaking_, nullptr, 0);
    speaking_ = -1;
}

}  // namespace dryrun::audio
