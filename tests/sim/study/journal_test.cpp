// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A study that was stopped goes on where it was, whatever became of the last bytes.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>

#include "study/journal.h"
#include "tiny_study.h"

namespace dryrun::study {
namespace {

namespace fs = std::filesystem;

class StudyJournal : public testing::Test {
  protected:
    StudyJournal() {
        request.trainees = {declining_trainee(folder, "a")};
        request.runs = 3;
        plan = plan_of(request);
        whole = result_of(plan, into(folder / "whole.jsonl"));
        bytes = journal_after(2, plan, output);
        first = bytes.find('\n') + 1;
        second = bytes.find('\n', first) + 1;
    }

    // Goes on from these bytes of a journal; the number of attempts that were still there.
    std::size_t go_on_from(const std::string& journal) {
        remarks.clear();
        write(output.string() + ".journal", journal);
        fs::remove(output);
        RunOptions options = into(output, &remarks);
        std::int64_t at_first = -1;
        options.show_progress = [&](std::int64_t played, std::int64_t) {
            if (at_first < 0) at_first = played;
        };
        EXPECT_EQ(result_of(plan, options), whole);
        return static_cast<std::size_t>(at_first);
    }

    std::string refusal_of(const Plan& other) {
        const auto refused = run(other, into(output));
        EXPECT_FALSE(refused.ok());
        if (refused.ok()) return {};
        EXPECT_EQ(refused.error().kind, ErrorKind::BadInput);
        EXPECT_NE(refused.error().text().find("r.jsonl.journal:1"), std::string::npos)
            << refused.error().text();
        EXPECT_EQ(contents(output.string() + ".journal"), bytes) << "it should be left as it was";
        return refused.error().text();
    }

    fs::path folder = scratch();
    fs::path output = folder / "r.jsonl";
    Request request = tiny_request(folder);
    Plan plan;
    std::string whole;       ///< the result of a study that nobody stopped
    std::string bytes;       ///< a journal with two of three attempts
    std::size_t first = 0;   ///< byte at which the first attempt begins
    std::size_t second = 0;  ///< and the second
    std::vector<std::string> remarks;
};

TEST_F(StudyJournal, HoldsEachAttemptAsSoonAsItIsPlayed) {
    EXPECT_EQ(std::count(bytes.begin(), bytes.end(), '\n'), 3);
    EXPECT_EQ(go_on_from(bytes), 2u);
    ASSERT_EQ(remarks.size(), 1u);
    EXPECT_NE(remarks[0].find("2 attempts are played already"), std::string::npos) << remarks[0];
}

TEST_F(StudyJournal, GoesOnWhereverItsEndWasCutOff) {
    struct Cut {
        std::size_t bytes;
        std::size_t attempts_left;
        bool is_said;
    };
    const Cut cuts[] = {{0, 0, false},         {1, 0, true},           {17, 0, true},
                        {first - 1, 0, true},  {first, 0, false},      {first + 1, 0, true},
                        {first + 16, 0, true}, {second - 2, 0, true},  {second - 1, 0, true},
                        {second, 1, false},    {second + 40, 1, true}, {bytes.size() - 1, 1, true}};
    for (const Cut& cut : cuts) {
        EXPECT_EQ(go_on_from(bytes.substr(0, cut.bytes)), cut.attempts_left) << cut.bytes;
        const bool is_said = std::ranges::any_of(remarks, [](const std::string& remark) {
            return remark.find("cut off") != std::string::npos;
        });
        EXPECT_EQ(is_said, cut.is_said) << cut.bytes;
    }
}

TEST_F(StudyJournal, PlaysADamagedAttemptAgainAndSaysWhere) {
    for (const std::size_t at : {first, first + 16, first + 20, second - 2}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_EQ(go_on_from(damaged), 1u) << at;
        ASSERT_FALSE(remarks.empty());
        EXPECT_NE(remarks[0].find("r.jsonl.journal:2: is damaged"), std::string::npos)
            << remarks[0];
    }
    // The line end between two: neither holds.
    std::string damaged = bytes;
    damaged[second - 1] = ' ';
    EXPECT_EQ(go_on_from(damaged), 0u);
}

TEST_F(StudyJournal, WithADamagedFirstLineIsRefused) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{16}, std::size_t{60}, first - 2}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        write(output.string() + ".journal", damaged);
        const auto refused = run(plan, into(output));
        ASSERT_FALSE(refused.ok()) << at;
        EXPECT_NE(refused.error().text().find("r.jsonl.journal:1"), std::string::npos)
            << refused.error().text();
        EXPECT_EQ(contents(output.string() + ".journal"), damaged);
    }
}

