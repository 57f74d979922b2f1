// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a sheet is made of: its footprint and fibres, and stacked heights.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "anatomy/footprint.h"
#include "anatomy/height_stack.h"
#include "anatomy/model.h"
#include "body_for_test.h"
#include "core/random.h"

namespace dryrun::anatomy {
namespace {

// From three points on the midline to a border that is shorter and further down.
Footprint slanting_sheet() {
    return Footprint(
        {{{0.0, 100.0}, {0.0, 70.0}, {0.0, 40.0}}, {{60.0, 60.0}, {65.0, 30.0}, {70.0, 0.0}}});
}

TEST(Footprint, FindsThePlaceItWasAskedFor) {
    const Footprint sheet = slanting_sheet();
    for (int i = 0; i <= 10; ++i) {
        for (int j = 0; j <= 10; ++j) {
            const ChartPlace place = sheet.at(i / 10.0, j / 10.0);
            const auto found = sheet.find(place.u, place.v);
            ASSERT_TRUE(found) << i << ' ' << j;
            EXPECT_NEAR(found->along, i / 10.0, 1e-6);
            EXPECT_NEAR(found->across, j / 10.0, 1e-6);
        }
    }
}

TEST(Footprint, EndsAtItsOutline) {
    const Footprint sheet = slanting_sheet();
    EXPECT_FALSE(sheet.find(30.0, 90.0));
    EXPECT_FALSE(sheet.find(30.0, 15.0));
    EXPECT_FALSE(sheet.find(75.0, 20.0));
    EXPECT_TRUE(sheet.find(30.0, 50.0));
}

TEST(Footprint, FibresRunFromOriginToInsertion) {
    const auto place = slanting_sheet().find(30.0, 50.0);
    ASSERT_TRUE(place);
    EXPECT_GT(place->direction.u, 0.8);
    EXPECT_LT(place->direction.v, -0.4);
    EXPECT_NEAR(place->fibre_length, 76.0, 4.0);
}

TEST(Footprint, SaysHowAPlaceChangesNextToIt) {
    const Footprint sheet = slanting_sheet();
    const auto place = sheet.find(30.0, 50.0);
    const auto beside = sheet.find(30.2, 50.3);
    ASSERT_TRUE(place && beside);
    const Footprint::Changes by = sheet.changes(*place);
    EXPECT_NEAR(beside->along - place->along, 0.2 * by.along.u + 0.3 * by.along.v, 1e-4);
    EXPECT_NEAR(beside->across - place->across, 0.2 * by.across.u + 0.3 * by.across.v, 1e-4);
}

void expect_same(const std::optional<FibrePlace>& place, const std::optional<FibrePlace>& other) {
    ASSERT_EQ(place.has_value(), other.has_value());
    if (!place) return;
    EXPECT_EQ(place->along, other->along);
    EXPECT_EQ(place->across, other->across);
    EXPECT_EQ(place->width, other->width);
}

TEST(Footprint, FindsPlacesOfALatticeAndAlongRowsAsOneByOne) {
    const Footprint sheet = slanting_sheet();
    Footprint::Lattice lattice{80.0, 1.75, 60, {}};
    for (double v = -5.0; v < 110.0; v += 2.5) lattice.v.push_back(v);
    std::vector<std::optional<FibrePlace>> places(lattice.columns * lattice.v.size());
    sheet.find_all(lattice, [&](std::size_t row, std::size_t column, const FibrePlace& place) {
        std::optional<FibrePlace>& known = places[row * lattice.columns + column];
        EXPECT_FALSE(known) << "once each";
        known = place;
    });
    const Footprint::Rows rows = sheet.cut(lattice.v);
    int found = 0;
    for (std::size_t row = 0; row < lattice.v.size(); ++row) {
        for (std::size_t k = 0; k < lattice.columns; ++k) {
            const double u = lattice.first_u - lattice.step * static_cast<double>(k);
            const auto alone = sheet.find(u, lattice.v[row]);
            expect_same(places[row * lattice.columns + k], alone);
            expect_same(sheet.find(u, rows, row), alone);
            if (alone) ++found;
        }
    }
    EXPECT_GT(found, 300);
}

TEST(Footprint, FanFromOnePointKeepsItsPlaces) {
    const Footprint fan({{{0.0, 0.0}, {0.0, 60.0}}, {{50.0, 90.0}, {50.0, 90.0}}});
    const auto place = fan.find(25.0, 60.0);
    ASSERT_TRUE(place);
    EXPECT_NEAR(place->along, 0.5, 1e-6);
    EXPECT_NEAR(place->across, 0.5, 1e-6);
}

// How much of a sheet is turned over on the chart, of all its area.
double folded_share(const Footprint& sheet) {
    constexpr int kParts = 48;
    const auto at = [&](int i, int j) {
        return sheet.at(static_cast<double>(i) / kParts, static_cast<double>(j) / kParts);
    };
    double one_way = 0.0;
    double other_way = 0.0;
    for (int i = 0; i < kParts; ++i) {
        for (int j = 0; j < kParts; ++j) {
            const ChartPlace a = at(i, j);
            const ChartPlace b = at(i + 1, j);
            const ChartPlace c = at(i + 1, j + 1);
            const ChartPlace d = at(i, j + 1);
            const double area = (c.u - a.u) * (d.v - b.v) - (c.v - a.v) * (d.u - b.u);
            (area > 0.0 ? one_way : other_way) += std::fabs(area);
        }
    }
    return std::min(one_way, other_way) / (one_way + other_way);
}

// Fibres beside each other stay so from origin to insertion, however the shoulder is held; with
// the arm overhead a twelfth of levator scapulae and a fiftieth of latissimus fold.
TEST(Footprint, NoSheetOfTheBackFoldsOverItself) {
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(tables.ok());
    std::vector<BodyParameters> bodies{stranger(1, Sex::Male, 21.0), stranger(2, Sex::Female, 24.0),
                                       stranger(3, Sex::Female, 30.0)};
    for (const Posture posture : kEveryPosture) {
        bodies.emplace_back().posture = posture;
    }
    for (const BodyParameters& body : bodies) {
        const double most = body.posture == Posture::ProneArmOverhead ? 0.09 : 0.004;
        BackModel model;
        model.body = body;
        ASSERT_TRUE(build_model(model, *tables));
        for (const Layer& layer : model.layers) {
            if (!layer.footprint) continue;
            EXPECT_LT(folded_share(*layer.footprint), most) << layer.row->name;
        }
    }
}

HeightStack three_surfaces() {
    ChartGrid half;
    half.first_u = -44.0;  // the midline is its last column
    half.columns = 12;
    half.rows = 10;
    const RandomStream random(5, "height stack test");
    std::vector<HeightField> surfaces(3, HeightField(half.size()));
    for (std::size_t n = 0; n < half.size(); ++n) {
        const double thickness = n % 3 == 0 ? 0.0 : 2.0 * random.uniform(n, 1);
        surfaces[0][n] = static_cast<float>(4.0 * random.uniform(n));
        surfaces[1][n] = surfaces[0][n] + static_cast<float>(thickness);
        surfaces[2][n] = surfaces[1][n];
    }
    return HeightStack(half, surfaces);
}

TEST(HeightStack, SurfacesNeverCross) {
    const HeightStack stack = three_surfaces();
    float heights[kMostSurfaces];
    for (double u = -50.0; u < 50.0; u += 0.7) {
        for (double v = -3.0; v < 42.0; v += 0.7) {
            stack.estimate(stack.locate(u, v), heights);
            EXPECT_LE(heights[0], heights[1]);
            EXPECT_EQ(heights[1], heights[2]) << "equal at the nodes, equal to the last bit";
            EXPECT_LE(stack.height(0, u, v), stack.height(1, u, v));
            EXPECT_EQ(stack.height(1, u, v), stack.height(2, u, v));
            EXPECT_NEAR(heights[1], stack.height(1, u, v), 1e-5);
        }
    }
}

// Larger than a patch; each sheet but the lowest and the topmost lies over a part of it only.
std::vector<HeightField> islands(const ChartGrid& half) {
    constexpr int kSheets = 14;
    const RandomStream random(6, "height stack test");
    std::vector<HeightField> surfaces(kSheets, HeightField(half.size()));
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = half.index(i, j);
            for (int k = 0; k < kSheets; ++k) {
                const bool is_there = k == 0 || k == kSheets - 1 ||
                                      std::abs(i - 2 * k) + std::abs(j - 29 + 2 * k) < 7;
                const float below = k > 0 ? surfaces[static_cast<std::size_t>(k - 1)][n] : 0.0F;
                const double thickness =
                    is_there ? 1.0 + random.uniform(n, static_cast<std::uint64_t>(k)) : 0.0;
                surfaces[static_cast<std::size_t>(k)][n] = below + static_cast<float>(thickness);
            }
        }
    }
    return surfaces;
}

