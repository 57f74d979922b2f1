// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The bench from question to answer: closed forms, and bad input told by its key.
#include "ask.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace dryrun::lab {
namespace {

void expect_numbers(const Json& got, const std::vector<double>& wanted, double relative) {
    ASSERT_EQ(got.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        EXPECT_NEAR(got[i].get<double>(), wanted[i], relative * std::fabs(wanted[i])) << i;
}

TEST(Bar, OfRubberFollowsTheNeoHookeanLaw) {
    const Json told = answer(R"({"experiment":"bar","material":{"youngs_kPa":14.5,"poisson":0.45},
        "length_mm":50,"side_mm":10,"stretch":[0.8,1.2,1.4]})");
    expect_numbers(told["stress_kPa"], {-3.62398, 2.46847, 4.37292}, 1e-5);
    EXPECT_NEAR(told["strain"][0][1].get<double>(), 0.10446, 1e-5);
    EXPECT_NEAR(told["strain"][2][2].get<double>(), 0.85766 - 1.0, 1e-5);
    EXPECT_GT(told["elements"], 0);
    EXPECT_GT(told["dof"], 0);
}

// E_L 40, E_T 12, G_LT 6 kPa, ν_LT 0.5 at 0, 30, 45, 60, 90°: 40, 21.818, 16, 13.333, 12 kPa.
TEST(Bar, WithFibresAtAnAngleHasTheModulusOfThatAngle) {
    const double kModulus[] = {40.0, 21.818, 16.0, 13.333, 12.0};
    const int kAngle[] = {0, 30, 45, 60, 90};
    for (std::size_t i = 0; i < 5; ++i) {
        const Json told = answer(R"({"experiment":"bar","geometry":"small","material":{
            "youngs_kPa":12,"poisson":0.45,"fibre_youngs_kPa":40,"fibre_shear_kPa":6,
            "fibre_poisson":0.5,"fibre_angle_deg":)" +
                                 std::to_string(kAngle[i]) +
                                 R"(},"length_mm":40,"side_mm":10,"stretch":[1.001]})");
        expect_numbers(told["stress_kPa"], {kModulus[i] * 0.001}, 1e-4);
    }
}

TEST(Bar, ContractsWhenFreeAndPullsWhenHeld) {
    const std::string material = R"("material":{"youngs_kPa":11.976,"poisson":0.497},)";
    const Json free = answer(R"({"experiment":"bar",)" + material +
                             R"("length_mm":30,"side_mm":10,"active_kPa":1.2})");
    EXPECT_NEAR(free["strain"][0][0].get<double>(), -0.09963, 0.001);
    expect_numbers(
        answer(R"({"experiment":"bar",)" + material +
               R"("length_mm":30,"side_mm":10,"active_kPa":1.2,"stretch":[1.0]})")["stress_kPa"],
        {1.2}, 1e-4);
}

TEST(Shear, PushesItsFacesApartAsItTurns) {
    const Json told = answer(R"({"experiment":"shear","material":{"youngs_kPa":14.5,
        "poisson":0.45},"side_mm":10,"shear":[0.4]})");
    expect_numbers(told["stress_kPa"], {5.0 * 0.4}, 1e-6);
    expect_numbers(told["normal_difference_kPa"], {5.0 * 0.16}, 1e-6);
}

// g 0.30 in 0.1 s and 0.25 in 2 s.
TEST(Relax, FollowsThePronySeriesAfterAStepAndARamp) {
    const std::string material = R"("material":{"youngs_kPa":3,"poisson":0.5e-9,"prony":[
        {"g":0.3,"tau_s":0.1},{"g":0.25,"tau_s":2}]},)";
    const Json step = answer(R"({"experiment":"relax",)" + material +
                             R"("strain_history":[[0,0.01]],"times_s":[10,0.1,1]})");
    expect_numbers(step["stress_kPa"], {0.03 * 0.45168, 0.03 * 0.79817, 0.03 * 0.60165}, 1e-4);
    // Begun later it is the same later, whatever was asked before.
    const Json later = answer(R"({"experiment":"relax",)" + material +
                              R"("strain_history":[[3,0.01]],"times_s":[1,3,3.1]})");
    EXPECT_EQ(later["stress_kPa"][0], 0.0);
    EXPECT_NEAR(later["stress_kPa"][1].get<double>(), 0.03, 1e-9);
    EXPECT_NEAR(later["stress_kPa"][2].get<double>(), 0.03 * 0.79817, 1e-6);
    const Json ramp = answer(R"({"experiment":"relax","mode":"shear",)" + material +
                             R"("strain_history":[[0,0],[0.5,0.01]],"times_s":[0.5,1,5]})");
    expect_numbers(ramp["stress_kPa"], {0.015 * 0.73079, 0.015 * 0.62267, 0.015 * 0.47331}, 1e-4);
}

