// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/slurm.h"

namespace dryrun::study {
namespace {

// Of one attempt at a time: 0.43 GB was measured (expert, model version 9), with room for others.
constexpr const char* kMemory = "1G";

std::string shard_file(const ClusterJob& job, const std::string& number) {
    return shell_word(job.output + ".shard-") + number + "-of-" + std::to_string(job.shards);
}

std::string script_head(const std::string& options, const ClusterJob& job) {
    std::string text = "#!/bin/bash\n#SBATCH --job-name=dryrun-study\n" + options;
    text += "# Account, partition and time limit: give them to sbatch, or add them above.\n";
    text += "set -eu\ncd -- " + shell_word(job.folder) + "\n";
    if (!job.assets.empty()) text += "export DRYRUN_ASSETS=" + shell_word(job.assets) + "\n";
    return text;
}

}  // namespace

std::string shell_word(const std::string& text) {
    std::string word = "'";
    for (const char c : text) {
        if (c == '\'') {
            word += "'\\''";
        } else {
            word += c;
        }
    }
    return word + "'";
}

std::string shards_script_name(const ClusterJob& job) {
    return job.output + ".shards.sh";
}

std::string merge_script_name(const ClusterJob& job) {
    return job.output + ".merge.sh";
}

std::string shards_script(const ClusterJob& job) {
    const std::string of = std::to_string(job.shards);
    std::string trainees;
    for (const std::string& one : job.trainees) trainees += (trainees.empty() ? "" : ",") + one;
    std::string text = script_head(
        "#SBATCH --array=1-" + of + "\n#SBATCH --cpus-per-task=" + std::to_string(job.processors) +
            "\n#SBATCH --mem-per-cpu=" + kMemory + "\n#SBATCH --requeue\n",
        job);
    text += "exec " + shell_word(job.program) + " study --trainees=" + shell_word(trainees) +
            " --runs=" + std::to_string(job.runs) + " --seed=" + std::to_string(job.seed) +
            " \\\n    --shard=\"$SLURM_ARRAY_TASK_ID/" + of +
            "\" --jobs=\"${SLURM_CPUS_PER_TASK:-" + std::to_string(job.processors) +
            "}\" \\\n    --output=" + shard_file(job, "\"$SLURM_ARRAY_TASK_ID\"") + " \\\n    --";
    for (const std::string& one : job.scenarios) text += ' ' + shell_word(one);
    return text + '\n';
}

std::string merge_script(const ClusterJob& job) {
    std::string text = script_head("#SBATCH --cpus-per-task=1\n", job);
    text += "shards=()\nfor ((i = 1; i <= " + std::to_string(job.shards) +
            "; i++)); do\n    shards+=(" + shard_file(job, "\"$i\"") + ")\ndone\n";
    return text + "exec " + shell_word(job.program) +
           " study merge --output=" + shell_word(job.output) + " -- \"${shards[@]}\"\n";
}

std::string submit_commands(const ClusterJob& job) {
    return "cd -- " + shell_word(job.folder) + "\njob=$(sbatch --parsable " +
           shell_word(shards_script_name(job)) + ")\nsbatch --dependency=afterok:\"${job%%;*}\" " +
           shell_word(merge_script_name(job)) + "\n";
}

}  // namespace dryrun::study
