// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "check/check.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "core/file.h"
#include "core/json.h"

namespace dryrun::check {
namespace {

namespace fs = std::filesystem;

// The report on a file of this content.
FileReport report_on(const std::string& name, const std::string& text) {
    std::string pattern = fs::path(testing::TempDir()) / "dryrun_check_XXXXXX";
    const fs::path path = fs::path(mkdtemp(pattern.data())) / name;
    EXPECT_TRUE(write_file(path, text).ok());
    FileReport report = check_file(path.string());
    fs::remove_all(path.parent_path());
    return report;
}

// The shipped scenario with one value replaced.
FileReport with(const std::string& pointer, const Json& value) {
    Json json =
        *read_json_file((assets_folder() / "scenarios" / "rhomboid-major-right.json").string());
    json[Json::json_pointer(pointer)] = value;
    return report_on("s.json", json.dump(2));
}

std::string lines(const FileReport& report) {
    std::string text;
    for (const Finding& finding : report.findings) text += finding.text() + "\n";
    return text;
}

TEST(Check, FindsNothingInWhatIsShipped) {
    for (const char* folder : {"scenarios", "rubrics"}) {
        for (const auto& entry : fs::directory_iterator(assets_folder() / folder)) {
            const FileReport report = check_file(entry.path().string());
            EXPECT_EQ(lines(report), "") << entry.path();
            EXPECT_TRUE(report.is_sound());
            EXPECT_EQ(report.kind + "s", folder);
        }
    }
}

TEST(Check, OfAScenarioNamesWhatDoesNotExist) {
    const struct {
        const char* pointer;
        Json value;
        const char* message;
    } cases[] = {
        {"/rubric", "kindness", ": rubric: error: \"kindness\" is not shipped"},
        {"/needles/0", "0.99x99", ": needles: error: \"0.99x99\""},
        {"/target_muscle", "muscle.wing.left", ": target_muscle: error: \"muscle.wing.left\""},
        {"/trigger_points/0/site", "TrP99", ": trigger_points[0]: error: "},
        {"/patient/answers/worst_pain", "no.such.phrase", ": patient.answers.worst_pain: error: "},
        {"/planned_events", Json::array({{{"kind", "flood"}, {"after_first_puncture_s", 1}}}),
         ": planned_events[0].kind: error: \"flood\" is no emergency"},
        {"/drawn_trigger_points",
         Json{{"muscles", {"muscle.wing.left"}}, {"least", 0}, {"most", 2}},
         ": drawn_trigger_points: error: "},
        {"/body/stature_mm", -5, ": body.stature_mm: error: "},
    };
    for (const auto& one : cases) {
        const FileReport report = with(one.pointer, one.value);
        EXPECT_FALSE(report.is_sound()) << one.pointer;
        EXPECT_NE(lines(report).find(one.message), std::string::npos) << lines(report);
        EXPECT_NE(lines(report).find("s.json"), std::string::npos);
    }
}

TEST(Check, RefusesASiteThatNoStockedNeedleReachesSafely) {
    const FileReport report = with("/needles", Json::array({"0.16x13"}));
    EXPECT_FALSE(report.is_sound());
    EXPECT_NE(
        lines(report).find("trigger_points[0]: error: has no safe way in this body: no needle "
                           "of the site is long enough"),
        std::string::npos)
        << lines(report);
}

TEST(Check, RefusesABodyThatOffersNoSafePath) {
    // Thick enough that no line of 45 degrees and 30 mm reaches the rhomboid.
    const FileReport report = with("/body/mass_kg", 104);
    EXPECT_NE(lines(report).find("trigger_points[0]: error: has no safe way"), std::string::npos)
        << lines(report);
}

TEST(Check, AllowsNoSafePathWhereTheScenarioSaysThatDecliningIsRight) {
    Json json =
        *read_json_file((assets_folder() / "scenarios" / "rhomboid-major-right.json").string());
    json["body"]["mass_kg"] = 104;
    json["decline_reason"] = "No needle reaches the point at a tilt that spares the lung.";
    const FileReport report = report_on("s.json", json.dump(2));
    EXPECT_TRUE(report.is_sound()) << lines(report);
    EXPECT_EQ(lines(report), "");
}

TEST(Check, NotesATiltBelowThatOfTheSite) {
    EXPECT_NE(
        lines(with("/needle_tilt_deg", 20)).find("needle_tilt_deg: note: the site asks for 45"),
        std::string::npos);
}

TEST(Check, NotesALungThatIsNotCalledAdvanced) {
    EXPECT_NE(lines(with("/advanced_site", false)).find("advanced_site: note: "),
              std::string::npos);
}

TEST(Check, OfOtherFilesSaysWhatIsWrong) {
    EXPECT_NE(lines(report_on("a.json", "{\n  \"schema\": ")).find("a.json:2:"), std::string::npos);
    const FileReport strange = report_on("a.json", "{\"schema\": 1}");
    EXPECT_EQ(strange.kind, "unknown");
    EXPECT_FALSE(strange.is_sound());
    const FileReport rubric = report_on("r.json", "{\"schema\": \"dryrun.rubric/1\"}");
    EXPECT_EQ(rubric.kind, "rubric");
    EXPECT_NE(lines(rubric).find("r.json: name: error: is missing"), std::string::npos)
        << lines(rubric);
    const FileReport attempt = report_on("a.dryrun", "no attempt");
    EXPECT_EQ(attempt.kind, "attempt");
    EXPECT_FALSE(attempt.is_sound());
    EXPECT_FALSE(check_file("/nowhere/a.json").is_sound());
}

}  // namespace
}  // namespace dryrun::check
