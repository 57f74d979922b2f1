// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs the built program as a user's shell would, and keeps the attempts that several tests share.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace dryrun::end_to_end {

struct Outcome {
    int exit_code = -1;  ///< 128 + signal where one ended it, as a shell says it
    std::string out;
    std::string err;
    long peak_memory_kib = 0;
};

struct Ending {
    int exit_code = -1;
    long peak_memory_kib = 0;
};

struct Surroundings {
    std::filesystem::path folder;          ///< to run in; empty: a scratch folder of the test
    std::string out_to;                    ///< instead of being captured, e.g. "/dev/full"
    std::vector<std::string> environment;  ///< "TZ=Asia/Kolkata"; added to the present one
    int timeout_s = 200;                   ///< then it is killed, which reads as 137
};

using Words = std::vector<std::string>;

Outcome run(const Words& arguments, const Surroundings& surroundings = {});

/// Starts the program and returns at once; end it with `finish`.
pid_t start(const Words& arguments, const Surroundings& surroundings = {});
Ending finish(pid_t process, int timeout_s);

/// An empty folder of this test's own.
std::filesystem::path scratch(const std::string& name);

/// The attempt of the scripted expert on the first scenario with seed 7: played once for all tests
/// of a run (they are processes of their own), under a lock.
std::filesystem::path expert_attempt();

std::string contents(const std::filesystem::path& path);
void write(const std::filesystem::path& path, const std::string& bytes);

}  // namespace dryrun::end_to_end
