// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// At the corners of what a body may be, in every posture: landmarks are there, keep their order,
// and left mirrors right.
#include <set>

#include "anatomy/skeleton_table.h"
#include "core/file.h"
#include "core/random.h"
#include "skeleton_bodies.h"

namespace dryrun::anatomy {
namespace {

// `size`: of a stature of 1750 mm, for which the distances are written.
void expect_in_order(const Skeleton& skeleton, double size) {
    for (std::size_t i = 0; i + 1 < skeleton.vertebrae.size(); ++i) {
        const Vertebra& upper = skeleton.vertebrae[i];
        const Vertebra& lower = skeleton.vertebrae[i + 1];
        EXPECT_GT(upper.frame.origin.z, lower.frame.origin.z + 3.0) << upper.name;
        EXPECT_GT(upper.spinous_tip.z, lower.spinous_tip.z + 2.0) << upper.name;
        EXPECT_GT(upper.spinous_tip.y, upper.frame.origin.y + 20.0) << upper.name;
        EXPECT_GT(upper.spinous_tip.y, upper.canal.y) << upper.name;
        EXPECT_GT(upper.transverse_left.x, 12.0) << upper.name;
    }
    for (std::size_t i = 0; i + 2 < skeleton.rib_shapes.size(); i += 2) {
        const Rib& upper = skeleton.rib_shapes[i];
        const Rib& lower = skeleton.rib_shapes[i + 2];
        for (std::size_t k = 0; k < 12; ++k) {
            EXPECT_GT(upper.centreline[k].z, lower.centreline[k].z + 6.0) << upper.name << ' ' << k;
        }
        EXPECT_GT(std::fabs(upper.centreline[8].x), std::fabs(upper.centreline[0].x)) << upper.name;
    }
    for (const Scapula& scapula : skeleton.scapulae) {
        const std::string side = scapula.is_left ? ".left" : ".right";
        const Vec3 superior = skeleton.landmark("scapula.superior_angle" + side);
        const Vec3 root = skeleton.landmark("scapula.root_of_spine" + side);
        const Vec3 inferior = skeleton.landmark("scapula.inferior_angle" + side);
        const Vec3 acromion = skeleton.landmark("scapula.acromion" + side);
        EXPECT_GT(superior.z, root.z) << side;
        EXPECT_GT(root.z, inferior.z + 40.0 * size) << side;
        EXPECT_GT(std::fabs(acromion.x), std::fabs(root.x) + 40.0 * size) << side;
        for (const Vec3& at : scapula.medial_border) {
            EXPECT_GT(std::fabs(at.x), 30.0 * size) << side;
            EXPECT_EQ(at.x > 0.0, scapula.is_left);
        }
    }
    EXPECT_GT(skeleton.landmark("iliac_crest.left").z, skeleton.landmark("psis.left").z);
}

void expect_alike(const Skeleton& skeleton) {
    std::size_t pairs = 0;
    for (const auto& [name, at] : skeleton.landmarks) {
        if (!is_finite(at)) ADD_FAILURE() << name;
        if (!name.ends_with(".left")) continue;
        const Vec3 right = skeleton.landmark(name.substr(0, name.size() - 5) + ".right");
        EXPECT_EQ(at, (Vec3{-right.x, right.y, right.z})) << name;
        ++pairs;
    }
    EXPECT_GE(pairs, 30u);
}

SkeletonTable table() {
    auto read = read_skeleton_table((assets_folder() / "anatomy" / "skeleton.json").string());
    EXPECT_TRUE(read.ok()) << read.error().text();
    return *std::move(read);
}

void expect_sound(const BodyParameters& body, const SkeletonTable& rows) {
    SCOPED_TRACE(to_json(body).dump());
    const auto skeleton = make_skeleton(body, rows);
    ASSERT_TRUE(skeleton.ok()) << skeleton.error().text();
    expect_in_order(*skeleton, body.stature / 1750.0);
    expect_alike(*skeleton);
}

TEST(SkeletonCorner, LandmarksKeepTheirOrderInEveryPosture) {
    const SkeletonTable rows = table();
    for (const Posture posture : kEveryPosture) {
        for (int corner = 0; corner < 16; ++corner) {
            const bool tall = (corner & 1) != 0;
            BodyParameters body;
            body.stature = tall ? 2000.0 : 1450.0;
            body.mass_kg = ((corner & 2) != 0 ? 39.9 : 16.1) * body.stature * body.stature * 1e-6;
            body.kyphosis_deg = (corner & 4) != 0 ? 70.0 : 20.0;
            body.lordosis_deg = (corner & 8) != 0 ? 80.0 : 20.0;
            body.sex = (corner & 2) != 0 ? Sex::Female : Sex::Male;
            body.age_years = (corner & 4) != 0 ? 90.0 : 18.0;
            body.posture = posture;
            expect_sound(body, rows);
        }
    }
}

// Anywhere within, with the variation of a seed.
void expect_random_bodies_sound(std::uint64_t count) {
    const SkeletonTable rows = table();
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        const RandomStream random(seed, "corner");
        const auto between = [&](std::uint64_t index, double low, double high) {
            return low + (high - low) * random.uniform(0, index);
        };
        BodyParameters body;
        body.stature = between(0, 1450.0, 2000.0);
        body.mass_kg = between(1, 16.1, 39.9) * body.stature * body.stature * 1e-6;
        body.kyphosis_deg = between(2, 20.0, 70.0);
        body.lordosis_deg = between(3, 20.0, 80.0);
        body.age_years = between(4, 18.0, 90.0);
        body.sex = random.uniform(0, 5) < 0.5 ? Sex::Male : Sex::Female;
        body.posture = kEveryPosture[static_cast<std::size_t>(between(6, 0.0, 7.999))];
        body.seed = seed;
        expect_sound(body, rows);
    }
}

TEST(SkeletonCorner, LandmarksKeepTheirOrderInTwoHundredBodies) {
    expect_random_bodies_sound(200);
}
TEST(SkeletonCorner, Long_LandmarksKeepTheirOrderInTwoThousandBodies) {
    expect_random_bodies_sound(2000);
}

}  // namespace
}  // namespace dryrun::anatomy
