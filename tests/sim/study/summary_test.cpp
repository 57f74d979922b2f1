// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a summary tells of a result's lines, and what its picture shows.
#include <gtest/gtest.h>

#include <cmath>

#include "study/summary.h"
#include "tiny_study.h"

namespace dryrun::study {
namespace {

namespace fs = std::filesystem;

struct Made {
    std::string scenario;
    std::string trainee;
    int run;
    double score;
    bool passed = false;
    std::vector<std::string> failures = {};
    std::string basis = "0123456789abcdef";
};

std::string made_line(const Made& made) {
    const Json line = {{"schema", "dryrun.study/1"}, {"scenario", made.scenario},
                       {"trainee", made.trainee},    {"run", made.run},
                       {"seed", 100 + made.run},     {"score", made.score},
                       {"passed", made.passed},      {"critical_failures", made.failures},
                       {"basis", made.basis}};
    return line.dump() + "\n";
}

std::string file_of(const std::vector<Made>& attempts) {
    std::string text;
    for (const Made& one : attempts) text += made_line(one);
    const fs::path file = scratch() / "r.jsonl";
    write(file, text);
    return file.string();
}

std::size_t count_of(const std::string& what, const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++count;
    return count;
}

TEST(StudySummary, TellsHowTheScoresOfEachGroupLie) {
    const auto groups = read_groups(file_of({{"knee", "a", 0, 60.0},
                                             {"knee", "a", 1, 80.0, true},
                                             {"knee", "a", 2, 90.0, true},
                                             {"knee", "a", 3, 70.0, false, {"x", "x", "y"}},
                                             {"knee", "b", 0, 50.0, false, {"x"}},
                                             {"back", "a", 0, 12.5}}));
    ASSERT_TRUE(groups.ok()) << groups.error().text();
    ASSERT_EQ(groups->size(), 3u);
    EXPECT_EQ((*groups)[0].scenario, "back");
    const Group& group = (*groups)[1];
    EXPECT_EQ(group.trainee, "a");
    EXPECT_EQ(group.passed, 2);
    EXPECT_EQ(group.with_critical_failure, 1);
    EXPECT_EQ(group.critical_failures, (std::map<std::string, std::int64_t>{{"x", 1}, {"y", 1}}));
    const Spread spread = spread_of(group);
    EXPECT_DOUBLE_EQ(spread.mean, 75.0);
    EXPECT_NEAR(*spread.sd, std::sqrt(500.0 / 3.0), 1e-12);
    EXPECT_DOUBLE_EQ(spread.min, 60.0);
    EXPECT_DOUBLE_EQ(spread.lower_quartile, 67.5);
    EXPECT_DOUBLE_EQ(spread.median, 75.0);
    EXPECT_DOUBLE_EQ(spread.upper_quartile, 82.5);
    EXPECT_DOUBLE_EQ(spread.max, 90.0);
    EXPECT_FALSE(spread_of((*groups)[2]).sd.has_value()) << "one attempt has no spread";
}

TEST(StudySummary, OfARealResultCountsItsAttempts) {
    const fs::path folder = scratch();
    result_of(plan_of(tiny_request(folder)), into(folder / "r.jsonl"));
    const auto groups = read_groups(folder / "r.jsonl");
    ASSERT_TRUE(groups.ok()) << groups.error().text();
    const Json json = summary_json(*groups);
    ASSERT_EQ(json["groups"].size(), 2u);
    EXPECT_EQ(json["groups"][0]["n"], 2);
    EXPECT_EQ(json["groups"][0]["passed"], 0) << "who declines a case that wants a needle fails";
    EXPECT_NE(json["note"].get<std::string>().find("no evidence"), std::string::npos);
}

TEST(StudySummary, RefusesWhatIsNoResultAndSaysWhere) {
    const auto refusal = [](const std::string& file, const std::string& what) {
        const auto groups = read_groups(file);
        ASSERT_FALSE(groups.ok()) << what;
        EXPECT_NE(groups.error().text().find(what), std::string::npos) << groups.error().text();
    };
    const Made one{"knee", "a", 0, 60.0};
    refusal(file_of({one, one}), "r.jsonl:2: is an attempt that stands here twice");
    refusal(file_of({one, {"knee", "a", 1, 60.0, false, {}, "fedcba9876543210"}}),
            "r.jsonl:2: was played with another version");
    refusal(file_of({one, {"knee", "a", 1, 160.0}}), "r.jsonl:2: score: 160 is outside 0 to 100");
    const fs::path folder = scratch();
    write(folder / "r.jsonl", made_line(one) + "{\"schema\":\"dryrun.st");
    refusal(folder / "r.jsonl", "r.jsonl:2:1:");
    RunOptions options = into(folder / "part.jsonl");
    options.shard = Shard{1, 2};
    result_of(plan_of(tiny_request(folder)), options);
    refusal(folder / "part.jsonl", "part.jsonl:1: is a shard of a study");
    write(folder / "empty.jsonl", "");
    const auto nothing = read_groups(folder / "empty.jsonl");
    ASSERT_FALSE(nothing.ok());
    EXPECT_EQ(nothing.error().kind, ErrorKind::NothingToDo);
}

TEST(StudySummary, DrawsAPanelAScenarioABoxATraineeAndAMarkAnAttempt) {
    const auto groups = read_groups(file_of({{"knee", "a", 0, 60.0},
                                             {"knee", "a", 1, 60.0},
                                             {"knee", "b", 0, 90.0, true},
                                             {"back", "a", 0, 10.0, false, {"x"}},
                                             {"back", "<b>", 0, 12.5}}));
    ASSERT_TRUE(groups.ok());
    const std::string svg = summary_picture(*groups);
    EXPECT_EQ(count_of("class=\"panel\"", svg), 2u);
    EXPECT_EQ(count_of("class=\"box\"", svg), 4u);
    // One more of each kind explains it.
    EXPECT_EQ(count_of("class=\"sound\"", svg), 4u + 1u);
    EXPECT_EQ(count_of("class=\"failed\"", svg), 1u + 1u);
    for (const char* words :
         {"Scores of scripted trainees by profile", "Score (0 to 100)",
          "Profile of the scripted trainee", "no evidence", "&lt;b&gt;", "n = 2"})
        EXPECT_NE(svg.find(words), std::string::npos) << words;
    EXPECT_EQ(svg.find("<b>"), std::string::npos) << "a name should not become markup";
    const fs::path folder = scratch();
    write(folder / "a.svg", svg);
    EXPECT_EQ(std::system(("xmllint --noout " + (folder / "a.svg").string()).c_str()), 0);
}

// Marks of equal scores must not hide one another, and a hundred must stay in their own column.
TEST(StudySummary, DrawsEqualScoresSideBySide) {
    std::vector<Made> attempts;
    for (int run = 0; run < 100; ++run) attempts.push_back({"knee", "a", run, 50.0});
    const auto groups = read_groups(file_of(attempts));
    ASSERT_TRUE(groups.ok());
    const std::string svg = summary_picture(*groups);
    std::vector<double> sides;
    const std::string key = "<circle class=\"sound\" cx=\"";
    for (std::size_t at = svg.find(key); at != std::string::npos; at = svg.find(key, at + 1))
        sides.push_back(std::stod(svg.substr(at + key.size())));
    ASSERT_EQ(sides.size(), 101u);
    std::sort(sides.begin(), sides.end());
    EXPECT_EQ(std::unique(sides.begin(), sides.end()), sides.end());
    EXPECT_LT(sides.back() - sides[1], 104.0);
}

TEST(StudySummary, PanelsThatDoNotFitBesideOneAnotherStandBelow) {
    std::vector<Made> attempts;
    for (const char* scenario : {"back", "knee", "neck"})
        for (const char* trainee : {"one_with_a_name", "two_with_a_name", "three_with_a_name",
                                    "four_with_a_name", "five_with_a_name"})
            attempts.push_back({scenario, trainee, 0, 60.0});
    const auto groups = read_groups(file_of(attempts));
    ASSERT_TRUE(groups.ok());
    const std::string svg = summary_picture(*groups);
    const std::size_t at = svg.find("width=\"");
    EXPECT_LT(std::stod(svg.substr(at + 7)), 1300.0);
    EXPECT_EQ(count_of("class=\"panel\"", svg), 3u);
}

}  // namespace
}  // namespace dryrun::study
