// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body as scripts ask for it.
#include <gtest/gtest.h>

#include "core/json.h"
#include "program.h"

namespace dryrun::end_to_end {
namespace {

Json json_of(const Words& words) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return Json::parse(outcome.out, nullptr, false);
}

TEST(Body, AtlasAnswersAsTheContractWritesIt) {
    const Json atlas = json_of({"atlas", "--posture", "prone"});
    EXPECT_EQ(atlas["schema"], "dryrun.atlas/1");
    EXPECT_EQ(atlas["landmarks"]["spinous.T7"].size(), 3u);
    EXPECT_EQ(atlas["landmarks"]["scapula.inferior_angle.right"].size(), 3u);
    EXPECT_GE(atlas["ribs"]["rib.5.right"].size(), 20u);
    EXPECT_FALSE(atlas["muscles"].empty());
    EXPECT_EQ(atlas["landmark_rules"][0]["promises"], "T7");
    EXPECT_GT(atlas["landmark_rules"][0]["low_mm"], 10.0) << "prone it lies lower than texts say";
}

TEST(Body, ALineFromTheSkinMeetsLayersThatTouch) {
    const Json probe = json_of(
        {"probe", "--level", "T5", "--lateral-mm", "60", "--side", "right", "--posture", "prone"});
    EXPECT_EQ(probe["schema"], "dryrun.probe/1");
    ASSERT_FALSE(probe["layers"].empty());
    EXPECT_EQ(probe["layers"][0]["tissue"], "skin");
    double reached = 0.0;
    for (const auto& layer : probe["layers"]) {
        EXPECT_NEAR(layer["enter_mm"].get<double>(), reached, 1e-9);
        reached = layer["exit_mm"].get<double>();
    }
    EXPECT_NEAR(reached, 120.0, 1e-6);
}

TEST(Body, TheSameLineByPointAndByLevelIsTheSame) {
    const Json by_level = json_of(
        {"probe", "--level", "T5", "--lateral-mm", "60", "--side", "right", "--medial-deg", "20"});
    const auto triple = [](const Json& v, double back, const Json& along) {
        std::string text;
        for (std::size_t i = 0; i < 3; ++i) {
            text += (i == 0 ? "" : ",") +
                    number_text(v[i].get<double>() - back * along[i].get<double>());
        }
        return text;
    };
    const Json by_point =
        json_of({"probe", "--at", triple(by_level["entry_mm"], 30.0, by_level["direction"]),
                 "--along", triple(by_level["direction"], 0.0, by_level["direction"])});
    ASSERT_EQ(by_point["layers"].size(), by_level["layers"].size());
    for (std::size_t i = 0; i < by_point["layers"].size(); ++i) {
        EXPECT_EQ(by_point["layers"][i]["structure"], by_level["layers"][i]["structure"]);
        EXPECT_NEAR(by_point["layers"][i]["exit_mm"].get<double>(),
                    by_level["layers"][i]["exit_mm"].get<double>(), 0.05);
    }
}

TEST(Body, PublishedCasesAreMeasuredAndGate) {
    const Words few = {"validate", "--subjects", "3", "--only", "V20,V21", "--format"};
    const auto with = [&](const char* format) {
        Words words = few;
        words.emplace_back(format);
        return words;
    };
    const Json table = json_of(with("json"));
    EXPECT_EQ(table["schema"], "dryrun.validate/1");
    ASSERT_EQ(table["cases"].size(), 8u);
    for (const auto& one : table["cases"]) {
        for (const char* key : {"id", "expected", "tolerance", "measured", "source", "cohort"})
            EXPECT_TRUE(one.contains(key)) << key;
    }
    EXPECT_EQ(run(with("html")).out.rfind("<!DOCTYPE html>", 0), 0u);
    Words gate = with("table");
    gate.emplace_back("--require-pass");
    const Outcome gated = run(gate);
    EXPECT_EQ(gated.exit_code, table["fails"] == 0 ? 0 : 1) << gated.out;
    EXPECT_TRUE(gated.err.empty()) << gated.err;
    EXPECT_EQ(run({"validate", "--only", "V99"}).exit_code, 2);
    EXPECT_EQ(run({"validate", "--subjects", "0"}).exit_code, 2);
}

TEST(Body, NumbersOutOfRangeAreRefused) {
    EXPECT_EQ(run({"atlas", "--stature-mm", "17500"}).exit_code, 3);
    EXPECT_EQ(run({"atlas", "--mass-kg", "nan"}).exit_code, 3);
    EXPECT_EQ(run({"atlas", "--sex", "other"}).exit_code, 2);
    EXPECT_EQ(run({"probe"}).exit_code, 2);
    EXPECT_EQ(run({"probe", "--at", "1,2"}).exit_code, 2);
    EXPECT_EQ(run({"probe", "--level", "T99", "--lateral-mm", "60"}).exit_code, 3);
    EXPECT_EQ(run({"probe", "--at", "0,900,0", "--along", "0,1,0"}).exit_code, 3);
}

}  // namespace
}  // namespace dryrun::end_to_end