TEST_F(StudyJournal, OfAnotherStudyIsRefusedWithWhatDiffers) {
    const auto says = [](const std::string& text, const std::string& what) {
        EXPECT_NE(text.find(what), std::string::npos) << text;
    };
    Request other = request;
    other.seed = 6;
    says(refusal_of(plan_of(other)), "seed 5, asked for 6");
    other = request;
    other.runs = 4;
    says(refusal_of(plan_of(other)), "runs 3, asked for 4");
    other = request;
    other.trainees = {"expert"};
    says(refusal_of(plan_of(other)), "trainees a, asked for expert");
    other = request;
    other.program = "0.2.0";
    says(refusal_of(plan_of(other)), "program version 0.1.0, asked for 0.2.0");
    Plan later = plan;
    ++later.description.model_version;
    says(refusal_of(later), "model version");
    declining_trainee(folder, "a", 2.5);
    says(refusal_of(plan_of(request)), "another profile of trainee a");
}

TEST_F(StudyJournal, OfAnotherScenarioTextIsRefused) {
    fs::remove(output.string() + ".journal");
    request.scenarios = {other_scenario(folder, "an-ache")};
    bytes = journal_after(1, plan_of(request), output);
    std::string text = contents(request.scenarios[0]);
    text.replace(text.find("\"age\": 41"), 9, "\"age\": 42");
    write(request.scenarios[0], text);
    const std::string refusal = refusal_of(plan_of(request));
    EXPECT_NE(refusal.find("another text of scenario an-ache"), std::string::npos) << refusal;
}

TEST_F(StudyJournal, OfAnotherShardIsRefused) {
    RunOptions options = into(output);
    options.shard = Shard{1, 2};
    const auto refused = run(plan, options);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().text().find("shard 1/1, asked for 1/2"), std::string::npos)
        << refused.error().text();
}

TEST_F(StudyJournal, ThatIsSomebodysFileIsRefusedAndUnharmed) {
    for (const std::string text : {"my notes", "my notes\nof a day\n", "\n"}) {
        write(output.string() + ".journal", text);
        EXPECT_FALSE(run(plan, into(output)).ok());
        EXPECT_EQ(contents(output.string() + ".journal"), text);
    }
}

// Killed between the result's rename and the end of its journal.
TEST_F(StudyJournal, BesideAFinishedResultGoes) {
    write(output, whole);
    const auto ending = run(plan, into(output));
    ASSERT_TRUE(ending.ok()) << ending.error().text();
    EXPECT_EQ(*ending, RunEnding::WasThere);
    EXPECT_FALSE(fs::exists(output.string() + ".journal"));
    EXPECT_EQ(contents(output), whole);
}

TEST_F(StudyJournal, IsOneProcessesAtATime) {
    const auto held = Journal::open(output.string() + ".journal", plan.description, Shard{});
    ASSERT_TRUE(held.ok());
    const auto second_process = run(plan, into(output));
    ASSERT_FALSE(second_process.ok());
    EXPECT_EQ(second_process.error().kind, ErrorKind::BadInput);
    EXPECT_NE(second_process.error().text().find("another process"), std::string::npos)
        << second_process.error().text();
}

// As a full disk does it: the write after the limit fails, and so does the study.
TEST_F(StudyJournal, IsWholeWhereNoMoreCouldBeWritten) {
    const auto before = signal(SIGXFSZ, SIG_IGN);
    rlimit usual{};
    getrlimit(RLIMIT_FSIZE, &usual);
    const rlimit limited{second + 100, usual.rlim_max};
    write(output.string() + ".journal", bytes.substr(0, first));
    setrlimit(RLIMIT_FSIZE, &limited);
    const auto failed = run(plan, into(output));
    setrlimit(RLIMIT_FSIZE, &usual);
    signal(SIGXFSZ, before);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().kind, ErrorKind::Environment);
    EXPECT_NE(failed.error().text().find("cannot write"), std::string::npos);
    EXPECT_EQ(contents(output.string() + ".journal"), bytes.substr(0, second));
    EXPECT_EQ(result_of(plan, into(output)), whole);
}

}  // namespace
}  // namespace dryrun::study
