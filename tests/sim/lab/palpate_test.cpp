// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A finger over layers, and over what lies in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ask.h"

namespace dryrun::lab {
namespace {

double number(const Json& told, const char* key, std::size_t i = 0) {
    return told[key][i].get<double>();
}

// Of the peak pressure, at the first offset over the second.
double contrast(const Json& told) {
    return number(told, "peak_pressure_kPa", 0) / number(told, "peak_pressure_kPa", 1) - 1.0;
}

// A sphere of 16 mm on 20 mm of 12 kPa: 0.6665 N at 3.046 mm (Hayes 1972).
TEST(Palpate, OnABondedLayerGoesAsDeepAsASphereInClosedForm) {
    const Json told = answer(R"({"experiment":"palpate","geometry":"small",
        "layers":[{"thickness_mm":20,"youngs_kPa":12,"poisson":0.45}],
        "finger":{"radius_mm":16},"force_N":0.6665,"offsets_mm":[0,12]})");
    EXPECT_NEAR(number(told, "depth_mm"), 3.046, 0.02 * 3.046);
    EXPECT_NEAR(contrast(told), 0.0, 0.001);
    EXPECT_GT(told["elements"], 1000);
}

// Nodes stand closer under the finger's middle than towards its rim, so each is weighed by the ring
// of skin that is nearer to it than to another distance from the middle.
TEST(Palpate, PressesMostUnderItsMiddleAndTheWholeMapBearsTheForce) {
    const Json told = answer(R"({"experiment":"palpate","geometry":"small",
        "layers":[{"thickness_mm":20,"youngs_kPa":12,"poisson":0.45}],
        "finger":{"radius_mm":16},"force_N":0.6665,"offsets_mm":[0]})");
    const Json map = told["pressure_map"][0];
    ASSERT_GT(map.size(), 20u);
    std::vector<std::pair<double, double>> along;  // of y = 0: x, kPa
    for (const Json& node : map) {
        EXPECT_LE(node[2].get<double>(), number(told, "peak_pressure_kPa") * 1.02);
        if (std::fabs(node[1].get<double>()) < 0.1 && node[0] > -1e-6)
            along.emplace_back(node[0], node[2]);
    }
    std::sort(along.begin(), along.end());
    ASSERT_GT(along.size(), 4u);
    EXPECT_NEAR(along.front().first, 0.0, 1e-6);
    double force_N = 0.0;
    for (std::size_t i = 0; i < along.size(); ++i) {
        if (i > 0) {
            EXPECT_LT(along[i].second, along[i - 1].second);
        }
        const auto edge = [&](std::size_t a, std::size_t b) {
            return 0.5 * (along[a].first + along[b].first);
        };
        const double inner = i == 0 ? 0.0 : edge(i - 1, i);
        const double outer = i + 1 < along.size() ? edge(i, i + 1) : along[i].first;
        force_N += 1e-3 * along[i].second * 3.14159265 * (outer * outer - inner * inner);
    }
    EXPECT_NEAR(force_N, 0.6665, 0.1 * 0.6665);
}

struct Case {
    double depth = 12.0, fat = 3.0, load = 5.0, youngs = 40.0, active = 0.0, cell = 0.0;
    const char* geometry = "small";
};

std::string request_of(const Case& one) {
    const auto text = [](double x) { return std::to_string(x); };
    return R"({"experiment":"palpate","geometry":")" + std::string(one.geometry) +
           R"(","layers":[{"thickness_mm":2,"youngs_kPa":60,"poisson":0.45,"stiffening":1},
           {"thickness_mm":)" +
           text(one.fat) + R"(,"youngs_kPa":6,"poisson":0.45,"stiffening":1},
           {"thickness_mm":25,"youngs_kPa":12,"poisson":0.45,"stiffening":1}],
           "inclusion":{"semi_axes_mm":[6,4,3],"depth_mm":)" +
           text(one.depth) + R"(,"youngs_kPa":)" + text(one.youngs) +
           R"(,"poisson":0.45,"active_kPa":)" + text(one.active) +
           R"(},"finger":{"radius_mm":10},"force_N":)" + text(one.load) +
           (one.cell > 0.0 ? R"(,"cell_mm":)" + text(one.cell) : "") + R"(,"offsets_mm":[0,30]})";
}

double contrast(const Case& one) {
    return contrast(answer(request_of(one)));
}

TEST(Palpate, AStiffBodyIsFeltLessTheDeeperItLies) {
    Case one;
    one.load = 1.0;
    one.cell = 3.0;
    one.depth = 9.0;
    const double shallow = contrast(one);
    one.depth = 18.0;
    const double deep = contrast(one);
    EXPECT_GT(shallow, 0.01);
    EXPECT_LT(deep, 0.5 * shallow);
    EXPECT_GT(deep, 0.0);
}