TEST(HeightStack, HoldsInEachPatchWhatLiesApartThereAndKnowsTheRest) {
    ChartGrid half;
    half.first_u = -4.0 * 28;
    half.columns = 29;
    half.rows = 30;
    const std::vector<HeightField> surfaces = islands(half);
    const HeightStack stack(half, surfaces);
    const auto every_surface = static_cast<std::size_t>(stack.count());
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            for (std::size_t k = 0; k < every_surface; ++k) {
                EXPECT_EQ(stack.at_node(static_cast<int>(k), i, j), surfaces[k][half.index(i, j)]);
            }
        }
    }
    for (double u = -120.0; u < 120.0; u += 2.3) {
        for (double v = -9.0; v < 131.0; v += 2.3) {
            for (std::size_t k = 0; k < every_surface; ++k) {
                EXPECT_EQ(height_over(surfaces[k], half, u, v),
                          stack.height(static_cast<int>(k), u, v))
                    << "a surface by itself has the bits that it has among others";
            }
        }
    }
    float all[kMostSurfaces];
    alignas(HeightStack::Four) float held[kMostSurfaces];
    std::size_t most_held = 0;
    for (double u = -120.0; u < 120.0; u += 2.3) {
        for (double v = -3.0; v < 125.0; v += 2.3) {
            const HeightStack::Place place = stack.locate(u, v);
            stack.estimate(place, all);
            const HeightStack::Patch& patch = place.patch();
            most_held = std::max(most_held, std::size_t{patch.fours});
            for (const float h : {-1.0F, all[0], 0.5F * (all[4] + all[5]), all[9], 99.0F}) {
                const int below = stack.estimate_held(place, h, held);
                EXPECT_EQ(below, std::upper_bound(all, all + every_surface, h) - all);
            }
            for (std::size_t k = 0; k < every_surface; ++k) {
                EXPECT_EQ(held[patch.held[k]], all[k]);
                EXPECT_EQ(stack.estimate(place, static_cast<int>(k)), all[k]);
                EXPECT_NEAR(all[k], stack.height(static_cast<int>(k), u, v), 1e-4);
                const bool is_apart = (patch.apart >> k & 1U) != 0;
                EXPECT_TRUE(is_apart || all[k] == all[k - 1]);
            }
        }
    }
    EXPECT_LT(most_held * HeightStack::kTogether, every_surface) << "the sheets are islands";
}

