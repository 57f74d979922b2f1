// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The bench on a session's own block: the same answers as on a mesh suited to the question, near
// enough, and under a needle but for what bricks of 5 mm cost; and what a session cannot have is
// refused.
#include "lab/session_block.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ask.h"

namespace dryrun::lab {
namespace {

std::string with_mesh(const std::string& request) {
    return R"({"mesh":"session",)" + request.substr(1);
}

std::string punch(double radius, const std::string& more = "") {
    return R"({"experiment":"indent","geometry":"small","layers":[{"thickness_mm":20,)"
           R"("youngs_kPa":12,"poisson":0.45)" +
           more + R"(}],"indenter":{"shape":"flat","radius_mm":)" + number_text(radius) +
           R"(},"depth_mm":[1]})";
}

TEST(SessionMesh, PressesALayerAsHayesDoes) {
    const double wanted[] = {0.25534, 1.8604};  // Hayes 1972
    const double radius[] = {6.0, 20.0};
    for (std::size_t i = 0; i < 2; ++i) {
        const Json told = answer(with_mesh(punch(radius[i])));
        const double force = told["force_N"][0].get<double>();
        EXPECT_NEAR(force, wanted[i], 0.03 * wanted[i]);
        EXPECT_GT(told["elements"].get<int>(), 3000);
        EXPECT_GT(told["dof"].get<int>(), 6000);
    }
}

// Force of a finger, and by how much more it is than at small strains.
double stiffening(const std::string& mesh, const std::string& of_layers) {
    const auto layers = [&](const std::string& more) {
        return R"("layers":[{"name":"skin","thickness_mm":2.5,"youngs_kPa":60,"poisson":0.48)" +
               more + R"(},{"name":"fat","thickness_mm":3,"youngs_kPa":3,"poisson":0.48)" + more +
               R"(},{"name":"fascia","thickness_mm":1.2,"youngs_kPa":200,"poisson":0.45)" + more +
               R"(},{"name":"muscle","thickness_mm":8,"youngs_kPa":12,"poisson":0.48)" + more +
               R"(}],"indenter":{"shape":"sphere","radius_mm":8},"depth_mm":[4]})";
    };
    const std::string begin = R"({"experiment":"indent",)" + mesh;
    const Json large = answer(begin + layers(of_layers));
    const Json small = answer(begin + R"("geometry":"small",)" + layers(""));
    return large["force_N"][0].get<double>() / small["force_N"][0].get<double>();
}

TEST(SessionMesh, GivesUnderALightTouchAsTheSuitedMeshDoes) {
    const auto force = [](const std::string& mesh, double depth) {
        return answer(R"({"experiment":"indent","geometry":"small",)" + mesh +
                      R"("layers":[{"name":"skin","thickness_mm":2.5,"youngs_kPa":60,)"
                      R"("poisson":0.48},{"name":"fat","thickness_mm":9,"youngs_kPa":3,)"
                      R"("poisson":0.48},{"name":"muscle","thickness_mm":20,"youngs_kPa":12,)"
                      R"("poisson":0.48}],"indenter":{"shape":"sphere","radius_mm":8},)"
                      R"("depth_mm":[)" +
                      number_text(depth) + "]}")["force_N"][0]
            .get<double>();
    };
    for (const double depth : {1.0, 2.0, 4.0})
        EXPECT_NEAR(force(R"("mesh":"session",)", depth) / force("", depth), 1.0, 0.02) << depth;
}

TEST(SessionMesh, PressedFarStiffensAsTheFullSolveDoes) {
    const double full = stiffening("", R"(,"stiffening":1)");
    EXPECT_GT(full, 1.2);
    EXPECT_NEAR(stiffening(R"("mesh":"session",)", "") / full, 1.0, 0.03);
}

TEST(LongSessionMesh, Long_MovesUnderAForceAsTheSuitedMeshDoes) {
    const std::string request = R"({"experiment":"point-force","layers":[{"thickness_mm":40,
        "youngs_kPa":11.6,"poisson":0.45}],"forces":[{"depth_mm":20,"force_N":[0,0,0.05]}],
        "at_mm":[[12,0,-20],[0,-12,-16]]})";
    const Json suited = answer(request)["displacement_mm"];
    const Json session = answer(with_mesh(request))["displacement_mm"];
    for (std::size_t place = 0; place < 2; ++place)
        for (std::size_t axis = 0; axis < 3; ++axis)
            EXPECT_NEAR(session[place][axis].get<double>(), suited[place][axis].get<double>(),
                        0.006)
                << place << axis;
}