TEST(Beam, BendsAndBuckles) {
    const std::string needle = R"("needle":{"length_mm":40,"diameter_mm":0.30,"youngs_GPa":193})";
    const Json bent = answer(R"({"experiment":"beam",)" + needle +
                             R"(,"tip_force_N":[0.001,0],"at_mm":[0,20,40]})");
    expect_numbers(bent["tip_displacement_mm"], {0.27800, bent["tip_displacement_mm"][1]}, 1e-3);
    EXPECT_NEAR(bent["deflection_mm"][1].get<double>(), 0.27800 * 5.0 / 16.0, 1e-4);
    const Json buckled = answer(R"({"experiment":"beam",)" + needle +
                                R"(,"ends":"clamped-pinned","shortening_mm":2})");
    EXPECT_GT(buckled["max_deflection_mm"], 1.0);
    const Json limit = answer(
        R"({"experiment":"buckle","needle":{"length_mm":30,"diameter_mm":0.25,"youngs_GPa":193},
            "ends":"pinned-pinned"})");
    EXPECT_NEAR(limit["critical_force_N"].get<double>(), 0.40583, 0.003 * 0.40583);
}

const std::string kLayer = R"("layers":[{"thickness_mm":20,"youngs_kPa":12,"poisson":0.45}],)";

// Hayes 1972, κ solved again: 2 a E κ δ / (1 − ν²) with κ 1.4141 and 3.091.
TEST(Indent, APunchOnABondedLayerNeedsTheForceOfHayes) {
    for (const auto& [radius, force] : {std::pair{6.0, 0.25534}, std::pair{20.0, 1.86041}}) {
        const Json told = answer(R"({"experiment":"indent","geometry":"small",)" + kLayer +
                                 R"("indenter":{"shape":"flat","radius_mm":)" +
                                 std::to_string(radius) + R"(},"depth_mm":[1]})");
        expect_numbers(told["force_N"], {force}, 0.01);
    }
}

// The same layer under a sphere of 16 mm: 0.6665 N at 3.046 mm, touching to 8 mm. Hertz: a sphere
// of 8 mm, 1 mm into a deep body of 20 kPa: 94.576 mN, 2.828 mm.
TEST(Indent, ASphereTouchesAndPressesAsInClosedForm) {
    const Json layer =
        answer(R"({"experiment":"indent","geometry":"small",)" + kLayer +
               R"("indenter":{"shape":"sphere","radius_mm":16},"depth_mm":[3.046]})");
    expect_numbers(layer["force_N"], {0.6665}, 0.01);
    expect_numbers(layer["contact_radius_mm"], {8.0}, 0.02);
    const Json deep = answer(R"({"experiment":"indent","geometry":"small","base":"deep",
        "layers":[{"thickness_mm":20,"youngs_kPa":20,"poisson":0.45}],
        "indenter":{"shape":"sphere","radius_mm":8},"depth_mm":[1]})");
    expect_numbers(deep["force_N"], {0.094576}, 0.01);
    expect_numbers(deep["contact_radius_mm"], {2.828}, 0.02);
    const Json& surface = deep["surface_mm"];
    EXPECT_NEAR(surface[0][1].get<double>(), -1.0, 0.005);
    EXPECT_NEAR(surface[surface.size() - 1][1].get<double>(), 0.0, 1e-9);
}