TEST(HeightStack, LeftMirrorsRightToTheLastBit) {
    const HeightStack stack = three_surfaces();
    for (double u = 0.3; u < 50.0; u += 0.7) {
        const auto left = stack.slope(1, u, 17.0);
        const auto right = stack.slope(1, -u, 17.0);
        EXPECT_EQ(left.h, right.h);
        EXPECT_EQ(left.by_u, -right.by_u);
        EXPECT_EQ(left.by_v, right.by_v);
        EXPECT_EQ(left.h, stack.height(1, u, 17.0));
    }
    EXPECT_NEAR(stack.slope(1, 0.0, 17.0).by_u, 0.0, 1e-6) << "even at the midline";
}

TEST(HeightStack, SlopeIsTheDerivative) {
    const HeightStack stack = three_surfaces();
    for (double u = -38.0; u < 38.0; u += 1.3) {
        const double v = 0.4 * u + 20.0;
        const auto slope = stack.slope(1, u, v);
        EXPECT_NEAR(slope.by_u,
                    (stack.height(1, u + 1e-5, v) - stack.height(1, u - 1e-5, v)) / 2e-5, 1e-6);
        EXPECT_NEAR(slope.by_v,
                    (stack.height(1, u, v + 1e-5) - stack.height(1, u, v - 1e-5)) / 2e-5, 1e-6);
    }
}

}  // namespace
}  // namespace dryrun::anatomy
