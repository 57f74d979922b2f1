// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Patients who must not be needled, who faint, and what is said in two languages.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "core/json.h"
#include "paths/paths.h"
#include "program.h"

namespace dryrun::end_to_end {
namespace {

namespace fs = std::filesystem;

struct Played {
    fs::path file;
    Json score;
};

Played play(const std::string& scenario, const std::string& trainee) {
    Played played;
    played.file = scratch(scenario + "-" + trainee) / "a.dryrun";
    const Outcome outcome =
        run({"play", scenario, "--trainee", trainee, "--seed", "7", "-o", played.file.string()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const Outcome scored = run({"score", played.file.string(), "--format", "json"});
    EXPECT_EQ(scored.exit_code, 0) << scored.err;
    played.score = Json::parse(scored.out, nullptr, false);
    return played;
}

double domain(const Json& score, const std::string& name) {
    for (const auto& one : score["domains"])
        if (one["name"] == name) return one["score"].get<double>();
    return -1.0;
}

std::vector<std::string> codes(const Json& score) {
    std::vector<std::string> codes;
    for (const auto& failure : score["critical_failures"]) codes.push_back(failure["code"]);
    return codes;
}

std::vector<Json> events_of(const fs::path& file, const std::string& type) {
    const Outcome told = run({"events", file.string()});
    std::vector<Json> found;
    std::istringstream lines(told.out);
    for (std::string line; std::getline(lines, line);) {
        const Json event = Json::parse(line, nullptr, false);
        if (event["type"] == type) found.push_back(event);
    }
    return found;
}

TEST(Fever, IsFoundByAskingAgainAndNotNeedlingItIsWorthAlmostAll) {
    const Played expert = play("fever-infraspinatus", "expert");
    EXPECT_GE(expert.score["score"].get<double>(), 90.0) << expert.score.dump(1);
    EXPECT_TRUE(expert.score["passed"].get<bool>());
    const auto decided = events_of(expert.file, "decision_judged");
    ASSERT_EQ(decided.size(), 1u);
    EXPECT_TRUE(decided[0]["is_right"].get<bool>());
    EXPECT_FALSE(decided[0]["was_needled"].get<bool>());
    EXPECT_TRUE(events_of(expert.file, "palpation_pressed").empty());
}

TEST(Fever, NeedledAllTheSameFailsWhateverWasAsked) {
    const Played all = play("fever-infraspinatus", "ask-everything");
    const auto failures = codes(all.score);
    EXPECT_TRUE(std::count(failures.begin(), failures.end(), "contraindication_needled"));
    EXPECT_FALSE(all.score["passed"].get<bool>());
    const Played expert = play("fever-infraspinatus", "expert");
    EXPECT_GE(domain(expert.score, "screening_and_consent"),
              domain(all.score, "screening_and_consent") + 20.0);
}

TEST(Faint, IsActedOnByTheExpertAndEndsWell) {
    const Played expert = play("faint-infraspinatus", "expert");
    const auto ended = events_of(expert.file, "emergency_ended");
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0]["outcome"], "recovered");
    EXPECT_EQ(ended[0]["wrong_actions"], 0);
    EXPECT_TRUE(codes(expert.score).empty());

    // The same conversation in two languages.
    const Outcome english = run({"transcript", expert.file.string()});
    const Outcome german = run({"transcript", expert.file.string(), "--language", "de"});
    ASSERT_EQ(english.exit_code, 0) << english.err;
    ASSERT_EQ(german.exit_code, 0) << german.err;
    EXPECT_NE(english.out.find("I feel warm"), std::string::npos);
    EXPECT_NE(german.out.find("Mir ist warm"), std::string::npos);
    EXPECT_EQ(std::count(english.out.begin(), english.out.end(), '\n'),
              std::count(german.out.begin(), german.out.end(), '\n'));
    EXPECT_EQ(german.out.find("sign."), std::string::npos) << "a key without words";
    EXPECT_EQ(run({"transcript", expert.file.string(), "--language", "xx"}).exit_code, 2);
}

}  // namespace
}  // namespace dryrun::end_to_end