// 2 E R d / (1 − ν²); what holds the far end of the mesh may cost little of the 1 %.
TEST(Indent, APunchOnDeepTissueIsAsStiffAsOnAHalfSpace) {
    for (const double poisson : {0.1, 0.45, 0.499}) {
        const Json told = answer(
            R"({"experiment":"indent","geometry":"small","base":"deep",
                "layers":[{"name":"tissue","thickness_mm":60,"youngs_kPa":10,"poisson":)" +
            std::to_string(poisson) + R"(}],
                "indenter":{"shape":"flat","radius_mm":5},"depth_mm":[0.05]})");
        const double wanted_N = 2.0 * 0.010 * 5.0 * 0.05 / (1.0 - poisson * poisson);
        EXPECT_NEAR(told["force_N"][0].get<double>() / wanted_N, 1.0, 0.006) << poisson;
    }
}

// Bricks that reach 60 mm down round off more than the forces of so small a contact.
TEST(Indent, ASphereOfHalfAMillimetrePressesDeepTissueAsHertzSays) {
    const Json told = answer(
        R"({"experiment":"indent","base":"deep",
        "layers":[{"name":"muscle","thickness_mm":60,"youngs_kPa":12,"poisson":0.45}],
        "indenter":{"shape":"sphere","radius_mm":0.5},"depth_mm":[0.02]})");
    const double hertz =
        4.0 / 3.0 * 12e-3 / (1.0 - 0.45 * 0.45) * std::sqrt(0.5) * std::pow(0.02, 1.5);
    EXPECT_NEAR(told["force_N"][0].get<double>(), hertz, 0.02 * hertz);
}

TEST(Indent, AQuarterOfABoxAgreesWithAWedge) {
    const std::string rest = R"("indenter":{"shape":"sphere","radius_mm":16},"depth_mm":[3.046]})";
    const Json told = answer(R"({"experiment":"indent","geometry":"small","layers":[
        {"thickness_mm":20,"youngs_kPa":12,"poisson":0.45,"fibre_youngs_kPa":12}],)" +
                             rest);
    expect_numbers(told["force_N"], {0.6665}, 0.02);
}

TEST(Indent, PressedFarALayerIsStifferThanLinear) {
    const Json told = answer(R"({"experiment":"indent",)" + kLayer +
                             R"("indenter":{"shape":"flat","radius_mm":10},"depth_mm":[0.02,2]})");
    const double ratio = told["force_N"][1].get<double>() / told["force_N"][0].get<double>();
    EXPECT_GT(ratio, 102.0);
    EXPECT_LT(ratio, 130.0);
}

// Skin that has passed the sphere's middle lies beside its stem and does not push it in.
TEST(Indent, ASphereDeeperThanItIsWidePressesAsAFingerDoes) {
    const Json told = answer(R"({"experiment":"indent","layers":[
        {"thickness_mm":2.5,"youngs_kPa":60,"poisson":0.48,"stiffening":1},
        {"thickness_mm":4,"youngs_kPa":3,"poisson":0.48,"stiffening":1},
        {"thickness_mm":20,"youngs_kPa":12,"poisson":0.48,"stiffening":1}],
        "indenter":{"shape":"sphere","radius_mm":8},"depth_mm":[6,8,10,12]})");
    const auto force = told["force_N"].get<std::vector<double>>();
    for (std::size_t i = 1; i < force.size(); ++i) EXPECT_GT(force[i], 1.3 * force[i - 1]);
}

