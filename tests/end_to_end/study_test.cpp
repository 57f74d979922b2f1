// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Studies as a cluster, a script or a hand at the terminal runs them.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "core/json.h"
#include "paths/paths.h"
#include "program.h"

namespace dryrun::end_to_end {
namespace {

namespace fs = std::filesystem;

// In a folder whose name a careless script would break at.
class StudyCommand : public testing::Test {
  protected:
    StudyCommand() {
        Json profile = Json::parse(contents(paths::assets("/trainees/reckless.json")));
        profile["name"] = "decliner";
        profile["pace_s"] = 1.5;
        profile["questions"] = {"worst_pain"};
        profile["declines_on"] = {"answer.worst_pain.shoulder_blade"};
        profile["steps_after"] = Json::array();
        fs::create_directories(here.folder);
        write(here.folder / "decliner.json", profile.dump());
    }

    Words study(const std::string& runs, const std::string& output, const Words& more = {}) {
        Words words = {"study",      "rhomboid-major-right",
                       "--trainees", "./decliner.json",
                       "--runs",     runs,
                       "--seed",     "3",
                       "-o",         output};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    // Waits until so many lines are in a file; gives up after a minute.
    void wait_for_lines(const fs::path& file, std::ptrdiff_t lines) {
        for (int look = 0; look < 6000; ++look) {
            const std::string bytes = contents(file);
            if (std::count(bytes.begin(), bytes.end(), '\n') >= lines) return;
            usleep(10000);
        }
        FAIL() << file << " does not grow";
    }

    Surroundings here{scratch("study") / "it's a \"study\" $(of) mine", "", {}, 200};
};

TEST_F(StudyCommand, GivesTheScoreThatItsSeedGivesToPlay) {
    const Outcome played = run(
        {"study", "rhomboid-major-right", "--trainees", "reckless", "--runs", "1", "-o", "r.jsonl"},
        here);
    ASSERT_EQ(played.exit_code, 0) << played.err;
    EXPECT_TRUE(played.out.empty()) << played.out;
    const Json line = Json::parse(contents(here.folder / "r.jsonl"));
    const std::string seed = line["seed"].dump();
    ASSERT_EQ(run({"play", "rhomboid-major-right", "--trainee", "reckless", "--seed", seed, "-o",
                   "a.dryrun"},
                  here)
                  .exit_code,
              0);
    const Json score = Json::parse(run({"score", "a.dryrun", "--format", "json"}, here).out);
    EXPECT_EQ(line["score"], score["score"]);
    EXPECT_EQ(line["passed"], score["passed"]);
    EXPECT_EQ(line["simulated_s"], score["simulated_s"]);
    EXPECT_EQ(line["critical_failures"].size(), score["critical_failures"].size());
    for (const Json& domain : score["domains"]) {
        EXPECT_EQ(line["domains"].at(domain["name"].get<std::string>()), domain["score"]);
        for (const Json& measure : domain["measures"])
            EXPECT_EQ(line["measures"].at(measure["name"].get<std::string>()), measure["value"])
                << measure["name"];
    }
    const std::string events = run({"events", "a.dryrun"}, here).out;
    int punctures = 0;
    for (std::size_t at = events.find("\"skin_punctured\""); at != std::string::npos;
         at = events.find("\"skin_punctured\"", at + 1))
        ++punctures;
    EXPECT_EQ(line["events"]["skin_punctured"], punctures);
}

TEST_F(StudyCommand, KilledAndStartedAgainGivesTheSameBytes) {
    ASSERT_EQ(run(study("25", "whole.jsonl"), here).exit_code, 0);
    const pid_t process = start(study("25", "r.jsonl", {"--jobs", "1"}), here);
    wait_for_lines(here.folder / "r.jsonl.journal", 3);
    kill(process, SIGKILL);
    finish(process, 20);
    ASSERT_FALSE(fs::exists(here.folder / "r.jsonl")) << "killed too late to prove anything";
    const Outcome again = run(study("25", "r.jsonl"), here);
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_NE(again.err.find("goes on"), std::string::npos) << again.err;
    EXPECT_TRUE(contents(here.folder / "r.jsonl") == contents(here.folder / "whole.jsonl"));
    EXPECT_FALSE(fs::exists(here.folder / "r.jsonl.journal"));
}

TEST_F(StudyCommand, InterruptedIs130AndGoesOn) {
    const pid_t process = start(study("100", "r.jsonl", {"--jobs", "1"}), here);
    wait_for_lines(here.folder / "r.jsonl.journal", 2);
    kill(process, SIGINT);
    EXPECT_EQ(finish(process, 20).exit_code, 130);
    EXPECT_FALSE(fs::exists(here.folder / "r.jsonl"));
    const std::string journal = contents(here.folder / "r.jsonl.journal");
    EXPECT_EQ(journal.back(), '\n') << "what was written should be whole";
    const Outcome other = run(study("101", "r.jsonl"), here);
    EXPECT_EQ(other.exit_code, 3);
    EXPECT_NE(
        other.err.find("r.jsonl.journal:1: belongs to another study: runs 100, asked for 101"),
        std::string::npos)
        << other.err;
    EXPECT_EQ(contents(here.folder / "r.jsonl.journal"), journal);
}

TEST_F(StudyCommand, SaysThatAnotherProcessIsAtIt) {
    const pid_t process = start(study("100", "r.jsonl", {"--jobs", "1"}), here);
    wait_for_lines(here.folder / "r.jsonl.journal", 1);
    const Outcome second = run(study("100", "r.jsonl"), here);
    kill(process, SIGINT);
    finish(process, 20);
    EXPECT_EQ(second.exit_code, 3);
    EXPECT_NE(second.err.find("another process is at this study"), std::string::npos) << second.err;
}

TEST_F(StudyCommand, MergesItsShardsAndRefusesAHalf) {
    ASSERT_EQ(run(study("3", "whole.jsonl"), here).exit_code, 0);
    for (const std::string part : {"1", "2"})
        ASSERT_EQ(run(study("3", part + ".jsonl", {"--shard", part + "/2"}), here).exit_code, 0);
    const Outcome half = run({"study", "merge", "1.jsonl", "-o", "half.jsonl"}, here);
    EXPECT_EQ(half.exit_code, 3);
    EXPECT_NE(half.err.find("1.jsonl: is one of 2 shards; missing: 2"), std::string::npos)
        << half.err;
    EXPECT_FALSE(fs::exists(here.folder / "half.jsonl"));
    const Words merge = {"study", "merge", "2.jsonl", "1.jsonl", "-o", "merged.jsonl"};
    ASSERT_EQ(run(merge, here).exit_code, 0);
    EXPECT_TRUE(contents(here.folder / "merged.jsonl") == contents(here.folder / "whole.jsonl"));
    EXPECT_EQ(run(merge, here).exit_code, 0) << "what is merged already fits";
    write(here.folder / "merged.jsonl", "something else");
    EXPECT_EQ(run(merge, here).exit_code, 3);
    EXPECT_EQ(contents(here.folder / "merged.jsonl"), "something else");
}

TEST_F(StudyCommand, IsSummedUpAndPictured) {
    ASSERT_EQ(run(study("3", "r.jsonl"), here).exit_code, 0);
    const Outcome table = run({"study", "summary", "r.jsonl", "--picture", "r.svg"}, here);
    ASSERT_EQ(table.exit_code, 0) << table.err;
    EXPECT_NE(table.out.find("decliner"), std::string::npos);
    EXPECT_NE(table.out.find("no evidence"), std::string::npos);
    EXPECT_EQ(contents(here.folder / "r.svg").substr(0, 4), "<svg");
    const Json json =
        Json::parse(run({"study", "summary", "r.jsonl", "--format", "json"}, here).out);
    EXPECT_EQ(json["schema"], "dryrun.study-summary/1");
    EXPECT_EQ(json["groups"][0]["n"], 3);
}

TEST_F(StudyCommand, RefusesWrongUsageWithTwoAndBadInputWithThree) {
    const auto exit_of = [&](const Words& words) {
        const Outcome outcome = run(words, here);
        EXPECT_FALSE(outcome.err.empty());
        EXPECT_TRUE(outcome.out.empty()) << outcome.out;
        return outcome.exit_code;
    };
    EXPECT_EQ(exit_of({"study"}), 2);
    EXPECT_EQ(exit_of({"study", "rhomboid-major-right", "-o", "x"}), 2);
    EXPECT_EQ(exit_of(study("many", "x")), 2);
    EXPECT_EQ(exit_of(study("1", "-")), 2);
    EXPECT_EQ(exit_of(study("1", "x", {"--shard", "half"})), 2);
    EXPECT_EQ(exit_of({"study", "merge", "-o", "x"}), 2);
    EXPECT_EQ(exit_of({"study", "summary"}), 2);
    EXPECT_EQ(exit_of(study("0", "x")), 3);
    EXPECT_EQ(exit_of(study("1", "x", {"--shard", "3/2"})), 3);
    EXPECT_EQ(exit_of(study("1", "x", {"--jobs", "0"})), 3);
    EXPECT_EQ(exit_of(study("1", ".")), 3);
    EXPECT_EQ(exit_of({"study", "nowhere.json", "--trainees", "expert", "--runs", "1", "-o", "x"}),
              3);
    EXPECT_EQ(exit_of({"study", "rhomboid-major-right", "--trainees", "nobody", "--runs", "1", "-o",
                       "x"}),
              3);
    EXPECT_EQ(exit_of({"study", "merge", "nowhere.jsonl", "-o", "x"}), 3);
    EXPECT_EQ(exit_of({"study", "summary", "nowhere.jsonl"}), 3);
    EXPECT_FALSE(fs::exists(here.folder / "x"));
    EXPECT_FALSE(fs::exists(here.folder / "x.journal"));
}

// Bash stands in for Slurm: one task after the other, then the job that depends on them.
TEST_F(StudyCommand, WritesScriptsForSlurmThatGiveTheSameBytes) {
    ASSERT_EQ(run(study("4", "whole.jsonl"), here).exit_code, 0);
    const std::string output = "my 'result'.jsonl";
    const Outcome written = run(study("4", output, {"--slurm", "3"}), here);
    ASSERT_EQ(written.exit_code, 0) << written.err;
    EXPECT_NE(written.out.find("--dependency=afterok:"), std::string::npos) << written.out;
    EXPECT_FALSE(fs::exists(here.folder / output)) << "nothing should be played yet";
    const fs::path shards = here.folder / (output + ".shards.sh");
    const fs::path merge = here.folder / (output + ".merge.sh");
    EXPECT_NE(contents(shards).find("\n#SBATCH --array=1-3\n"), std::string::npos);
    EXPECT_EQ(contents(merge).find("--array"), std::string::npos);

    // The scripts know their folder, so they are started elsewhere; sbatch is played by a script
    // that does at once what it is given.
    const fs::path away = scratch("away");
    write(away / "sbatch",
          "#!/bin/bash\nscript=${*: -1}\nif [[ $1 == --parsable ]]; then\n"
          "    for task in 3 1 2; do SLURM_ARRAY_TASK_ID=$task bash \"$script\" || exit; done\n"
          "    echo '17;cluster'\nelse\n    echo \"$1\" >dependency\n    bash \"$script\"\nfi\n");
    fs::permissions(away / "sbatch", fs::perms::owner_all);
    write(away / "submit", written.out);
    const std::string command =
        "cd " + away.string() + " && PATH=" + away.string() + ":$PATH bash submit >out 2>err";
    EXPECT_EQ(std::system(command.c_str()), 0) << contents(away / "err");
    EXPECT_EQ(contents(here.folder / "dependency"), "--dependency=afterok:17\n");
    EXPECT_TRUE(contents(here.folder / output) == contents(here.folder / "whole.jsonl"))
        << contents(away / "err");
}

// A real one: a controller and two nodes on this machine, each of one processor.
TEST_F(StudyCommand, Long_IsPlayedByARealSlurmToTheSameBytes) {
    if (std::system("command -v slurmctld >/dev/null || test -x /usr/sbin/slurmctld") != 0)
        GTEST_SKIP() << "no Slurm here: apt-get install slurmctld slurmd slurm-client munge";
    ASSERT_EQ(run(study("6", "whole.jsonl"), here).exit_code, 0);
    const std::string output = "my 'result'.jsonl";
    const Outcome written = run(study("6", output, {"--slurm", "4"}), here);
    ASSERT_EQ(written.exit_code, 0) << written.err;

    // Submitted, waited for, and one shard taken away and the same scripts submitted again, as
    // after a node that died.
    const fs::path away = scratch("slurm");
    write(away / "submit", written.out);
    write(away / "all",
          "set -e\ncd '" + away.string() +
              "'\n"
              "wait_for_all() { while [[ $(squeue --noheader) ]]; do sleep 0.3; done; }\n"
              "bash submit; squeue --noheader >queue; wait_for_all\n"
              "cp \"$RESULT\" first; rm \"$RESULT\" \"$SHARD\"\n"
              "bash submit; wait_for_all\n");
    setenv("RESULT", (here.folder / output).c_str(), 1);
    setenv("SHARD", (here.folder / (output + ".shard-3-of-4")).c_str(), 1);
    const std::string command = paths::source("/tools/with-slurm") + " bash '" +
                                (away / "all").string() + "' >'" + (away / "out").string() +
                                "' 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << contents(away / "out");
    EXPECT_NE(contents(away / "queue").find("Dependency"), std::string::npos)
        << "the merge should wait for the shards:\n"
        << contents(away / "queue");
    const std::string whole = contents(here.folder / "whole.jsonl");
    EXPECT_TRUE(contents(away / "first") == whole);
    EXPECT_TRUE(contents(here.folder / output) == whole);
}

TEST_F(StudyCommand, IsCompletedWithWhatIsBelowIt) {
    const std::string script = run({"completion", "bash"}).out;
    const std::size_t at = script.find("        study) words='");
    ASSERT_NE(at, std::string::npos);
    const std::string words = script.substr(at, script.find('\n', at) - at);
    for (const char* word : {" --trainees", " --slurm", " merge", " summary", " --picture"})
        EXPECT_NE(words.find(word), std::string::npos) << words;
}

}  // namespace
}  // namespace dryrun::end_to_end
