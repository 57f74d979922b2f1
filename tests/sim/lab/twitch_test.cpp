// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A band that twitches, and the skin above it.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "lab/lab.h"

namespace dryrun::lab {
namespace {

struct Case {
    double depth = 18.0, radius = 5.0, peak = 20.0, cell = 0.0;
    const char* more = R"("geometry":"small","width_mm":80)";
};

// A block of back: skin, fat, fibrous muscle and what lies deep to it.
std::string request_of(const Case& one) {
    const auto text = [](double x) { return std::to_string(x); };
    return R"({"experiment":"twitch",)" + std::string(one.more) +
           R"(,"layers":[{"thickness_mm":2,"youngs_kPa":80,"poisson":0.45},
           {"thickness_mm":8,"youngs_kPa":6,"poisson":0.45},
           {"thickness_mm":30,"youngs_kPa":15,"poisson":0.45,"fibre_youngs_kPa":35,
            "fibre_shear_kPa":6,"fibre_poisson":0.45},
           {"thickness_mm":20,"youngs_kPa":20,"poisson":0.45}],
           "band":{"depth_mm":)" +
           text(one.depth) + R"(,"radius_mm":)" + text(one.radius) +
           R"(,"length_mm":40},"peak_kPa":)" + text(one.peak) +
           (one.cell > 0.0 ? R"(,"cell_mm":)" + text(one.cell) : "") +
           R"(,"rise_s":0.03,"decay_s":0.08})";
}

Json answer(const Case& one) {
    const auto told = run(request_of(one), "t.json");
    EXPECT_TRUE(told.ok()) << told.error().text();
    return told ? *told : Json();
}

double rise(const Case& one) {
    return answer(one)["skin_displacement_mm"].get<double>();
}

TEST(Twitch, LiftsTheSkinAboveAThickeningBandLessTheDeeperItLies) {
    Case one;
    one.depth = 16.0;
    const double shallow = rise(one);
    one.depth = 25.0;
    const double deep = rise(one);
    EXPECT_GT(shallow, 0.38);
    EXPECT_LT(shallow, 0.59);
    EXPECT_GT(deep, 0.28);
    EXPECT_LT(deep, shallow);
    one.radius = 2.0;
    one.cell = 1.0;
    EXPECT_GT(rise(one), 0.03);
    EXPECT_LT(rise(one), 0.11);
}

TEST(Twitch, AtSmallStrainRisesWithTheStressAndFollowsItInTime) {
    Case one;
    const Json told = answer(one);
    const double peak = told["skin_displacement_mm"].get<double>();
    one.peak = 10.0;
    EXPECT_NEAR(rise(one), 0.5 * peak, 1e-6 * peak);
    double highest = 0.0;
    for (const Json& row : told["curve"]) {
        const double t = row[0].get<double>(), u = row[1].get<double>();
        highest = std::max(highest, u);
        const double active = t < 0.03 ? 0.5 * (1.0 - std::cos(3.14159265358979 * t / 0.03))
                                       : std::exp(-(t - 0.03) / 0.08);
        EXPECT_NEAR(u, active * peak, 1e-6 * peak) << t;
    }
    EXPECT_DOUBLE_EQ(highest, peak);
    EXPECT_EQ(told["curve"][0][0], 0.0);
}

TEST(Twitch, ChangesLittleWhenTheCellsAreHalved) {
    Case one;
    const double coarse = rise(one);
    one.cell = one.radius / 6.0;
    EXPECT_NEAR(rise(one), coarse, 0.05 * coarse);
}

TEST(Twitch, OfAnyStrainBeginsAsASmallOne) {
    Case one;
    one.peak = 0.5;
    one.cell = 2.5;
    const double small = rise(one);
    one.more = R"("width_mm":80)";
    EXPECT_NEAR(rise(one), small, 0.03 * small);
}

// As strong as a session's ever is, in a band whose own fibres it shortens.
TEST(Twitch, OfSixtyKilopascalsFindsItsBalance) {
    Case one;
    one.more = R"("width_mm":80)";
    one.cell = 2.5;
    const double usual = rise(one);
    one.peak = 60.0;
    EXPECT_GT(rise(one), 2.0 * usual);
    EXPECT_LT(rise(one), 6.0 * usual);
}

TEST(Twitch, AcrossTheFibresAlsoLiftsTheSkin) {
    // The isotropic muscle told as one with fibres at an angle.
    const auto with = [](const std::string& fibre) {
        const auto told = run(R"({"experiment":"twitch","geometry":"small","width_mm":60,"layers":[
            {"thickness_mm":30,"youngs_kPa":15,"poisson":0.45)" +
                                  fibre + R"(}],
            "band":{"depth_mm":12,"radius_mm":4,"length_mm":30},"peak_kPa":5,"cell_mm":3,
            "rise_s":0.03,"decay_s":0.08})",
                              "t.json");
        EXPECT_TRUE(told.ok()) << told.error().text();
        return told ? (*told)["skin_displacement_mm"].get<double>() : 0.0;
    };
    const double plain = with("");
    EXPECT_GT(plain, 0.0);
    EXPECT_NEAR(with(R"(,"fibre_angle_deg":35)"), plain, 0.01 * plain);
}

TEST(Twitch, SaysWhichKeyIsWrong) {
    Case one;
    one.depth = 4.0;
    EXPECT_NE(run(request_of(one), "t.json").error().text().find("band.depth_mm"),
              std::string::npos);
    one.depth = 58.0;
    EXPECT_NE(run(request_of(one), "t.json").error().text().find("band.depth_mm"),
              std::string::npos);
    one.depth = 18.0;
    one.peak = -1.0;
    EXPECT_NE(run(request_of(one), "t.json").error().text().find("peak_kPa"), std::string::npos);
}

}  // namespace
}  // namespace dryrun::lab
