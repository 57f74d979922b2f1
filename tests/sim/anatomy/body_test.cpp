// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/body.h"

#include <gtest/gtest.h>

#include <limits>

namespace dryrun::anatomy {
namespace {

struct ReadBody {
    BodyParameters body;
    std::string error;
};

ReadBody read(const char* text) {
    const Json value = Json::parse(text);
    JsonReader reader(value, "body.json");
    ReadBody result{read_body(reader), ""};
    reader.finish();
    if (!reader.status().ok()) result.error = reader.status().error().text();
    return result;
}

TEST(Body, IsTheReferenceBodyWhereNothingIsSaid) {
    const auto [body, error] = read("{}");
    EXPECT_EQ(error, "");
    EXPECT_EQ(body.stature, 1750.0);
    EXPECT_EQ(body.sex, Sex::Male);
    EXPECT_EQ(body.posture, Posture::Standing);
    EXPECT_FALSE(body.seed.has_value());
}

TEST(Body, ReadsBackWhatItWrites) {
    const auto [body, error] = read(R"({"stature_mm": 1620.5, "mass_kg": 61.25, "sex": "female",
        "age": 33, "kyphosis_deg": 41, "lordosis_deg": 62, "posture": "prone-arm-hanging",
        "muscle_bulk": 1.2, "support": "belly-pillow", "neck_flexion_deg": -5, "breath_in": 0.17,
        "seed": 18446744073709551615})");
    ASSERT_EQ(error, "");
    EXPECT_EQ(body.sex, Sex::Female);
    EXPECT_EQ(body.posture, Posture::ProneArmHanging);
    const std::string written = to_json(body).dump();
    const auto again = read(written.c_str());
    EXPECT_EQ(again.error, "");
    EXPECT_EQ(to_json(again.body).dump(), written);
    EXPECT_EQ(again.body.seed, 18446744073709551615u);
}

TEST(Body, RefusesWhatTheAtlasIsNotMadeFor) {
    EXPECT_EQ(read(R"({"stature_mm": 1200})").error,
              "body.json: stature_mm: 1200 is outside 1450 to 2000");
    EXPECT_EQ(read(R"({"mass_kg": 130})").error,
              "body.json: mass_kg: makes a BMI of 42.4, outside 16 to 40");
    EXPECT_NE(read(R"({"breath_in": 1.5})").error.find("outside 0 to 1"), std::string::npos);
    EXPECT_NE(read(R"({"support": "chair"})").error.find("support"), std::string::npos);
    EXPECT_NE(read(R"({"posture": "sitting"})").error.find("posture"), std::string::npos);
    EXPECT_NE(read(R"({"seed": -1})").error.find("seed"), std::string::npos);
    EXPECT_NE(read(R"({"age": "forty"})").error.find("age"), std::string::npos);
}

TEST(Body, ChecksParametersThatCameFromElsewhere) {
    BodyParameters body;
    EXPECT_TRUE(check_body(body, "--stature-mm").ok());
    body.kyphosis_deg = 75.0;
    ASSERT_FALSE(check_body(body, "command line").ok());
    EXPECT_EQ(check_body(body, "command line").error().text(),
              "command line: kyphosis_deg: 75 is outside 20 to 70");
    body.kyphosis_deg = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(check_body(body, "command line").ok());
    body = {};
    body.mass_kg = 48.0;
    EXPECT_FALSE(check_body(body, "command line").ok()) << "BMI 15.7";
}

TEST(Body, NamesEveryPosture) {
    EXPECT_EQ(name_of(Posture::SideLyingRight), "side-lying-right");
    EXPECT_EQ(name_of(Posture::ProneHandBehindBack), "prone-hand-behind-back");
    EXPECT_EQ(name_of(Sex::Female), "female");
}

}  // namespace
}  // namespace dryrun::anatomy