// Boussinesq: u_z = (1 − ν²) F / π E r on the surface, u_r inwards.
TEST(Indent, APunchThatSticksIsStifferTheMoreTheLessTissueCanBeSqueezed) {
    const auto stiffer = [](const char* poisson) {
        const auto force = [&](const char* sticks) {
            return answer(std::string(R"({"experiment":"indent","geometry":"small","layers":[
                {"thickness_mm":20,"youngs_kPa":12,"poisson":)") +
                          poisson + R"(}],"indenter":{"shape":"flat","radius_mm":20,"sticks":)" +
                          sticks + R"(},"depth_mm":[1]})")["force_N"][0]
                .get<double>();
        };
        return force("true") / force("false");
    };
    EXPECT_GT(stiffer("0.3"), 1.0);
    EXPECT_GT(stiffer("0.49"), stiffer("0.45"));
    EXPECT_NEAR(stiffer("0.49"), 1.067, 0.005);
}

TEST(PointForce, OnADeepBodyMovesTheSkinAsBoussinesqSays) {
    const Json told = answer(R"({"experiment":"point-force","geometry":"small","base":"deep",
        "layers":[{"thickness_mm":20,"youngs_kPa":12,"poisson":0.45}],
        "forces":[{"depth_mm":0,"force_N":[0,0,-0.1]}],"at_mm":[[10,0,0],[-7.07107,-7.07107,0]]})");
    const Json& along = told["displacement_mm"][0];
    const Json& across = told["displacement_mm"][1];
    EXPECT_NEAR(along[2].get<double>(), -0.21154, 0.03 * 0.21154);
    EXPECT_NEAR(across[2].get<double>(), -0.21154, 0.03 * 0.21154);
    EXPECT_LT(along[0].get<double>(), 0.0);
    EXPECT_NEAR(across[0].get<double>(), across[1].get<double>(), 1e-9);
    EXPECT_GT(across[0].get<double>(), 0.0);
}

TEST(Lab, SaysWhichKeyOfARequestIsWrong) {
    const struct {
        const char* request;
        const char* says;
    } kWrong[] = {
        {R"({"experiment":"knead"})", "experiment"},
        {R"({"experiment":"bar","length_mm":10,"side_mm":5,"stretch":[1.1]})", "material"},
        {R"({"experiment":"bar","material":{"youngs_kPa":-1,"poisson":0.4},"length_mm":10,
             "side_mm":5,"stretch":[1.1]})",
         "material.youngs_kPa"},
        {R"({"experiment":"bar","material":{"youngs_kPa":1,"poisson":0.5},"length_mm":10,
             "side_mm":5,"stretch":[1.1]})",
         "material.poisson"},
        {R"({"experiment":"bar","material":{"youngs_kPa":10,"poisson":0.45,"fibre_youngs_kPa":1,
             "fibre_poisson":0.6},"length_mm":10,"side_mm":5,"stretch":[1.1]})",
         "material.fibre_poisson"},
        {R"({"experiment":"bar","material":{"youngs_kPa":1,"poisson":0.4},"length_mm":10,
             "side_mm":5,"stretch":[1.1],"colour":"red"})",
         "colour"},
        {R"({"experiment":"bar","material":{"youngs_kPa":1,"poisson":0.4},"length_mm":10,
             "side_mm":5})",
         "stretch"},
        {R"({"experiment":"relax","material":{"youngs_kPa":1,"poisson":0.4},
             "strain_history":[[0,0],[-1,0.1]],"times_s":[1]})",
         "strain_history"},
        {R"({"experiment":"indent","layers":[{"thickness_mm":5,"youngs_kPa":12,"poisson":0.45}],
             "indenter":{"shape":"sphere","radius_mm":2,"sticks":true},"depth_mm":[1]})",
         "indenter.sticks"},
        {R"({"experiment":"beam","needle":{"length_mm":40,"diameter_mm":0.3,"youngs_GPa":193},
             "tip_force_N":[0.1]})",
         "tip_force_N"},
        {R"({"experiment":"indent","layers":[{"thickness_mm":-2,"youngs_kPa":12,"poisson":0.45}],
             "indenter":{"shape":"flat","radius_mm":2},"depth_mm":[1]})",
         "thickness_mm"},
        {R"({"experiment":"indent","layers":[{"thickness_mm":5,"youngs_kPa":12,"poisson":0.45}],
             "indenter":{"shape":"flat","radius_mm":2},"depth_mm":[6]})",
         "depth_mm"},
        {R"([1,2])", "object"},
        {R"({"experiment":)", "t.json:1"},
    };
    for (const auto& one : kWrong)
        EXPECT_NE(wrong(one.request).find(one.says), std::string::npos) << wrong(one.request);
}

}  // namespace
}  // namespace dryrun::lab
