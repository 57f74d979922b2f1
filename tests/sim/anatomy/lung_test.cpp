// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Nothing enters lung but through pleura: lines from everywhere, at every level from the neck to
// the loin, in bodies of the whole space.
#include <gtest/gtest.h>

#include <string>

#include "body_for_test.h"

namespace dryrun::anatomy {
namespace {

// The name of what stands before lung where no pleura does; empty where all is well.
std::string lung_without_pleura(const Atlas& atlas, const LayersAlongLine& line) {
    Tissue before = Tissue::Skin;
    std::string name;
    for (const LayerSpan& span : line.spans) {
        const Structure& structure = atlas.structure(span.structure);
        if (structure.tissue == Tissue::Lung && before != Tissue::Pleura) return name;
        if (span.exit <= span.enter) return structure.name + ", of no thickness";
        before = structure.tissue;
        name = structure.name;
    }
    return {};
}

// From outside the body towards somewhere in or near the chest, so that lines come from behind,
// above, below and the sides.
void shoot(const Atlas& atlas, std::uint64_t number, int count) {
    const RandomStream random(number, "lung");
    const Vec3 low = *atlas.landmark("spinous.L2");
    const Vec3 high = *atlas.landmark("spinous.C5");
    int into_lung = 0;
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
        const auto between = [&](std::uint64_t k, double from, double to) {
            return from + (to - from) * random.uniform(i, k);
        };
        // Every third at the apex.
        const bool is_apex = i % 3 == 0;
        const Vec3 at{between(0, -150.0, 150.0) * (is_apex ? 0.5 : 1.0),
                      high.y - between(1, 0.0, 110.0),
                      is_apex ? high.z - between(2, 20.0, 130.0) : between(2, low.z, high.z)};
        const Vec3 from{at.x + between(3, -250.0, 250.0), at.y + between(4, 20.0, 260.0),
                        at.z + between(5, -150.0, 350.0)};
        const Vec3 direction = normalised(at - from);
        const auto line = atlas.layers_along(from, direction, 220.0);
        if (!line) continue;
        for (const LayerSpan& span : line->spans) {
            if (atlas.structure(span.structure).tissue != Tissue::Lung) continue;
            ++into_lung;
            break;
        }
        const std::string bare = lung_without_pleura(atlas, *line);
        EXPECT_EQ(bare, "") << "line " << i << " from " << from.x << ' ' << from.y << ' ' << from.z
                            << " to " << at.x << ' ' << at.y << ' ' << at.z;
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(into_lung, count / 20) << "too few lines for a test";
}

TEST(Lung, IsEnteredThroughPleuraOnlyInTheReferenceBodyInEveryPosture) {
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(tables.ok());
    for (const Posture posture : kEveryPosture) {
        BodyParameters body;
        body.posture = posture;
        const auto atlas = Atlas::make(body, *tables);
        ASSERT_TRUE(atlas.ok());
        SCOPED_TRACE(to_json(body).dump());
        shoot(**atlas, static_cast<std::uint64_t>(posture) + 1, 1500);
        if (testing::Test::HasFailure()) return;
    }
}

void shoot_at_people(std::uint64_t first, std::uint64_t count, int lines) {
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(tables.ok());
    for (std::uint64_t number = first; number < first + count; ++number) {
        const BodyParameters body = anybody(number);
        SCOPED_TRACE("body " + std::to_string(number) + " " + to_json(body).dump());
        const auto atlas = Atlas::make(body, *tables);
        ASSERT_TRUE(atlas.ok());
        shoot(**atlas, number, lines);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(Lung, IsEnteredThroughPleuraOnlyInTwentyBodies) {
    shoot_at_people(1, 20, 800);
}

TEST(Lung, Long_IsEnteredThroughPleuraOnlyInTwoThousandBodies) {
    shoot_at_people(1, 2000, 1500);
}

}  // namespace
}  // namespace dryrun::anatomy
