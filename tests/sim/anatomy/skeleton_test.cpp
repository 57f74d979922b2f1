// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// That the bones lie where they lie in people. Positions named "models" are rounded from public
// models laid on one standing spine (Bruno 2015, Allaire 2020 and their meshes; about ±5 mm for
// spine and posterior ribs, ±10 mm for scapulae); the rest names its source.
#include <algorithm>

#include "core/deterministic_math.h"
#include "skeleton_bodies.h"

namespace dryrun::anatomy {
namespace {

double tilt_deg(const Vertebra& vertebra) {
    return det::degrees(det::atan2(vertebra.frame.z_axis.y, vertebra.frame.z_axis.z));
}

// Where the rib is `lateral` from the midline, going outwards from its head.
Vec3 rib_at(const Skeleton& skeleton, int number, double lateral) {
    for (const auto& [name, line] : skeleton.ribs) {
        if (name != "rib." + std::to_string(number) + ".left") continue;
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            if (line[i].x <= lateral && line[i + 1].x >= lateral) {
                const double t = (lateral - line[i].x) / (line[i + 1].x - line[i].x);
                return lerp(line[i], line[i + 1], t);
            }
        }
    }
    ADD_FAILURE() << "rib " << number << " does not reach " << lateral;
    return {};
}

Vec3 tip(const Skeleton& skeleton, const std::string& level) {
    return skeleton.landmark("spinous." + level);
}

// T7 is at 310 in the models, at 39 % of the back in people (Ernst 2013), which is lower.
TEST(Skeleton, SpinousTipsAreWhereModelsHaveThem) {
    const Skeleton skeleton = skeleton_of();
    const std::pair<const char*, Vec3> expected[] = {
        {"T1", {0, 40, 464}}, {"T3", {0, 62, 417}},  {"T5", {0, 81, 367}}, {"T7", {0, 91, 302}},
        {"T8", {0, 84, 281}}, {"T10", {0, 75, 220}}, {"L2", {0, 45, 100}}, {"S1", {0, 75, -31}}};
    for (const auto& [level, at] : expected) {
        EXPECT_LT(distance(tip(skeleton, level), at), 6.0) << level;
        EXPECT_EQ(tip(skeleton, level).x, 0.0);
    }
}

// Ernst 2013 (BMC Res Notes 6:58): C7 to PSIS 509 (SD 35), T7 at 39 % and T10 at 54 % of it.
TEST(Skeleton, SpinousTipsFollowTheirPublishedShareOfTheBack) {
    const Skeleton skeleton = skeleton_of();
    const double top = tip(skeleton, "C7").z;
    const double psis = skeleton.landmark("psis.right").z;
    EXPECT_NEAR(top - psis, 509.0, 35.0);
    const auto share = [&](const char* level) {
        return (top - tip(skeleton, level).z) / (top - psis);
    };
    EXPECT_NEAR(share("T7"), 0.39, 0.06);
    EXPECT_NEAR(share("T10"), 0.541, 0.06);
    EXPECT_NEAR(share("L1"), 0.709, 0.06);
    EXPECT_NEAR(share("L4"), 0.861, 0.06);
}

// The rule of the texts: tips of T4 and T7 stand level with the body below.
TEST(Skeleton, LongSpinousProcessesReachTheNextBody) {
    const Skeleton skeleton = skeleton_of();
    EXPECT_NEAR(tip(skeleton, "T4").z, skeleton.landmark("body.T5").z, 14.0);
    EXPECT_NEAR(tip(skeleton, "T7").z, skeleton.landmark("body.T8").z, 14.0);
    EXPECT_LT(tip(skeleton, "T7").z, skeleton.landmark("transverse.T7.left").z - 20.0);
}

TEST(Skeleton, HasTheKyphosisAndLordosisAskedFor) {
    for (const auto& [kyphosis, lordosis] : {std::pair{50.0, 55.0}, {25.0, 35.0}, {68.0, 75.0}}) {
        const Skeleton skeleton = skeleton_of(body_with(1750.0, kyphosis, lordosis));
        const double t1 = tilt_deg(skeleton.vertebra("T1"));
        const double t12 = tilt_deg(skeleton.vertebra("T12"));
        EXPECT_NEAR(t12 - t1, kyphosis, 1e-6);
        EXPECT_NEAR(t12 - tilt_deg(skeleton.vertebra("S1")), lordosis, 1e-6);
        const Vec3 top = skeleton.landmark("body.T1");
        EXPECT_NEAR(top.y / top.z, -0.0105, 0.001) << "stands over S1";
    }
    EXPECT_NEAR(tilt_deg(skeleton_of().vertebra("S1")), -35.5, 2.0) << "sacral slope of the model";
}

TEST(Skeleton, PosteriorRibsAreWhereModelsHaveThem) {
    const Skeleton skeleton = skeleton_of();
    struct Case {
        int rib;
        Vec3 at;
    };
    const Case cases[] = {{3, {61, 44.6, 435.5}},   {5, {50.4, 75.3, 394.3}},
                          {5, {85.8, 85.4, 387.7}}, {6, {70.8, 90.8, 362}},
                          {7, {72.4, 91.4, 336.4}}, {7, {110.4, 86.9, 328}},
                          {9, {66.4, 92, 278.7}},   {9, {97.1, 89.6, 261.5}}};
    for (const auto& [rib, at] : cases) {
        EXPECT_LT(distance(rib_at(skeleton, rib, at.x), at), 10.0) << rib << " at " << at.x;
    }
}

// Spacing 27 to 32 derived from spinous spacing; public cage 25 to 29 for ribs 5 to 10.
TEST(Skeleton, RibsAreSpacedAndSlopeAsInPeople) {
    const Skeleton skeleton = skeleton_of();
    for (int rib = 4; rib <= 8; ++rib) {
        const double step = rib_at(skeleton, rib, 60).z - rib_at(skeleton, rib + 1, 60).z;
        EXPECT_GE(step, 23.0) << rib;
        EXPECT_LE(step, 32.0) << rib;
        const Vec3 fall = rib_at(skeleton, rib, 50) - rib_at(skeleton, rib, 80);
        const double slope_deg = det::degrees(det::atan2(fall.z, 30.0));
        EXPECT_GE(slope_deg, 10.0) << rib;
        EXPECT_LE(slope_deg, 35.0) << rib;
    }
}

// Most posterior point 67 to 92 from the midline (models, ribs 5 to 10).
TEST(Skeleton, RibAnglesStandWhereModelsHaveThem) {
    for (const Rib& rib : skeleton_of().rib_shapes) {
        if (rib.number < 5 || rib.number > 10) continue;
        const auto most = std::max_element(rib.centreline.begin(), rib.centreline.end(),
                                           [](const Vec3& a, const Vec3& b) { return a.y < b.y; });
        EXPECT_GE(std::fabs(most->x), 64.0) << rib.name;
        EXPECT_LE(std::fabs(most->x), 95.0) << rib.name;
        EXPECT_EQ(most->x > 0.0, rib.is_left) << rib.name;
    }
}

// Height 12 to 15, cortex and marrow 6 to 9 (anatomy texts).
TEST(Skeleton, RibSectionsAreFlatAndTurnWithTheRib) {
    const Skeleton skeleton = skeleton_of();
    ASSERT_EQ(skeleton.rib_shapes.size(), 24u);
    for (const Rib& rib : skeleton.rib_shapes) {
        ASSERT_EQ(rib.centreline.size(), rib.outward.size());
        for (std::size_t i = 0; i < rib.centreline.size(); ++i) {
            EXPECT_NEAR(length(rib.outward[i]), 1.0, 1e-9);
            if (rib.number < 3 || rib.number > 10 || i < 8) continue;
            EXPECT_GE(rib.height[i], 12.0) << rib.name;
            EXPECT_LE(rib.height[i], 15.0) << rib.name;
            EXPECT_GE(rib.thickness[i], 6.0) << rib.name;
            EXPECT_LE(rib.thickness[i], 9.0) << rib.name;
            // Away from a point in the middle of the chest.
            const Vec3 middle{0.0, -20.0, rib.centreline[i].z};
            EXPECT_GT(dot(rib.outward[i], rib.centreline[i] - middle), 0.0) << rib.name << ' ' << i;
        }
    }
}

TEST(Skeleton, RibCentrelinesStepEvenly) {
    const Skeleton skeleton = skeleton_of();
    ASSERT_EQ(skeleton.ribs.size(), 24u);
    for (const auto& [name, line] : skeleton.ribs) {
        ASSERT_GE(line.size(), 20u) << name;
        const double first = distance(line[0], line[1]);
        for (std::size_t i = 1; i < line.size(); ++i) {
            EXPECT_NEAR(distance(line[i - 1], line[i]), first, 0.05 * first) << name << ' ' << i;
        }
    }
}

TEST(Skeleton, RibsLeaveTheirVertebraeBesideTheTransverseProcess) {
    const Skeleton skeleton = skeleton_of();
    for (const Rib& rib : skeleton.rib_shapes) {
        if (!rib.is_left || rib.number > 10) continue;
        const Vec3 process =
            skeleton.landmark("transverse.T" + std::to_string(rib.number) + ".left");
        double nearest = 1e9;
        for (const Vec3& point : rib.centreline)
            nearest = std::fmin(nearest, distance(point, process));
        EXPECT_LT(nearest, 20.0) << rib.name;
        EXPECT_GT(nearest, 5.0) << rib.name;
    }
}

TEST(Skeleton, GrowsWithStature) {
    const Skeleton reference = skeleton_of();
    const Skeleton tall = skeleton_of(body_with(1925.0, 50.0, 55.0));
    ASSERT_EQ(reference.landmarks.size(), tall.landmarks.size());
    for (std::size_t i = 0; i < tall.landmarks.size(); ++i) {
        EXPECT_EQ(tall.landmarks[i].first, reference.landmarks[i].first);
        EXPECT_LT(distance(tall.landmarks[i].second, reference.landmarks[i].second * 1.1), 1e-9)
            << tall.landmarks[i].first;
    }
    EXPECT_NEAR(tall.rib_shapes[8].height[15], 1.1 * reference.rib_shapes[8].height[15], 1e-9);
}

TEST(Skeleton, OfAWomanIsNarrowerAndSlenderer) {
    BodyParameters body;
    body.sex = Sex::Female;
    const Skeleton woman = skeleton_of(body);
    const Skeleton man = skeleton_of();
    const auto widest = [](const Skeleton& skeleton) {
        double most = 0.0;
        for (const auto& [name, line] : skeleton.ribs) {
            for (const Vec3& point : line) most = std::fmax(most, point.x);
        }
        return most;
    };
    EXPECT_NEAR(widest(woman) / widest(man), 0.96, 0.005);
    EXPECT_LT(woman.rib_shapes[8].height[15], 0.95 * man.rib_shapes[8].height[15]);
    EXPECT_EQ(tip(woman, "T7"), tip(man, "T7"));
}

TEST(Skeleton, VariesWithTheSeedAndWithinBounds) {
    BodyParameters body;
    const double reference = skeleton_of(body).landmark("scapula.inferior_angle.left").z;
    double lowest = 1e9;
    double highest = -1e9;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        body.seed = seed;
        const double z = skeleton_of(body).landmark("scapula.inferior_angle.left").z;
        EXPECT_NEAR(z, reference, 2.0 * 0.9 * 34.0) << seed;
        lowest = std::fmin(lowest, z);
        highest = std::fmax(highest, z);
    }
    EXPECT_GT(highest - lowest, 3.0);
}

TEST(Skeleton, RefusesABodyOutOfRange) {
    const auto made = make_skeleton(body_with(2300.0, 50.0, 55.0));
    ASSERT_FALSE(made.ok());
    EXPECT_NE(made.error().text().find("stature_mm"), std::string::npos);
}

}  // namespace
}  // namespace dryrun::anatomy
