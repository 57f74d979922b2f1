// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Recordings of real trackers: measured, imported, scored, replayed.
#include <gtest/gtest.h>

#include <cmath>

#include "core/json.h"
#include "program.h"

namespace dryrun::end_to_end {
namespace {

namespace fs = std::filesystem;

// A needle that rests 280 mm away, comes along its third axis, goes 20 mm deep three times and
// leaves; and a probe that stays where it is.
std::string recording() {
    std::string rows;
    int tenths = 70;
    const auto pose = [&](double depth) {
        char row[400];
        std::snprintf(
            row, sizeof row,
            "  <log TimeStampSec=\"%d\" TimeStampNSec=\"%d00000000\" type=\"transform\" "
            "DeviceName=\"Needle\" transform=\"1 0 0 -10 0 0 1 %.3f 0 -1 0 40 0 0 0 1\" />\n"
            "  <log TimeStampSec=\"%d\" TimeStampNSec=\"%d00000000\" type=\"transform\" "
            "DeviceName=\"Probe\" transform=\"1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1\" />\n",
            tenths / 10, tenths % 10, depth, tenths / 10, tenths % 10);
        rows += row;
        ++tenths;
    };
    for (int i = 0; i < 5; ++i) pose(-280.0);
    for (double depth = -250.0; depth < -20.0; depth += 25.0) pose(depth);
    for (double depth = -20.0; depth < 8.0; depth += 2.0) pose(depth);
    for (int stroke = 0; stroke < 3; ++stroke) {
        for (double depth = 8.0; depth < 20.0; depth += 2.0) pose(depth);
        for (double depth = 20.0; depth > 8.0; depth -= 2.0) pose(depth);
    }
    for (double depth = 8.0; depth > -40.0; depth -= 4.0) pose(depth);
    return "<TransformRecorderLog>\n" + rows + "</TransformRecorderLog>\n";
}

TEST(Recording, IsMeasuredToolByTool) {
    const fs::path log = scratch("motion") / "needle.xml";
    write(log, recording());
    const Outcome measured = run({"motion", log.string()});
    ASSERT_EQ(measured.exit_code, 0) << measured.err;
    const Json motion = Json::parse(measured.out, nullptr, false);
    EXPECT_EQ(motion["schema"], "dryrun.motion/1");
    ASSERT_EQ(motion["tools"].size(), 2u);
    EXPECT_EQ(motion["tools"][0]["name"], "Needle");
    EXPECT_EQ(motion["tools"][1]["path_mm"], 0.0);
    EXPECT_NEAR(motion["tools"][0]["path_mm"].get<double>(), 404.0, 1e-6);
}

TEST(Recording, BecomesAnAttemptThatScoresAndVerifies) {
    const fs::path folder = scratch("import");
    write(folder / "needle.xml", recording());
    const std::string attempt = (folder / "imported.dryrun").string();
    const Outcome imported = run({"import", "perktutor", (folder / "needle.xml").string(),
                                  "--scenario", "rhomboid-major-right", "-o", attempt});
    ASSERT_EQ(imported.exit_code, 0) << imported.err;
    EXPECT_NE(imported.err.find("tool Needle, shaft along z"), std::string::npos) << imported.err;

    const Outcome scored = run({"score", attempt, "--format", "json"});
    ASSERT_EQ(scored.exit_code, 0) << scored.err;
    const Json score = Json::parse(scored.out, nullptr, false);
    bool has_site_error = false;
    for (const auto& domain : score["domains"]) {
        for (const auto& measure : domain["measures"]) {
            if (measure["name"] != "site_error") continue;
            has_site_error = true;
            EXPECT_TRUE(measure["value"].is_null()) << "a recording marks no site";
        }
    }
    EXPECT_TRUE(has_site_error);

    const Outcome listed = run({"events", attempt});
    EXPECT_NE(listed.out.find("\"skin_punctured\""), std::string::npos) << listed.out;
    const Outcome replayed = run({"replay", attempt, "--verify"});
    EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
}

TEST(Recording, IsRefusedWithAWrongToolAxisOrMap) {
    const fs::path folder = scratch("wrong_import");
    write(folder / "needle.xml", recording());
    const std::string out = (folder / "a.dryrun").string();
    const Words base = {"import",
                        "perktutor",
                        (folder / "needle.xml").string(),
                        "--scenario",
                        "rhomboid-major-right",
                        "-o",
                        out};
    Words wrong_tool = base;
    wrong_tool.insert(wrong_tool.end(), {"--tool", "Stylus"});
    EXPECT_EQ(run(wrong_tool).exit_code, 3);
    Words wrong_axis = base;
    wrong_axis.insert(wrong_axis.end(), {"--shaft-axis", "w"});
    EXPECT_EQ(run(wrong_axis).exit_code, 2);
    Words mirror = base;
    mirror.push_back("--to-lps");
    for (const char* number :
         {"-1", "0", "0", "0", "0", "1", "0", "0", "0", "0", "1", "0", "0", "0", "0", "1"}) {
        mirror.push_back(number);
    }
    EXPECT_EQ(run(mirror).exit_code, 3);
    EXPECT_FALSE(fs::exists(out)) << "nothing is written for a refused import";
}

}  // namespace
}  // namespace dryrun::end_to_end