TEST(Palpate, ASofterPlaceIsFeltToo) {
    Case one;
    one.load = 1.0;
    one.cell = 3.0;
    one.depth = 9.0;
    one.youngs = 4.0;
    EXPECT_LT(contrast(one), -0.01);
    one.youngs = 12.0;
    EXPECT_NEAR(contrast(one), 0.0, 1e-3);
}

TEST(Palpate, PressedHardAContractedBodyIsFeltAtOnce) {
    Case one;
    one.geometry = "large";
    one.cell = 3.5;
    one.load = 3.0;
    one.youngs = 12.0;
    one.active = 6.0;
    EXPECT_GT(contrast(one), 0.005);
}

// Stiffness comes from two presses a percent or two apart: what each lacks of balance must be
// little of what lies between them.
TEST(LongPalpate, Long_StiffnessIsTheSlopeOfForceOverDepth) {
    const auto pressed = [](double force_N) {
        return answer(R"({"experiment":"palpate","layers":[
            {"thickness_mm":2.5,"youngs_kPa":60,"poisson":0.48,"stiffening":1},
            {"thickness_mm":3,"youngs_kPa":3,"poisson":0.49,"stiffening":1},
            {"thickness_mm":30,"youngs_kPa":12,"poisson":0.49,"stiffening":1}],
            "inclusion":{"semi_axes_mm":[2.5,20,2.5],"depth_mm":12,"youngs_kPa":24,
            "poisson":0.49,"active_kPa":5,"fibre_angle_deg":90,"stiffening":2},
            "finger":{"radius_mm":8},"offsets_mm":[0,20],"force_N":)" +
                      std::to_string(force_N) + "}");
    };
    const Json lighter = pressed(2.0);
    const Json harder = pressed(2.04);
    for (const std::size_t place : {0u, 1u}) {
        const double slope =
            0.04 / (number(harder, "depth_mm", place) - number(lighter, "depth_mm", place));
        for (const Json* told : {&lighter, &harder})
            EXPECT_NEAR(number(*told, "stiffness_N_per_mm", place), slope, 0.02 * slope);
    }
}

TEST(LongPalpate, Long_ContrastRisesWithLoadAndContractureAndFallsWithFat) {
    Case one;
    one.geometry = "large";
    one.youngs = 24.0;
    one.active = 5.0;
    const double usual = contrast(one);
    EXPECT_GT(usual, 0.02);
    Case other = one;
    other.load = 1.0;
    EXPECT_LT(contrast(other), usual);
    other = one;
    other.active = 0.0;
    EXPECT_LT(contrast(other), usual);
    other = one;
    other.fat = 10.0;
    other.depth = 19.0;
    EXPECT_LT(contrast(other), usual);
}

TEST(LongPalpate, Long_HalvingTheCellsChangesTheContrastByLessThanAQuarter) {
    Case one;
    one.geometry = "large";
    one.youngs = 24.0;
    one.active = 5.0;
    one.cell = 2.4;
    const double coarse = contrast(one);
    one.cell = 1.2;
    const double fine = contrast(one);
    EXPECT_NEAR(coarse, fine, 0.25 * fine);
}

TEST(Palpate, SaysWhichKeyIsWrong) {
    const std::string layers = R"("layers":[{"thickness_mm":20,"youngs_kPa":12,"poisson":0.45}],)";
    const std::string press = R"("finger":{"radius_mm":8},"force_N":1,"offsets_mm":[0])";
    const struct {
        std::string request;
        const char* says;
    } kWrong[] = {
        {layers + R"("finger":{"radius_mm":-8},"force_N":1,"offsets_mm":[0])", "finger.radius_mm"},
        {layers + R"("finger":{"radius_mm":8},"force_N":0,"offsets_mm":[0])", "force_N"},
        {layers + R"("finger":{"radius_mm":8},"force_N":1,"offsets_mm":[])", "offsets_mm"},
        {layers + press +
             R"(,"inclusion":{"semi_axes_mm":[2,2,4],"depth_mm":3,"youngs_kPa":9,"poisson":0.4})",
         "inclusion.depth_mm"},
        {layers + press +
             R"(,"inclusion":{"semi_axes_mm":[2,2,4],"depth_mm":18,"youngs_kPa":9,"poisson":0.4})",
         "inclusion.depth_mm"},
        {layers + press +
             R"(,"inclusion":{"semi_axes_mm":[2,0,4],"depth_mm":9,"youngs_kPa":9,"poisson":0.4})",
         "inclusion.semi_axes_mm"},
        {layers + press + R"(,"nails":true)", "nails"},
    };
    for (const auto& one : kWrong) {
        const auto told = run(R"({"experiment":"palpate",)" + one.request + "}", "t.json");
        ASSERT_FALSE(told.ok()) << one.request;
        EXPECT_NE(told.error().text().find(one.says), std::string::npos) << told.error().text();
    }
}

}  // namespace
}  // namespace dryrun::lab