TEST(SessionMesh, MovesAlikeUnderForcesAlongXAndY) {
    const auto moved = [](const char* force, const char* at) {
        return answer(std::string(R"({"experiment":"point-force","mesh":"session","layers":[{)"
                                  R"("thickness_mm":30,"youngs_kPa":11.6,"poisson":0.45}],)"
                                  R"("forces":[{"depth_mm":14,"force_N":)") +
                      force + R"(}],"at_mm":[)" + at + "]}")["displacement_mm"][0];
    };
    const Json x = moved("[0.05,0,0]", "[9,0,-20]"), y = moved("[0,0.05,0]", "[0,9,-20]");
    EXPECT_NEAR(x[0].get<double>(), y[1].get<double>(), 1e-12);
    EXPECT_NEAR(x[2].get<double>(), y[2].get<double>(), 1e-12);
    EXPECT_GT(x[0].get<double>(), 0.01);
    EXPECT_LT(x[2].get<double>(), -1e-4) << "what it is pushed to goes down under it";
}

TEST(SessionMesh, GivesUnderANeedleAsTheSuitedMeshDoes) {
    const std::string request = R"({"experiment":"insert","layers":[{"thickness_mm":40,
        "youngs_kPa":11.6,"poisson":0.45,"friction_N_per_mm":0.005,"puncture_N":0.1}],
        "needle":{"length_mm":50,"diameter_mm":0.25,"youngs_GPa":193},"depth_mm":15,
        "speed_mm_s":5})";
    const Json suited = answer(request), session = answer(with_mesh(request));
    EXPECT_NEAR(session["hold_force_N"].get<double>() / suited["hold_force_N"].get<double>(), 1.0,
                0.05);
    // How far the skin is dimpled when it gives way.
    EXPECT_NEAR(session["punctures"][0]["hand_mm"].get<double>() /
                    suited["punctures"][0]["hand_mm"].get<double>(),
                1.0, 0.35);
}

TEST(SessionMesh, LiftsTheSkinOverATwitchAndFollowsFibres) {
    const std::string request = R"({"experiment":"twitch","geometry":"small","layers":[
        {"thickness_mm":2.5,"youngs_kPa":60,"poisson":0.45},
        {"thickness_mm":8,"youngs_kPa":3,"poisson":0.45},
        {"thickness_mm":25,"youngs_kPa":12,"poisson":0.45}],
        "band":{"depth_mm":18,"radius_mm":5,"length_mm":40},
        "peak_kPa":5,"rise_s":0.05,"decay_s":0.1})";
    const double suited = answer(request)["skin_displacement_mm"];
    const double session = answer(with_mesh(request))["skin_displacement_mm"];
    EXPECT_NEAR(session / suited, 1.0, 0.35);
    // A layer with fibres turned by a right angle is as stiff as before.
    const std::string fibres = R"(,"fibre_youngs_kPa":40,"fibre_shear_kPa":5.8,)"
                               R"("fibre_angle_deg":)";
    const double along = answer(with_mesh(punch(6.0, fibres + "0")))["force_N"][0];
    const double across = answer(with_mesh(punch(6.0, fibres + "90")))["force_N"][0];
    const double plain = answer(with_mesh(punch(6.0)))["force_N"][0];
    EXPECT_NEAR(along, across, 1e-6 * along);
    EXPECT_GT(along, 1.1 * plain);
}

TEST(SessionMesh, RefusesWhatASessionCannotHave) {
    EXPECT_NE(wrong(R"({"experiment":"bar","mesh":"session"})").find("mesh"), std::string::npos);
    EXPECT_NE(wrong(R"({"experiment":"palpate","mesh":"session"})").find("'palpate'"),
              std::string::npos);
    EXPECT_NE(wrong(with_mesh(punch(36.0))).find("radius_mm"), std::string::npos);
    EXPECT_NE(wrong(with_mesh(punch(6.0, R"(,"stiffening":1)"))).find("stiffening"),
              std::string::npos);
    EXPECT_NE(wrong(R"({"width_mm":40,"mesh":"session",)" + punch(6.0).substr(1)).find("width_mm"),
              std::string::npos);
    EXPECT_NE(wrong(R"({"mesh":"fine",)" + punch(6.0).substr(1)).find("mesh"), std::string::npos);
}

}  // namespace
}  // namespace dryrun::lab
