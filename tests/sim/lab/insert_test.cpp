// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Insertions on the bench: the two layers of a rigid corridor worked by hand, and what tissue that
// gives way must do.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "ask.h"

namespace dryrun::lab {
namespace {

std::string two_faces(const std::string& static_ratio, const std::string& more) {
    const std::string ratio = R"(,"static_ratio":)" + static_ratio + "}";
    return R"({"experiment":"insert","layers":[
        {"name":"skin","thickness_mm":2,"youngs_kPa":60,"poisson":0.45,"puncture_N":0.25,
         "face_N_per_mm":0.1,"cutting_N":0.04,"friction_N_per_mm":0.015)" +
           ratio + R"(,
        {"name":"fat","thickness_mm":6,"youngs_kPa":3,"poisson":0.45,"cutting_N":0.003,
         "friction_N_per_mm":0.002)" +
           ratio + R"(,
        {"name":"muscle","thickness_mm":20,"youngs_kPa":12,"poisson":0.45,"puncture_N":0.15,
         "face_N_per_mm":0.5,"cutting_N":0.02,"friction_N_per_mm":0.005)" +
           ratio + R"(],
        "needle":{"length_mm":50,"diameter_mm":0.25,"youngs_GPa":193},"speed_mm_s":5,)" +
           more + "}";
}

// One layer of muscle with neither face nor cutting: what holds is friction alone.
std::string muscle(double speed_mm_s, const std::string& more) {
    return R"({"experiment":"insert","layers":[{"name":"muscle","thickness_mm":40,
        "youngs_kPa":11.6,"poisson":0.45,"friction_N_per_mm":0.005)" +
           more +
           R"(}],"needle":{"length_mm":50,"diameter_mm":0.25,"youngs_GPa":193},"depth_mm":22,
        "retract":true,"speed_mm_s":)" +
           std::to_string(speed_mm_s) + "}";
}

double force_at(const Json& curve, double hand_mm) {
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const double a = curve[i - 1][0], b = curve[i][0];
        if (a > hand_mm || b < hand_mm || b <= a) continue;
        const double t = (hand_mm - a) / (b - a);
        return (1.0 - t) * curve[i - 1][1].get<double>() + t * curve[i][1].get<double>();
    }
    ADD_FAILURE() << "no row at " << hand_mm;
    return 0.0;
}

struct Work {
    double in = 0.0, out = 0.0;
};
Work work_of(const Json& curve) {
    Work work;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const double by = curve[i][0].get<double>() - curve[i - 1][0].get<double>();
        const double force = 0.5 * (curve[i][1].get<double>() + curve[i - 1][1].get<double>());
        (by > 0.0 ? work.in : work.out) += force * by;
    }
    return work;
}

TEST(Insert, ThroughTwoFacesOfARigidCorridorIsWhatAHandReckons) {
    const Json told =
        answer(two_faces("1.0", R"("corridor":"rigid","depth_mm":20,"retract":true)"));
    const Json& curve = told["curve"];
    ASSERT_EQ(told["punctures"].size(), 2U);
    EXPECT_EQ(told["punctures"][0]["layer"], "skin");
    EXPECT_NEAR(told["punctures"][0]["hand_mm"].get<double>(), 2.5, 0.001);
    EXPECT_NEAR(told["punctures"][0]["force_N"].get<double>(), 0.25, 1e-4);
    EXPECT_EQ(told["punctures"][1]["layer"], "muscle");
    EXPECT_NEAR(told["punctures"][1]["hand_mm"].get<double>(), 8.3, 0.001);
    EXPECT_NEAR(told["punctures"][1]["force_N"].get<double>(), 0.192, 1e-4);
    EXPECT_NEAR(force_at(curve, 2.51), 0.0340, 1e-4);
    EXPECT_NEAR(force_at(curve, 5.0), 0.0390, 1e-4);
    EXPECT_NEAR(force_at(curve, 8.31), 0.0635, 1e-4);
    EXPECT_NEAR(force_at(curve, 15.0), 0.0970, 2e-4);
    EXPECT_NEAR(told["hold_force_N"].get<double>(), 0.1220, 1e-4);
    EXPECT_NEAR(told["retract_force_N"].get<double>(), -0.1020, 1e-4);
    const Work work = work_of(curve);
    EXPECT_NEAR(work.in, 1.65002, 0.005 * 1.65);
    EXPECT_NEAR(work.out, 1.1100, 0.005 * 1.11);
    for (std::size_t i = 1; i < curve.size(); ++i)
        ASSERT_LE(std::fabs(curve[i][0].get<double>() - curve[i - 1][0].get<double>()), 0.1);
}

TEST(Insert, BreaksAwayAtTheStaticLimit) {
    const Json told =
        answer(two_faces("1.2", R"("corridor":"rigid","depth_mm":20,"retract":true)"));
    EXPECT_NEAR(told["retract_force_N"].get<double>(), -0.1224, 1e-4);
    EXPECT_NEAR(force_at(told["curve"], 15.0), 0.0970, 2e-4);
}

