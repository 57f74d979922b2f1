// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Scripts that play a study's shards as a job array of Slurm and merge them after. Run by bash one
// after the other they do the same without Slurm.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dryrun::study {

struct ClusterJob {
    std::string program;  ///< the program's own path, absolute
    std::string folder;   ///< in which the names below are meant
    std::string assets;   ///< DRYRUN_ASSETS; empty where it is not set
    std::vector<std::string> scenarios;
    std::vector<std::string> trainees;
    std::int64_t runs = 1;
    std::uint64_t seed = 1;
    std::int64_t shards = 1;
    int processors = 1;  ///< for each shard
    std::string output;
};

/// Any text as one word of a POSIX shell.
std::string shell_word(const std::string& text);

std::string shards_script_name(const ClusterJob& job);
std::string merge_script_name(const ClusterJob& job);
/// A job array of one task a shard; each goes on where it was when it is started again.
std::string shards_script(const ClusterJob& job);
std::string merge_script(const ClusterJob& job);
/// Shell commands that submit both, the second to run when the first is done well.
std::string submit_commands(const ClusterJob& job);

}  // namespace dryrun::study
