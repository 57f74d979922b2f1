// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Nothing inverts or crosses at any corner of the space of bodies: every layer of every line has a
// positive thickness and the anatomical order, landmarks keep their order, left mirrors right.
#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "body_for_test.h"

namespace dryrun::anatomy {
namespace {

std::string about(const BodyParameters& body) {
    return to_json(body).dump();
}

// How deep a structure's kind lies, among those that go right across.
int rank_of(const Structure& structure) {
    switch (structure.tissue) {
        case Tissue::Skin:
            return 0;
        case Tissue::Fat:
            return 1;
        case Tissue::Fascia:
            return structure.name == "fascia" ? 2 : 3;
        case Tissue::Pleura:
            return 5;
        case Tissue::Lung:
            return 6;
        default:
            return structure.name.starts_with("muscle.intercostal") ? 4 : 3;
    }
}

// As finely as a line finds where it crosses a sheet.
constexpr double kSame = 0.02;

// Along a line that stands on the skin the kinds come in their order; bone, nerve, vessel and organ
// may stand between any two.
void check_order(const Atlas& atlas, const SkinPoint& skin) {
    const Vec3 start = skin.point + skin.normal * 0.2;
    if (atlas.at(start)) return;  // a fold of skin that is narrower than this
    const auto line = atlas.layers_along(start, -skin.normal, 70.0);
    if (!line) {
        // It enters through the edge of what is modelled.
        EXPECT_FALSE(atlas.skin_at(skin.point - skin.normal * 2.0));
        return;
    }
    // Through the edge of a shoulder a line leaves on the other side.
    const StructureId last = line->spans.back().structure;
    const bool leaves = line->spans.size() > 1 && atlas.structure(last).tissue == Tissue::Skin;
    double at = 0.0;
    int deepest = 0;
    Tissue tissue = Tissue::Skin;
    for (const LayerSpan& span : line->spans) {
        ASSERT_EQ(span.enter, at);
        ASSERT_GT(span.exit, span.enter);
        at = span.exit;
        if (leaves) continue;
        const Structure& structure = atlas.structure(span.structure);
        const int rank = rank_of(structure);
        const Tissue before = std::exchange(tissue, structure.tissue);
        if (rank == 3 || rank == 4) continue;
        // Across a furrow a line may come back to a covering, and it may leave the lung again; but
        // no covering lies below the ribs, and no lung outside the pleura.
        EXPECT_TRUE(rank > 2 || deepest <= 2) << structure.name << " below the ribs";
        EXPECT_TRUE(rank < 6 || before == Tissue::Pleura)
            << structure.name << " outside the pleura";
        deepest = std::max(deepest, rank);
    }
}

void check_lines(const Atlas& atlas, std::uint64_t number, int count) {
    const RandomStream random(number, "lines");
    int found = 0;
    for (std::uint64_t i = 0; found < count && i < 400; ++i) {
        const Vec3 low = *atlas.landmark("spinous.S1");
        const Vec3 high = *atlas.landmark("spinous.C2");
        const double z = low.z + (high.z - low.z) * random.uniform(i, 0);
        const double x = 360.0 * (random.uniform(i, 1) - 0.5);
        const auto skin = atlas.skin_hit({x, 400.0, z}, {0.0, -1.0, 0.0}, 600.0);
        if (!skin) continue;
        ++found;
        SCOPED_TRACE("at " + std::to_string(x) + " " + std::to_string(z));
        check_order(atlas, *skin);
    }
    EXPECT_EQ(found, count);
}

void check_landmarks(const Atlas& atlas) {
    const char* kDownwards[] = {"spinous.C2", "spinous.C7", "spinous.T1", "spinous.T4",
                                "spinous.T8", "spinous.L1", "spinous.L4", "spinous.S1"};
    double above = 1e9;
    for (const char* name : kDownwards) {
        const auto at = atlas.landmark(name);
        ASSERT_TRUE(at) << name;
        EXPECT_LT(at->z, above) << name;
        above = at->z;
    }
    for (const auto& [name, at] : atlas.landmarks()) {
        const std::size_t side = name.rfind(".left");
        if (side == std::string::npos || side + 5 != name.size()) continue;
        const auto right = atlas.landmark(name.substr(0, side) + ".right");
        ASSERT_TRUE(right) << name;
        EXPECT_EQ(right->x, -at.x) << name;
        EXPECT_EQ(right->y, at.y) << name;
        EXPECT_EQ(right->z, at.z) << name;
    }
}

// Where the spans end that are thick enough not to be the chance of a rounding.
std::vector<double> borders_of(const LayersAlongLine& line) {
    std::vector<double> borders;
    for (const LayerSpan& span : line.spans) {
        if (span.exit - span.enter > 2.0 * kSame) borders.push_back(span.exit);
    }
    return borders;
}

void check_sides(const Atlas& atlas) {
    for (const double x : {47.0, 95.0}) {
        for (const char* level : {"spinous.T3", "spinous.L3"}) {
            const double z = atlas.landmark(level)->z;
            const auto left = atlas.layers_along({x, 400.0, z}, {0.0, -1.0, 0.0}, 80.0);
            const auto right = atlas.layers_along({-x, 400.0, z}, {0.0, -1.0, 0.0}, 80.0);
            ASSERT_EQ(left.has_value(), right.has_value());
            if (!left) continue;
            const std::vector<double> here = borders_of(*left);
            const std::vector<double> there = borders_of(*right);
            ASSERT_EQ(here.size(), there.size()) << level << " " << x;
            for (std::size_t k = 0; k < here.size(); ++k)
                EXPECT_NEAR(here[k], there[k], kSame) << level << " " << x;
        }
    }
}

void check_people(std::uint64_t first, std::uint64_t count, int lines) {
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(tables.ok());
    for (std::uint64_t number = first; number < first + count; ++number) {
        const BodyParameters body = anybody(number);
        SCOPED_TRACE("body " + std::to_string(number) + " " + about(body));
        const auto made = Atlas::make(body, *tables);
        ASSERT_TRUE(made.ok()) << made.error().text();
        const auto& atlas = *made;
        check_landmarks(*atlas);
        check_sides(*atlas);
        check_lines(*atlas, number, lines);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(Population, NothingInvertsOrCrossesInTheFirstHundredBodies) {
    check_people(1, 100, 5);
}

TEST(Population, NothingInvertsOrCrossesInTheSecondHundredBodies) {
    check_people(101, 100, 5);
}

TEST(Population, BothSidesAreAlikeWhereALineGrazesATransverseProcess) {
    check_people(1695, 1, 1);
}

TEST(Population, Long_NothingInvertsOrCrossesInTwoThousandBodies) {
    check_people(201, 1800, 20);
}

}  // namespace
}  // namespace dryrun::anatomy
