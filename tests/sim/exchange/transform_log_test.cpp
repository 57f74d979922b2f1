// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/transform_log.h"

#include <gtest/gtest.h>

#include "core/random.h"
#include "exchange/motion.h"

namespace dryrun::exchange {
namespace {

const std::string kUpright = "1 0 0 10 0 1 0 20 0 0 1 30 0 0 0 1 ";

std::string row(const std::string& seconds, const std::string& nanoseconds, const std::string& tool,
                const std::string& matrix) {
    return "  <log TimeStampSec=\"" + seconds + "\" TimeStampNSec=\"" + nanoseconds +
           "\" type=\"transform\" DeviceName=\"" + tool + "\" transform=\"" + matrix + "\" />\n";
}
std::string log_of(const std::string& rows) {
    return "<TransformRecorderLog>\n" + rows + "</TransformRecorderLog>\n";
}
// The message of a log that must be refused.
std::string refusal(const std::string& text) {
    const auto log = parse_transform_log(text, "log.xml");
    EXPECT_FALSE(log.ok()) << text;
    if (log.ok()) return "";
    EXPECT_EQ(log.error().kind, ErrorKind::BadInput);
    return log.error().text();
}

TEST(TransformLog, KeepsToolsTimesAndColumns) {
    const auto log = parse_transform_log(
        log_of(row("7", "500000000", "Needle", "0 -1 0 1 1 0 0 2 0 0 1 3 0 0 0 1") +
               row("7", "600000000", "Probe", kUpright) +
               "  <log type=\"message\" message=\"target hit\"/>\n" +
               row("8", "0", "Needle", kUpright)),
        "log.xml");
    ASSERT_TRUE(log.ok()) << log.error().text();
    ASSERT_EQ(log->tools.size(), 2u);
    const ToolTrack& needle = log->tools[0];
    EXPECT_EQ(needle.name, "Needle");
    ASSERT_EQ(needle.poses.size(), 2u);
    EXPECT_DOUBLE_EQ(needle.poses[0].time_s, 7.5);
    EXPECT_EQ(needle.poses[0].position, (Vec3{1, 2, 3}));
    EXPECT_EQ(needle.poses[0].axes[0], (Vec3{0, 1, 0}));
    EXPECT_EQ(needle.poses[0].axes[1], (Vec3{-1, 0, 0}));
}

TEST(TransformLog, MalformedXmlIsRefusedWithLineAndColumn) {
    EXPECT_NE(refusal("<TransformRecorderLog>\n  <log TimeStampSec=\"7\" \n").find("log.xml:"),
              std::string::npos);
    EXPECT_NE(refusal("").find("log.xml:1:1"), std::string::npos);
    EXPECT_NE(refusal("no xml at all").find("log.xml:"), std::string::npos);
    EXPECT_NE(refusal(log_of("")).find("no transforms"), std::string::npos);
    EXPECT_NE(refusal(log_of(row("7", "0", "Needle", kUpright)) + "<more").find("log.xml:4"),
              std::string::npos);
}

TEST(TransformLog, ARowThatIsNoPoseIsRefusedWithItsLine) {
    const std::string good = row("7", "0", "Needle", kUpright);
    const std::pair<std::string, std::string> wrong[] = {
        {"<log TimeStampSec=\"7\" TimeStampNSec=\"0\" type=\"transform\" DeviceName=\"Needle\"/>",
         "no matrix"},
        {row("7", "0", "", kUpright), "no DeviceName"},
        {row("7", "0", "Needle", ""), "0 numbers"},
        {row("7", "0", "Needle", "1 0 0 10 0 1 0 20 0 0 1 30"), "12 numbers"},
        {row("7", "0", "Needle", kUpright + " 5"), "17 numbers"},
        {row("7", "0", "Needle", "1 0 0 nan 0 1 0 20 0 0 1 30 0 0 0 1"), "not finite"},
        {row("7", "0", "Needle", "1 0 0 inf 0 1 0 20 0 0 1 30 0 0 0 1"), "not finite"},
        {row("7", "0", "Needle", "1 0 0 1e999 0 1 0 20 0 0 1 30 0 0 0 1"), "no number"},
        {row("7", "0", "Needle", "1 0 0 ten 0 1 0 20 0 0 1 30 0 0 0 1"), "no number"},
        {row("7", "0", "Needle", "2 0 0 10 0 2 0 20 0 0 2 30 0 0 0 1"), "not rigid"},
        {row("7", "0", "Needle", "1 0.1 0 10 0 1 0 20 0 0 1 30 0 0 0 1"), "not rigid"},
        {row("7", "0", "Needle", "1 0 0 10 0 1 0 20 0 0 -1 30 0 0 0 1"), "mirror"},
        {row("7", "0", "Needle", "1 0 0 10 0 1 0 20 0 0 1 30 0 0 1 1"), "last row"},
        {row("6", "0", "Needle", kUpright), "time goes back"},
        {row("soon", "0", "Needle", kUpright), "TimeStampSec"},
        {row("-8", "0", "Needle", kUpright), "TimeStampSec"},
        {row("99999999999999999999", "0", "Needle", kUpright), "TimeStampSec"},
        {row("8", "1000000000", "Needle", kUpright), "TimeStampNSec"},
    };
    for (const auto& [bad, words] : wrong) {
        const std::string message = refusal(log_of(good + bad));
        EXPECT_NE(message.find(words), std::string::npos) << bad << "gave: " << message;
        EXPECT_EQ(message.rfind("log.xml:3:", 0), 0u) << message;
    }
}

TEST(TransformLog, RandomDamageNeverCrashes) {
    const std::string whole =
        log_of(row("7", "0", "Needle", kUpright) + row("8", "0", "Needle", kUpright));
    const RandomStream random(1, "damage");
    for (std::uint64_t trial = 0; trial < 3000; ++trial) {
        std::string text = whole.substr(0, random.bits(trial, 0) % (whole.size() + 1));
        for (std::uint64_t k = 1; k < 4 && !text.empty(); ++k) {
            text[random.bits(trial, k) % text.size()] =
                static_cast<char>(random.bits(trial, 10 + k) & 0xff);
        }
        const auto log = parse_transform_log(text, "log.xml");
        if (log.ok()) {
            EXPECT_FALSE(log->tools.empty());
        }
    }
}

TEST(Motion, SumsTheStraightStepsOfEachTool) {
    const auto log = parse_transform_log(
        log_of(row("7", "250000000", "Needle", "1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1") +
               row("7", "300000000", "Probe", kUpright) +
               row("8", "0", "Needle", "1 0 0 3 0 1 0 4 0 0 1 0 0 0 0 1") +
               row("9", "0", "Needle", "1 0 0 3 0 1 0 4 0 0 1 12 0 0 0 1")),
        "log.xml");
    ASSERT_TRUE(log.ok());
    const Json json = to_json(motion_of(*log));
    EXPECT_EQ(json["schema"], "dryrun.motion/1");
    EXPECT_EQ(json["tools"][0]["name"], "Needle");
    EXPECT_EQ(json["tools"][0]["samples"], 3);
    EXPECT_DOUBLE_EQ(json["tools"][0]["elapsed_s"], 1.75);
    EXPECT_DOUBLE_EQ(json["tools"][0]["path_mm"], 17.0);
    EXPECT_EQ(json["tools"][1]["samples"], 1);
    EXPECT_DOUBLE_EQ(json["tools"][1]["path_mm"], 0.0);
}

}  // namespace
}  // namespace dryrun::exchange
