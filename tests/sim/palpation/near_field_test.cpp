// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A pad on a block's patch, with what its bricks cannot follow.
#include "tissue/near_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "../tissue/prone_back.h"
#include "palpation/contact.h"
#include "softbody/dense_spd.h"
#include "tissue/layered_body.h"

namespace dryrun::palpation {
namespace {

using anatomy::Tissue;

std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

bool is_on_patch(const tissue::Site& site, const Vec3& centre, const Vec3& across,
                 const Vec3& down) {
    std::array<int, 4> point{};
    std::array<double, 4> weight{};
    for (const double i : {-3.0, 3.0})
        for (const double j : {-3.0, 3.0})
            if (!site.surface_weights(centre + across * (kTaxelSize * i) + down * (kTaxelSize * j),
                                      point.data(), weight.data()))
                return false;
    return true;
}

PadGeometry pad_on(const tissue::Site& site, const Vec3& centre, const Vec3& across,
                   const Vec3& down, bool has_near_field) {
    PadGeometry pad;
    for (int t = 0; t < kTaxels; ++t) {
        TaxelWeights& taxel = pad.taxels[at(t)];
        const Vec3 place = centre + across * (kTaxelSize * (t % kTaxelsAcross - 3)) +
                           down * (kTaxelSize * (t / kTaxelsAcross - 3));
        EXPECT_TRUE(site.surface_weights(place, taxel.point.data(), taxel.weight.data()));
        for (int& point : taxel.point) {
            const auto known = std::find(pad.points.begin(), pad.points.end(), point);
            const auto number = known - pad.points.begin();
            if (known == pad.points.end()) pad.points.push_back(point);
            point = static_cast<int>(number);
        }
    }
    std::vector<double> compliance;
    for (const int i : pad.points)
        for (const int j : pad.points) compliance.push_back(site.surface_compliance(i, j));
    condense_taxels(compliance, pad);
    if (has_near_field)
        add_near_field(
            site.near_field(centre), [&](int point) { return site.surface_place(point); }, 1.0,
            pad);
    return pad;
}

std::shared_ptr<const tissue::Site> flat_site() {
    const auto body = tissue::flat_body({{"skin", Tissue::Skin, 2.5},
                                         {"fat", Tissue::Fat, 8.0},
                                         {"fascia", Tissue::Fascia, 1.0},
                                         {"muscle.flat", Tissue::Muscle, 16.0},
                                         {"bone.flat", Tissue::Bone, 20.0}});
    return *tissue::Site::make_in(body, tissue::shipped_materials(), {}, {});
}

// Of the middle taxel under its own load.
double own(const PadGeometry& pad) {
    return pad.compliance[at(kTaxels / 2 * kTaxels + kTaxels / 2)];
}

TEST(NearField, ATaxelGivesAlikeOverACornerOfBricksAndBetween) {
    const auto site = flat_site();
    const auto give = [&](double off, bool has_near_field) {
        return own(pad_on(*site, {off, 0.0, off}, {1, 0, 0}, {0, 0, 1}, has_near_field));
    };
    EXPECT_GT(give(0.0, false), 1.5 * give(2.5, false)) << "bricks alone";
    for (const double off : {0.7, 1.6, 2.5}) {
        EXPECT_NEAR(give(off, true) / give(0.0, true), 1.0, 0.02) << off;
    }
}

TEST(NearField, APadTurnedOnTheSkinFindsItTheSame) {
    const auto site = flat_site();
    const double turn = std::sqrt(0.5);
    const auto straight = pad_on(*site, {1.0, 0.0, 2.0}, {1, 0, 0}, {0, 0, 1}, true);
    const auto turned = pad_on(*site, {1.0, 0.0, 2.0}, {turn, 0, turn}, {-turn, 0, turn}, true);
    for (std::size_t i = 0; i < straight.compliance.size(); ++i)
        EXPECT_NEAR(turned.compliance[i], straight.compliance[i], 0.05 * own(straight)) << i;
}

TEST(NearField, APadsComplianceIsSymmetricAndPositiveOnTheWholeBack) {
    const auto atlas = tissue::prone_atlas();
    const auto materials = tissue::shipped_materials();
    for (const char* landmark : {"spinous.T5", "spinous.L3"}) {
        for (const double aside : {0.0, -45.0}) {
            const auto level = atlas->landmark(landmark);
            const auto skin = *atlas->skin_at({aside, level->y, level->z});
            const auto site = *tissue::Site::make(
                atlas, materials, {}, tissue::place_for(skin.point, nullptr, skin.normal));
            for (const double along : {-8.0, 0.0, 7.0}) {
                const Vec3 centre = skin.point + skin.caudal * along;
                const auto pad =
                    pad_on(*site, centre, skin.medial, cross(skin.normal, skin.medial), true);
                for (int i = 0; i < kTaxels; ++i)
                    for (int j = 0; j < i; ++j)
                        EXPECT_NEAR(pad.compliance[at(i * kTaxels + j)],
                                    pad.compliance[at(j * kTaxels + i)], 1e-9);
                auto matrix = pad.compliance;
                EXPECT_TRUE(softbody::factor_spd(matrix, kTaxels)) << landmark << aside << along;
            }
        }
    }
}

// Where bone comes near within a few millimetres, flat layers looked at beside it say too much.
TEST(NearField, OverBonyPlacesAPadsComplianceIsPositiveToo) {
    const auto atlas = tissue::prone_atlas();
    const auto materials = tissue::shipped_materials();
    int looked = 0;
    for (const char* landmark : {"scapula.root_of_spine.right", "scapula.inferior_angle.right",
                                 "scapula.acromion.right", "psis.right", "spinous.C7"}) {
        const auto bone = atlas->landmark(landmark);
        ASSERT_TRUE(bone) << landmark;
        for (const double aside : {-20.0, 0.0, 20.0}) {
            const auto skin = atlas->skin_at(*bone + Vec3{aside, 0.0, 0.0});
            if (!skin) continue;
            const auto site = tissue::Site::make(
                atlas, materials, {}, tissue::place_for(skin->point, nullptr, skin->normal));
            if (!site) continue;
            for (const double along : {-20.0, -8.0, 0.0, 11.0, 20.0}) {
                const Vec3 centre = skin->point + skin->caudal * along;
                const Vec3 down = cross(skin->normal, skin->medial);
                if (!is_on_patch(**site, centre, skin->medial, down)) continue;
                const auto pad = pad_on(**site, centre, skin->medial, down, true);
                ++looked;
                auto matrix = pad.compliance;
                EXPECT_TRUE(softbody::factor_spd(matrix, kTaxels))
                    << landmark << ' ' << aside << ' ' << along;
                for (int t = 0; t < kTaxels; ++t)
                    EXPECT_GT(pad.compliance[at(t * kTaxels + t)], 0.0);
            }
        }
    }
    EXPECT_GT(looked, 40);
}

}  // namespace
}  // namespace dryrun::palpation
