// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// That the heights on which sheets are laid, measured on the bones' outlines, are those at which a
// ray meets the bones' meshes; and what is done to height fields.
#include "anatomy/bone_columns.h"
#include "anatomy/membrane.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "body_for_test.h"

namespace dryrun::anatomy {
namespace {

struct Seen {
    double outer = kNoHeight;
    double facing = 0.0;  // 1 where the bone faces the ray
    double rib_inner = kNoHeight;
    double scapula_inner = kNoHeight;
};

// What a ray down the column meets: the frame without scapula, the deep face of the outermost rib,
// and the costal face of the scapula.
Seen look_down(const BackModel& model, double u, double v) {
    constexpr double kAbove = 90.0;
    const ChartPoint top{u, v, kAbove};
    const Vec3 from = model.chart.from_chart(top);
    const Vec3 inward = normalised(model.chart.from_chart({u, v, kAbove - 1.0}) - from);
    Seen seen;
    double scapula_outer = kNoHeight;
    const std::size_t none = model.bones->bone_count();
    std::size_t rib = none;
    for (const auto& hit : model.bones->all_hits(from, inward, kAbove + 75.0)) {
        const std::string& name = model.skeleton.bones[hit.bone].name;
        const double h = kAbove - hit.distance;
        if (name.starts_with("scapula.")) {
            if (scapula_outer == kNoHeight) scapula_outer = h;
            if (!hit.enters && h > scapula_outer - 45.0) seen.scapula_inner = h;
            continue;
        }
        if (hit.enters && seen.outer == kNoHeight) {
            seen.outer = h;
            seen.facing = -dot(hit.normal, inward);
        }
        if (!name.starts_with("rib.")) continue;
        if (hit.enters && rib == none) rib = hit.bone;
        if (!hit.enters && hit.bone == rib && seen.rib_inner == kNoHeight) seen.rib_inner = h;
    }
    return seen;
}

struct Differences {
    std::vector<double> sizes;
    int missed = 0;
    int invented = 0;