TEST(Insert, TissueThatGivesWayDimplesBeforeItIsPunctured) {
    const Json told = answer(two_faces("1.0", R"("depth_mm":20,"retract":true)"));
    ASSERT_EQ(told["punctures"].size(), 2U);
    EXPECT_GT(told["punctures"][0]["hand_mm"].get<double>(), 2.5);
    EXPECT_NEAR(told["punctures"][0]["force_N"].get<double>(), 0.25, 1e-4);
    EXPECT_GT(told["elements"].get<int>(), 1000);
    double tip = 0.0, hand = 0.0;
    for (const Json& row : told["curve"]) {
        const double here = row[0], depth = row[2];
        if (here < hand) break;
        EXPECT_LE(depth, here + 1e-9);
        EXPECT_GE(depth, tip - 1e-6);
        tip = depth;
        hand = here;
    }
    const Work work = work_of(told["curve"]);
    EXPECT_GT(work.in, work.out);
    EXPECT_GT(work.out, 0.0);
}

// Whatever the speed, shaft and tissue slide past each other at the kinetic limit.
TEST(Insert, SlidesAtTheFrictionOfTheLengthInside) {
    for (const double speed : {1.0, 20.0}) {
        const Json told = answer(muscle(speed, ""));
        const Json& curve = told["curve"];
        for (const Json& row : curve) {
            if (row[0].get<double>() < 15.0) continue;
            EXPECT_NEAR(row[1].get<double>(), 0.005 * row[2].get<double>(), 0.0021) << speed;
            if (row[0].get<double>() > 21.9) break;
        }
    }
}

TEST(Insert, HeldNeedlesForceFallsAsTheTissueRelaxes) {
    const std::string held =
        R"(,"puncture_N":0.3,"prony":[{"g":0.3,"tau_s":0.1},{"g":0.2,"tau_s":2}])";
    std::string request = muscle(20.0, held);
    request.insert(request.size() - 1, R"(,"hold_s":10)");
    request.replace(request.find("\"depth_mm\":22"), 13, "\"depth_mm\":4");
    const Json told = answer(request);
    ASSERT_TRUE(told["punctures"].empty());  // it only presses: all of the force is the tissue's
    double most = 0.0;
    for (const Json& row : told["curve"]) most = std::fmax(most, row[1].get<double>());
    // From 0.4 s after the first touch (G is 0.69 on the mean of a ramp of 0.2 s) down to 0.5.
    const double ramp = 0.2;
    double at_end = 1.0, late = 1.0;
    for (const auto& [g, tau] : {std::pair{0.3, 0.1}, std::pair{0.2, 2.0}}) {
        at_end -= g * (1.0 - tau / ramp * (1.0 - std::exp(-ramp / tau)));
        late -= g * (1.0 - tau / ramp * (std::exp(ramp / tau) - 1.0) * std::exp(-10.2 / tau));
    }
    EXPECT_NEAR(told["hold_force_N"].get<double>() / most, late / at_end, 0.005);
}

TEST(Insert, SaysWhichKeyIsWrong) {
    EXPECT_NE(wrong(two_faces("0.5", R"("depth_mm":20)")).find("layers[0].static_ratio"),
              std::string::npos);
    EXPECT_NE(wrong(two_faces("1.0", R"("depth_mm":60)")).find("depth_mm"), std::string::npos);
    EXPECT_NE(wrong(two_faces("1.0", R"("depth_mm":20,"corridor":"soft")")).find("corridor"),
              std::string::npos);
    EXPECT_NE(wrong(two_faces("1.0", R"("depth_mm":20,"sped":1)")).find("sped"), std::string::npos);
    EXPECT_NE(wrong(two_faces("1.0", R"("hold_s":1)")).find("depth_mm"), std::string::npos);
}

TEST(StickSlip, TellsForceSpeedAndPeriod) {
    const Json told = answer(R"({"experiment":"stick-slip","mass_g":5,"spring_N_per_mm":0.1,
        "drive_mm_s":5,"static_N":0.12,"kinetic_N":0.08,"time_s":1})");
    EXPECT_EQ(told["curve"].size(), 1001U);
    EXPECT_NEAR(told["period_s"].get<double>(), 0.18346, 1e-4);
    double most = 0.0;
    for (const Json& row : told["curve"]) most = std::fmax(most, row[1].get<double>());
    EXPECT_NEAR(most, 0.12016, 1e-4);
    EXPECT_NE(wrong(R"({"experiment":"stick-slip","mass_g":5,"spring_N_per_mm":0.1,
        "drive_mm_s":5,"static_N":0.07,"kinetic_N":0.08,"time_s":1})")
                  .find("kinetic_N"),
              std::string::npos);
}

}  // namespace
}  // namespace dryrun::lab
