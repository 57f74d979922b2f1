// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The text of job scripts; that they do what they should is a test of the program.
#include <gtest/gtest.h>

#include "study/slurm.h"
#include "tiny_study.h"

namespace dryrun::study {
namespace {

ClusterJob job() {
    ClusterJob job;
    job.program = "/opt/dry run/dryrun";
    job.folder = "/home/o'hara/$(data)";
    job.scenarios = {"rhomboid-major-right", "./my case.json"};
    job.trainees = {"expert", "./mine.json"};
    job.runs = 20;
    job.seed = 7;
    job.shards = 16;
    job.processors = 2;
    job.output = "r.jsonl";
    return job;
}

TEST(StudyScripts, MakeAnArrayOfOneTaskAShard) {
    EXPECT_EQ(shards_script(job()),
              "#!/bin/bash\n"
              "#SBATCH --job-name=dryrun-study\n"
              "#SBATCH --array=1-16\n"
              "#SBATCH --cpus-per-task=2\n"
              "#SBATCH --mem-per-cpu=1G\n"
              "#SBATCH --requeue\n"
              "# Account, partition and time limit: give them to sbatch, or add them above.\n"
              "set -eu\n"
              "cd -- '/home/o'\\''hara/$(data)'\n"
              "exec '/opt/dry run/dryrun' study --trainees='expert,./mine.json' --runs=20 --seed=7 "
              "\\\n"
              "    --shard=\"$SLURM_ARRAY_TASK_ID/16\" --jobs=\"${SLURM_CPUS_PER_TASK:-2}\" \\\n"
              "    --output='r.jsonl.shard-'\"$SLURM_ARRAY_TASK_ID\"-of-16 \\\n"
              "    -- 'rhomboid-major-right' './my case.json'\n");
}

TEST(StudyScripts, MergeAllShardsWhenTheArrayIsDone) {
    const std::string merge = merge_script(job());
    EXPECT_NE(merge.find("for ((i = 1; i <= 16; i++)); do\n"
                         "    shards+=('r.jsonl.shard-'\"$i\"-of-16)\n"),
              std::string::npos)
        << merge;
    EXPECT_NE(merge.find("study merge --output='r.jsonl' -- \"${shards[@]}\"\n"),
              std::string::npos);
    const std::string submit = submit_commands(job());
    EXPECT_NE(submit.find("job=$(sbatch --parsable 'r.jsonl.shards.sh')\n"
                          "sbatch --dependency=afterok:\"${job%%;*}\" 'r.jsonl.merge.sh'\n"),
              std::string::npos)
        << submit;
}

TEST(StudyScripts, TakeTheAssetsAlong) {
    ClusterJob with_assets = job();
    with_assets.assets = "/my \"assets\"";
    for (const std::string& script : {shards_script(with_assets), merge_script(with_assets)})
        EXPECT_NE(script.find("export DRYRUN_ASSETS='/my \"assets\"'\n"), std::string::npos);
}

// Bash says what a word is.
TEST(StudyScripts, QuoteWhateverAPathMayHold) {
    const auto folder = scratch();
    for (const std::string text :
         {"plain", "it's", "$HOME `id` $(id)", "a\\b \"c\"", "two\nlines", "*?[a]~", "''"}) {
        write(folder / "script", "printf %s " + shell_word(text));
        const std::string command =
            "bash " + (folder / "script").string() + " >" + (folder / "out").string();
        ASSERT_EQ(std::system(command.c_str()), 0);
        EXPECT_EQ(contents(folder / "out"), text);
    }
}

}  // namespace
}  // namespace dryrun::study