    void take(double seen, double measured, bool faces) {
        const bool is_seen = seen > kNoHeight;
        const bool is_measured = measured > kNoHeight;
        if (is_seen && !is_measured) ++missed;
        if (!is_seen && is_measured) ++invented;
        if (is_seen && is_measured && faces) sizes.push_back(std::fabs(seen - measured));
    }
    double quantile(double share) {
        std::sort(sizes.begin(), sizes.end());
        return sizes[static_cast<std::size_t>(share * static_cast<double>(sizes.size() - 1))];
    }
};

void expect_agreement(const BodyParameters& body) {
    BackModel model;
    model.body = body;
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(tables.ok());
    ASSERT_TRUE(build_model(model, *tables).ok());
    const ChartGrid& half = model.stack.half();
    std::vector<BoneOnChart> laid;
    for (const Bone& bone : model.skeleton.bones) laid.push_back(lay_bone(model.chart, half, bone));
    const BoneColumns columns =
        measure_bones(model, half, [&](std::size_t i) -> const BoneOnChart& { return laid[i]; });
    Differences frame;
    Differences rib;
    Differences scapula;
    for (int j = 2; j + 2 < half.rows; ++j) {
        for (int i = 2; i < half.columns; ++i) {
            if (std::fabs(half.u(i)) <= 10.0 * model.scale) continue;  // spinous processes
            if (!model.region.contains(half.u(i), half.v(j))) continue;
            const std::size_t n = half.index(i, j);
            const Seen seen = look_down(model, half.u(i), half.v(j));
            frame.take(seen.outer, columns.frame[n], seen.facing > 0.6);
            rib.take(seen.rib_inner, columns.rib_inner[n], seen.facing > 0.6);
            scapula.take(seen.scapula_inner, columns.scapula_inner[n], true);
        }
    }
    for (auto* one : {&frame, &rib, &scapula}) {
        const char* name = one == &frame ? "frame" : one == &rib ? "rib" : "scapula";
        SCOPED_TRACE(name);
        ASSERT_GT(one->sizes.size(), 300u);
        const auto few = static_cast<int>(one->sizes.size() / 12);
        EXPECT_LE(one->missed, few);
        EXPECT_LE(one->invented, few);
        EXPECT_LT(one->quantile(0.5), 0.3);
        EXPECT_LT(one->quantile(0.95), one == &scapula ? 1.4 : 1.0);  // fillets
    }
}

TEST(BoneColumns, AreTheSameOfBonesLaidAheadOnAGridThatEndsLater) {
    BackModel model;
    model.body = stranger(8, Sex::Female, 24.0);
    const auto tables = read_anatomy_tables();
    ASSERT_TRUE(tables.ok());
    ASSERT_TRUE(build_model(model, *tables).ok());
    // So low that it ends among the ribs.
    ChartGrid half = model.stack.half();
    half.rows /= 2;
    ChartGrid taller = half;
    taller.rows += 200;
    const std::vector<Bone>& all = model.skeleton.bones;
    Errands errands;
    BonesOnChart bones(errands);
    bones.lay(model.chart, taller, {all.begin(), all.begin() + 50});
    bones.lay(model.chart, half, all);
    std::vector<BoneOnChart> laid;
    for (const Bone& bone : all) laid.push_back(lay_bone(model.chart, half, bone));
    const BoneColumns ahead = measure_bones(model, half, [&](std::size_t i) -> const BoneOnChart& {
        return bones.bone(i, half.size());
    });
    const BoneColumns columns =
        measure_bones(model, half, [&](std::size_t i) -> const BoneOnChart& { return laid[i]; });
    EXPECT_EQ(ahead.frame, columns.frame);
    EXPECT_EQ(ahead.rib_inner, columns.rib_inner);
    EXPECT_EQ(ahead.scapula_inner, columns.scapula_inner);
    EXPECT_EQ(ahead.scapula_outer, columns.scapula_outer);
    EXPECT_EQ(ahead.bone_outer, columns.bone_outer);
}

TEST(BoneColumns, AreWhereRaysMeetTheMeshes) {
    expect_agreement({});
}

TEST(BoneColumns, AreWhereRaysMeetTheMeshesOfASmallBentWoman) {
    BodyParameters body = stranger(8, Sex::Female, 24.0);
    body.kyphosis_deg = 65.0;
    expect_agreement(body);
}

ChartGrid small_grid() {
    ChartGrid half;
    half.columns = 31;
    half.rows = 37;
    half.first_u = -120.0;
    return half;
}

TEST(HeightField, AMembraneBetweenKnownEdgesIsFlatOrEven) {
    const ChartGrid half = small_grid();
    HeightField known(half.size(), kNoHeight);
    for (int i = 0; i < half.columns; ++i) {
        known[half.index(i, 0)] = 10.0F;
        known[half.index(i, half.rows - 1)] = 46.0F;
    }
    for (const HeightField& field : membranes({known, known, known, known}, half)) {
        for (int j = 0; j < half.rows; ++j) {
            for (int i = 0; i < half.columns; ++i)
                EXPECT_NEAR(field[half.index(i, j)], 10.0 + j, 0.4);
        }
    }
}

// A patch of slanting bone, and nothing round it.
HeightField known_patch(const ChartGrid& half, int first_row) {
    HeightField known(half.size(), kNoHeight);
    for (int j = first_row; j < first_row + 10; ++j) {
        for (int i = 12; i < 20; ++i) known[half.index(i, j)] = 7.0F + 0.5F * static_cast<float>(i);
    }
    return known;
}

TEST(HeightField, AMembraneKeepsWhatIsKnownAndGoesOnLevelBeyondIt) {
    const ChartGrid half = small_grid();
    const HeightField known = known_patch(half, 10);
    const HeightField field = membranes({known, known, known, known}, half)[0];
    float least = 1e9F;
    float most = -1e9F;
    for (std::size_t n = 0; n < half.size(); ++n) {
        if (known[n] > kNoHeight) {
            EXPECT_EQ(field[n], known[n]);
        }
        least = std::min(least, field[n]);
        most = std::max(most, field[n]);
    }
    EXPECT_GT(least, 13.0F - 0.3F);
    EXPECT_LT(most, 16.5F + 0.3F);
}

TEST(HeightField, FourMembranesKnowNothingOfEachOther) {
    const ChartGrid half = small_grid();
    const HeightField none(half.size(), kNoHeight);
    const HeightField low = known_patch(half, 3);
    const HeightField high = known_patch(half, 20);
    const FourFields mixed = membranes({low, none, high, low}, half);
    const FourFields alone = membranes({high, high, high, high}, half);
    EXPECT_EQ(mixed[0], mixed[3]);
    EXPECT_EQ(mixed[1], HeightField(half.size(), 0.0F)) << "nothing known is level";
    EXPECT_EQ(mixed[2], alone[0]);
}

TEST(HeightField, TheHighestWithinAnEllipseIsFoundNodeByNode) {
    const ChartGrid half = small_grid();
    const RandomStream random(3, "height field test");
    HeightField field(half.size(), kNoHeight);
    for (std::size_t n = 0; n < half.size(); ++n) {
        if (random.uniform(n, 1) < 0.3) field[n] = static_cast<float>(random.uniform(n));
    }
    for (const float sign : {1.0F, -1.0F}) {
        const HeightField found = extreme(field, half, 9.0, 18.0, sign);
        for (int j = 0; j < half.rows; ++j) {
            for (int i = 0; i < half.columns; ++i) {
                float best = kNoHeight;
                for (int y = std::max(j - 4, 0); y <= std::min(j + 4, half.rows - 1); ++y) {
                    for (int x = i - 2; x <= i + 2; ++x) {
                        const double along = (y - j) * half.step / 18.0;
                        const double aside = (x - i) * half.step / 9.0;
                        const int column = x < half.columns ? x : 2 * (half.columns - 1) - x;
                        if (along * along + aside * aside > 1.0 || column < 0) continue;
                        const float h = field[half.index(column, y)];
                        if (h > kNoHeight) best = std::max(best, sign * h);
                    }
                }
                ASSERT_EQ(found[half.index(i, j)], best > kNoHeight ? sign * best : kNoHeight);
            }
        }
    }
}

TEST(HeightField, BlursAWindowAsTheWhole) {
    const ChartGrid half = small_grid();
    const RandomStream random(4, "height field test");
    HeightField field(half.size());
    for (std::size_t n = 0; n < half.size(); ++n) field[n] = static_cast<float>(random.uniform(n));
    const HeightField whole = smoothed(field, half, 6.0);
    const NodeWindow window{20, 30, 6, 15};
    HeightField within;
    HeightField scratch;
    smooth_within(field, half, 6.0, window, within, scratch);
    for (int j = window.first_row; j <= window.last_row; ++j) {
        for (int i = window.first_column; i <= window.last_column; ++i) {
            EXPECT_EQ(within[half.index(i, j)], whole[half.index(i, j)]);
        }
    }
}

TEST(HeightField, TheHighestIsFoundForAWindowAsForTheWhole) {
    const ChartGrid half = small_grid();
    const RandomStream random(5, "height field test");
    HeightField field(half.size());
    for (std::size_t n = 0; n < half.size(); ++n) field[n] = static_cast<float>(random.uniform(n));
    // At the side, in the middle, and at the midline.
    for (const NodeWindow& window :
         {NodeWindow{0, 9, 0, 5}, NodeWindow{12, 20, 6, 15},
          NodeWindow{half.columns - 6, half.columns - 1, 4, half.rows - 1}}) {
        for (const float sign : {1.0F, -1.0F}) {
            const HeightField whole = extreme(field, half, 14.0, 9.0, sign);
            HeightField within;
            extreme_within(field, half, 14.0, 9.0, sign, window, within);
            for (int j = window.first_row; j <= window.last_row; ++j) {
                for (int i = window.first_column; i <= window.last_column; ++i)
                    ASSERT_EQ(within[half.index(i, j)], whole[half.index(i, j)]);
            }
        }
    }
}

}  // namespace
}  // namespace dryrun::anatomy
