// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a study's result holds, and that it is the same however it is played.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "events/event.h"
#include "study/attempt_line.h"
#include "tiny_study.h"

namespace dryrun::study {
namespace {

namespace fs = std::filesystem;

std::vector<Json> parsed(const std::string& result) {
    std::vector<Json> lines;
    for (const auto& line : lines_of(result)) lines.push_back(Json::parse(line));
    return lines;
}

TEST(StudyRun, SortsItsLinesByScenarioTraineeAndRun) {
    const fs::path folder = scratch();
    Request request = tiny_request(folder);
    request.scenarios = {"rhomboid-major-right", other_scenario(folder, "an-ache")};
    request.runs = 3;
    const auto lines = parsed(result_of(plan_of(request), into(folder / "r.jsonl")));
    ASSERT_EQ(lines.size(), 12u);
    std::vector<std::tuple<std::string, std::string, int>> places;
    for (const Json& line : lines)
        places.emplace_back(line["scenario"], line["trainee"], line["run"]);
    EXPECT_TRUE(std::is_sorted(places.begin(), places.end()));
    EXPECT_EQ(std::set(places.begin(), places.end()).size(), places.size());
    EXPECT_EQ(places.front(), std::tuple("an-ache", "a", 0));
    EXPECT_EQ(places.back(), std::tuple("rhomboid-major-right", "b", 2));
}

TEST(StudyRun, GivesTheSameBytesOnOneTwoAndFourThreads) {
    const fs::path folder = scratch();
    const Plan plan = plan_of(tiny_request(folder));
    std::set<std::string> results;
    for (const int jobs : {1, 2, 4}) {
        RunOptions options = into(folder / (std::to_string(jobs) + ".jsonl"));
        options.jobs = jobs;
        results.insert(result_of(plan, options));
    }
    EXPECT_EQ(results.size(), 1u);
    EXPECT_EQ(lines_of(*results.begin()).size(), 4u);
}

TEST(StudyRun, Long_GivesTheSameBytesOnManyThreadsWhereNeedlesAreUsed) {
    const fs::path folder = scratch();
    Request request = tiny_request(folder);
    request.trainees = {"expert", "novice", "reckless"};
    const Plan plan = plan_of(request);
    const std::string alone = result_of(plan, into(folder / "one.jsonl"));
    RunOptions options = into(folder / "four.jsonl");
    options.jobs = 4;
    EXPECT_EQ(result_of(plan, options), alone);
    EXPECT_NE(alone.find("\"skin_punctured\":1"), std::string::npos);
}

TEST(StudyRun, GivesTheSameBytesInWhateverOrderItIsAskedFor) {
    const fs::path folder = scratch();
    Request request = tiny_request(folder);
    const std::string one = result_of(plan_of(request), into(folder / "one.jsonl"));
    std::reverse(request.trainees.begin(), request.trainees.end());
    EXPECT_EQ(result_of(plan_of(request), into(folder / "two.jsonl")), one);
}

TEST(StudyRun, MeetsTheSamePatientInRunKWhoeverNeedles) {
    const fs::path folder = scratch();
    const auto lines = parsed(result_of(plan_of(tiny_request(folder)), into(folder / "r.jsonl")));
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_EQ(lines[0]["seed"], lines[2]["seed"]);
    EXPECT_EQ(lines[1]["seed"], lines[3]["seed"]);
    EXPECT_NE(lines[0]["seed"], lines[1]["seed"]);
}

TEST(StudyRun, DrawsSeedsThatAProgramWithDoublesReadsExactly) {
    std::set<std::uint64_t> seeds;
    for (std::int64_t run = 0; run < 1000; ++run)
        for (const char* scenario : {"one", "two"})
            for (const std::uint64_t study : {0U, 1U}) {
                const std::uint64_t seed = seed_of_run(study, scenario, run);
                EXPECT_LT(seed, std::uint64_t{1} << 53);
                seeds.insert(seed);
            }
    EXPECT_EQ(seeds.size(), 4000u) << "two of four thousand runs share a patient";
}

// Whoever wrote a seed down must get the same patient from a later version.
TEST(StudyRun, DrawsTheSeedsItAlwaysDrew) {
    EXPECT_EQ(seed_of_run(1, "rhomboid-major-right", 0), 56355674672302u);
    EXPECT_EQ(seed_of_run(5, "rhomboid-major-right", 1), 250661853679016u);
}

TEST(StudyRun, WritesEveryKeyOfALineAndNullWhereAQuantityDoesNotExist) {
    const fs::path folder = scratch();
    const auto lines = parsed(result_of(plan_of(tiny_request(folder)), into(folder / "r.jsonl")));
    ASSERT_FALSE(lines.empty());
    const Json& line = lines[0];
    std::vector<std::string> keys;
    for (const auto& [key, value] : line.items()) keys.push_back(key);
    EXPECT_EQ(keys, (std::vector<std::string>{"schema", "scenario", "trainee", "run", "seed",
                                              "score", "passed", "critical_failures", "domains",
                                              "measures", "events", "simulated_s", "basis"}));
    EXPECT_EQ(line["schema"], "dryrun.study/1");
    EXPECT_TRUE(line["critical_failures"].empty());
    EXPECT_TRUE(line["measures"].at("site_error").is_null()) << "nobody marked a site";
    EXPECT_TRUE(line["domains"].at("safety").is_number());
    EXPECT_EQ(line["events"].at("skin_punctured"), 0);
    EXPECT_GT(line["simulated_s"].get<double>(), 1.0);
}

TEST(StudyRun, CountsTypesOfEventsThatThereAre) {
    std::set<std::string_view> types;
    for (const auto& description : events::describe_events()) types.insert(description.type);
    std::set<std::string_view> counted;
    for (const std::string_view type : counted_events()) {
        EXPECT_TRUE(types.count(type)) << type;
        counted.insert(type);
    }
    EXPECT_EQ(counted.size(), counted_events().size());
    for (const char* type : {"twitch", "skin_punctured", "bleeding", "bruise"})
        EXPECT_TRUE(counted.count(type)) << type;
}

TEST(StudyRun, RefusesTwoOfOneName) {
    const fs::path folder = scratch();
    Request request = tiny_request(folder);
    request.trainees.push_back(request.trainees.front());
    auto plan = make_plan(request);
    ASSERT_FALSE(plan.ok());
    EXPECT_NE(plan.error().text().find("b: this trainee's name stands twice"), std::string::npos)
        << plan.error().text();
    request = tiny_request(folder);
    request.scenarios.push_back(request.scenarios.front());
    plan = make_plan(request);
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.error().kind, ErrorKind::BadInput);
}

TEST(StudyRun, LeavesAFinishedResultThatFitsAsItIs) {
    const fs::path folder = scratch();
    const Plan plan = plan_of(tiny_request(folder));
    const std::string result = result_of(plan, into(folder / "r.jsonl"));
    const auto written = fs::last_write_time(folder / "r.jsonl");
    std::vector<std::string> remarks;
    const auto again = run(plan, into(folder / "r.jsonl", &remarks));
    ASSERT_TRUE(again.ok()) << again.error().text();
    EXPECT_EQ(*again, RunEnding::WasThere);
    EXPECT_EQ(fs::last_write_time(folder / "r.jsonl"), written);
    ASSERT_EQ(remarks.size(), 1u);
    EXPECT_NE(remarks[0].find("finished already"), std::string::npos) << remarks[0];
    EXPECT_FALSE(fs::exists(folder / "r.jsonl.journal"));
}

TEST(StudyRun, WritesOverNoFileThatDoesNotFit) {
    const fs::path folder = scratch();
    Request request = tiny_request(folder);
    const std::string result = result_of(plan_of(request), into(folder / "r.jsonl"));
    std::vector<Plan> others;
    request.seed = 6;
    others.push_back(plan_of(request));
    request.seed = 5;
    request.runs = 3;
    others.push_back(plan_of(request));
    request.runs = 2;
    declining_trainee(folder, "a", 2.5);
    others.push_back(plan_of(request));
    for (const Plan& other : others) {
        const auto refused = run(other, into(folder / "r.jsonl"));
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().kind, ErrorKind::BadInput);
        EXPECT_NE(refused.error().text().find("r.jsonl"), std::string::npos);
        EXPECT_EQ(contents(folder / "r.jsonl"), result);
        EXPECT_FALSE(fs::exists(folder / "r.jsonl.journal"));
    }
    write(folder / "mine.txt", "my notes\n");
    EXPECT_FALSE(run(others[0], into(folder / "mine.txt")).ok());
    EXPECT_EQ(contents(folder / "mine.txt"), "my notes\n");
}

}  // namespace
}  // namespace dryrun::study
