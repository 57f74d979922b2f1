// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scenario/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/file.h"

namespace dryrun::scenario {
namespace {

std::string shipped_text() {
    const auto text = read_file(assets_folder() / "scenarios/rhomboid-major-right.json");
    return text.ok() ? *text : std::string();
}

// The shipped scenario with one piece of its text changed.
Result<Scenario> with(const std::string& from, const std::string& to) {
    std::string text = shipped_text();
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return parse_scenario(text, "changed.json");
}

std::string error_of(const std::string& from, const std::string& to) {
    const auto scenario = with(from, to);
    return scenario.ok() ? "no error" : scenario.error().text();
}

TEST(Scenario, ShippedOnesAreRead) {
    const auto names = shipped_scenarios();
    EXPECT_TRUE(std::count(names.begin(), names.end(), "rhomboid-major-right"));
    for (const auto& name : names) {
        const auto scenario = read_scenario(name);
        ASSERT_TRUE(scenario.ok()) << scenario.error().text();
        EXPECT_EQ(scenario->name, name) << "a shipped scenario is called as its file";
        EXPECT_FALSE(scenario->needles.empty());
    }
}

TEST(Scenario, OfTheLungFieldSaysSo) {
    const auto scenario = read_scenario("rhomboid-major-right");
    ASSERT_TRUE(scenario.ok()) << scenario.error().text();
    EXPECT_TRUE(scenario->is_advanced_site);
    EXPECT_NE(scenario->brief.find("Advanced site"), std::string::npos);
    EXPECT_EQ(scenario->body.posture, anatomy::Posture::Prone);
    ASSERT_EQ(scenario->trigger_points.size(), 1u);
    EXPECT_EQ(scenario->trigger_points[0].kind, physiology::PointKind::Active);
}

TEST(Scenario, ReadsBackFromItsCanonicalText) {
    const auto scenario = read_scenario("rhomboid-major-right");
    ASSERT_TRUE(scenario.ok()) << scenario.error().text();
    const auto again = parse_scenario(scenario->text, "canonical");
    ASSERT_TRUE(again.ok()) << again.error().text();
    EXPECT_EQ(again->text, scenario->text);
    EXPECT_EQ(again->patient.answers, scenario->patient.answers);
    EXPECT_EQ(again->body.stature, scenario->body.stature);
    EXPECT_NE(scenario->text.find("\"stature_mm\": 1780"), std::string::npos);
}

TEST(Scenario, CanonicalTextDoesNotDependOnTheLayoutOfTheFile) {
    const auto spaced = with("\"stature_mm\": 1780", "\n\"stature_mm\"  :   1780.0");
    const auto plain = read_scenario("rhomboid-major-right");
    ASSERT_TRUE(spaced.ok() && plain.ok());
    EXPECT_EQ(spaced->text, plain->text);
}

TEST(Scenario, RefusesWhatItDoesNotKnowWithTheKey) {
    EXPECT_EQ(error_of("\"risk\"", "\"risks\""), "changed.json: risks: is an unknown key");
    EXPECT_EQ(error_of("\"spread_mm\": 10", "\"spread\": 10"),
              "changed.json: trigger_points[0].spread: is an unknown key");
    EXPECT_NE(error_of("\"kind\": \"active\"", "\"kind\": \"sleepy\"")
                  .find("trigger_points[0].kind: \"sleepy\" is none of active"),
              std::string::npos);
    EXPECT_EQ(error_of("\"worst_pain\"", "\"worst_pane\""),
              "changed.json: patient.answers.worst_pane: is no topic that can be asked");
}

TEST(Scenario, RefusesNumbersOutOfRangeMissingOrNull) {
    EXPECT_NE(error_of("\"stature_mm\": 1780", "\"stature_mm\": 17800")
                  .find("changed.json: body.stature_mm: 17800 is outside"),
              std::string::npos);
    EXPECT_EQ(error_of("\"stature_mm\": 1780", "\"stature_mm\": null"),
              "changed.json: body.stature_mm: is null");
    EXPECT_NE(error_of("\"mass_kg\": 73", "\"mass_kg\": 180").find("body.mass_kg: makes a BMI"),
              std::string::npos);
    EXPECT_EQ(error_of("\"active_threshold_kPa\": 195", "\"active_threshold_kPa\": 400"),
              "changed.json: patient.active_threshold_kPa: is above that of healthy muscle");
    EXPECT_EQ(error_of("\"needles\": [\"0.25x25\", ", "\"needles\": [\"0.25x30\", "),
              "changed.json: needles: a needle stands twice");
    EXPECT_NE(error_of("\"stature_mm\": 1780", "\"stature_mm\": ,").find("changed.json:"),
              std::string::npos);
}

TEST(Scenario, SaysWhyNotNeedlingIsRightOnlyWhereItIs) {
    const auto plain = read_scenario("rhomboid-major-right");
    EXPECT_EQ(plain->decline_reason, "");
    EXPECT_EQ(plain->text.find("decline_reason"), std::string::npos);
    const auto declining = with("\"advanced_site\": true",
                                "\"advanced_site\": true, \"decline_reason\": \"no safe path\"");
    ASSERT_TRUE(declining.ok()) << declining.error().text();
    const auto again = parse_scenario(declining->text, "again.json");
    EXPECT_EQ(again->decline_reason, "no safe path");
}

TEST(Scenario, KeepsPlannedEventsDrawnPointsAndTheElectrode) {
    const auto scenario = with(
        "\"advanced_site\": true",
        R"("advanced_site": true, "emg": true, "decline_reason": "x", "right_endings": ["no_safe_path"],
           "planned_events": [{"kind": "vasovagal", "after_first_puncture_s": 30},
                              {"kind": "stuck_needle", "after_first_puncture_s": 5}],
           "drawn_trigger_points": {"muscles": ["muscle.infraspinatus.right"], "least": 1,
                                    "most": 2, "active_share": 0.25})");
    ASSERT_TRUE(scenario.ok()) << scenario.error().text();
    EXPECT_EQ(scenario->planned_events.at(0).kind, "stuck_needle") << "in time";
    const auto again = parse_scenario(scenario->text, "again.json");
    ASSERT_TRUE(again.ok()) << again.error().text();
    EXPECT_EQ(again->text, scenario->text);
    EXPECT_TRUE(again->has_emg);
    EXPECT_EQ(again->right_endings, std::vector<std::string>{"no_safe_path"});
    EXPECT_EQ(again->planned_events.size(), 2u);
    ASSERT_TRUE(again->drawn_trigger_points.has_value());
    EXPECT_EQ(again->drawn_trigger_points->most, 2);
    EXPECT_DOUBLE_EQ(again->drawn_trigger_points->active_share, 0.25);
    EXPECT_NE(error_of("\"advanced_site\": true",
                       "\"advanced_site\": true, \"right_endings\": [\"contraindicated\"]")
                  .find("right_endings: wants a decline_reason"),
              std::string::npos);
}

TEST(Scenario, OfANewerSchemaIsRefusedAsSuch) {
    const auto newer = with("\"schema\": 1", "\"schema\": 2");
    ASSERT_FALSE(newer.ok());
    EXPECT_EQ(newer.error().kind, ErrorKind::BadInput);
    EXPECT_NE(newer.error().text().find("newer"), std::string::npos);
}

TEST(Scenario, ThatDoesNotExistIsToldByItsName) {
    for (const std::string name : {"no-such-scenario", "/nowhere/scenario.json"}) {
        const auto scenario = read_scenario(name);
        ASSERT_FALSE(scenario.ok());
        EXPECT_NE(scenario.error().text().find(name), std::string::npos);
    }
    EXPECT_FALSE(read_scenario("..").ok());
    EXPECT_FALSE(read_scenario("").ok());
}

}  // namespace
}  // namespace dryrun::scenario
