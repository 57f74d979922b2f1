// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Every answer comes out of the solvers: made a tenth stiffer or rougher there, it follows.
#include <gtest/gtest.h>

#include <cmath>

#include "ask.h"

namespace dryrun::lab {
namespace {

using softbody::Scale;

constexpr Scale kStiffTissue{1.1, 1.0, 1.0};
constexpr Scale kStiffWire{1.0, 1.1, 1.0};
constexpr Scale kRough{1.0, 1.0, 1.1};

// The number at `pointer` with that scale, over that without.
double ratio(const std::string& request, const std::string& pointer, const Scale& scale) {
    const auto plain = run(request, "t.json"), scaled = run(request, "t.json", scale);
    EXPECT_TRUE(plain.ok() && scaled.ok());
    if (!plain || !scaled) return 0.0;
    const Json::json_pointer at(pointer);
    return (*scaled)[at].get<double>() / (*plain)[at].get<double>();
}

constexpr const char* kLayer = R"("layers":[{"thickness_mm":20,"youngs_kPa":12,"poisson":0.45}])";

TEST(Scale, OfElementsRaisesForcesWhereDisplacementIsGiven) {
    const std::string material = R"("material":{"youngs_kPa":12,"poisson":0.45})";
    EXPECT_NEAR(ratio(R"({"experiment":"bar",)" + material +
                          R"(,"length_mm":50,"side_mm":10,"stretch":[1.2]})",
                      "/stress_kPa/0", kStiffTissue),
                1.1, 1e-6);
    EXPECT_NEAR(ratio(R"({"experiment":"shear",)" + material + R"(,"side_mm":10,"shear":[0.4]})",
                      "/stress_kPa/0", kStiffTissue),
                1.1, 1e-6);
    EXPECT_NEAR(ratio(R"({"experiment":"relax",)" + material +
                          R"(,"strain_history":[[0,0.01]],"times_s":[1]})",
                      "/stress_kPa/0", kStiffTissue),
                1.1, 1e-6);
    const std::string punch = std::string(R"("geometry":"small",)") + kLayer +
                              R"(,"indenter":{"shape":"flat","radius_mm":6},"depth_mm":[1]})";
    EXPECT_NEAR(ratio(R"({"experiment":"indent",)" + punch, "/force_N/0", kStiffTissue), 1.1, 1e-6);
    // Through a bed that is not tissue and stays as it was.
    EXPECT_NEAR(
        ratio(R"({"experiment":"indent","mesh":"session",)" + punch, "/force_N/0", kStiffTissue),
        1.1, 0.01);
}

TEST(Scale, OfElementsLessensDisplacementsWhereForceIsGiven) {
    EXPECT_NEAR(ratio(std::string(R"({"experiment":"point-force","mesh":"session",)") + kLayer +
                          R"(,"forces":[{"depth_mm":8,"force_N":[0,0,0.05]}],"at_mm":[[8,0,-8]]})",
                      "/displacement_mm/0/2", kStiffTissue),
                1.0 / 1.1, 1e-6);
    EXPECT_NEAR(ratio(std::string(R"({"experiment":"twitch","geometry":"small",)") + kLayer +
                          R"(,"band":{"depth_mm":10,"radius_mm":3,"length_mm":30},"peak_kPa":2,)"
                          R"("rise_s":0.05,"decay_s":0.1})",
                      "/skin_displacement_mm", kStiffTissue),
                1.0 / 1.1, 1e-6);
    const std::string press = R"({"experiment":"palpate","layers":[{"thickness_mm":20,)"
                              R"("youngs_kPa":12,"poisson":0.45,"stiffening":1}],)"
                              R"("finger":{"radius_mm":8},"force_N":2,"offsets_mm":[0]})";
    const double deeper = ratio(press, "/depth_mm/0", kStiffTissue);
    EXPECT_GT(deeper, 1.0 / 1.1);
    EXPECT_LT(deeper, 0.97);
    const std::string pricked = R"({"experiment":"insert","layers":[{"thickness_mm":20,)"
                                R"("youngs_kPa":12,"poisson":0.45,"puncture_N":0.1,)"
                                R"("friction_N_per_mm":0.005}],"needle":{"length_mm":50,)"
                                R"("diameter_mm":0.25,"youngs_GPa":193},"speed_mm_s":5,)"
                                R"("depth_mm":8})";
    EXPECT_NEAR(ratio(pricked, "/punctures/0/hand_mm", kStiffTissue), 1.0 / 1.1, 0.002);
}

TEST(Scale, OfTheBeamStiffensTheWire) {
    const std::string needle = R"("needle":{"length_mm":40,"diameter_mm":0.3,"youngs_GPa":193})";
    EXPECT_NEAR(ratio(R"({"experiment":"beam","geometry":"small",)" + needle +
                          R"(,"tip_force_N":[0.001,0]})",
                      "/tip_displacement_mm/0", kStiffWire),
                1.0 / 1.1, 1e-6);
    EXPECT_NEAR(ratio(R"({"experiment":"buckle",)" + needle + "}", "/critical_force_N", kStiffWire),
                1.1, 1e-6);
}

TEST(Scale, OfFrictionRaisesWhatHolds) {
    EXPECT_NEAR(ratio(R"({"experiment":"stick-slip","mass_g":5,"spring_N_per_mm":0.1,)"
                      R"("drive_mm_s":5,"static_N":0.12,"kinetic_N":0.08,"time_s":0.6})",
                      "/period_s", kRough),
                1.1, 0.02);
    EXPECT_NEAR(ratio(R"({"experiment":"insert","corridor":"rigid","layers":[{"thickness_mm":20,)"
                      R"("youngs_kPa":12,"poisson":0.45,"friction_N_per_mm":0.005}],)"
                      R"("needle":{"length_mm":50,"diameter_mm":0.25,"youngs_GPa":193},)"
                      R"("speed_mm_s":5,"depth_mm":15})",
                      "/hold_force_N", kRough),
                1.1, 0.001);
}

}  // namespace
}  // namespace dryrun::lab
