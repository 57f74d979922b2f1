// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The atlas as its callers use it: lines, points, nearest structures and surfaces of one body.
#include "anatomy/atlas.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dryrun::anatomy {
namespace {

std::shared_ptr<const Atlas> make_atlas(const BodyParameters& body = {}) {
    const auto atlas = Atlas::make(body);
    EXPECT_TRUE(atlas.ok()) << atlas.error().text();
    return *atlas;
}

TEST(Atlas, LineUnderTheRhomboidMeetsTheLayersInAnatomicalOrder) {
    const auto atlas = make_atlas();
    const auto muscle = atlas->find("muscle.rhomboid_major.right");
    ASSERT_TRUE(muscle);
    const auto sites = atlas->trigger_point_sites(*muscle);
    ASSERT_EQ(sites.size(), 2u);
    const auto skin = atlas->skin_at(sites[0].at);
    ASSERT_TRUE(skin);
    const auto line = atlas->layers_along(skin->point + skin->normal * 5.0, -skin->normal, 60.0);
    ASSERT_TRUE(line);
    std::vector<std::string> names;
    for (const auto& span : line->spans) names.push_back(atlas->structure(span.structure).name);
    ASSERT_GE(names.size(), 6u);
    EXPECT_EQ(names[0], "skin");
    EXPECT_EQ(names[1], "fat");
    EXPECT_EQ(names[2], "fascia");
    const auto has = [&](const std::string& name) {
        return std::find(names.begin(), names.end(), name) - names.begin();
    };
    EXPECT_LT(has("muscle.rhomboid_major.right"), has("muscle.intercostal.right"));
    EXPECT_LT(has("muscle.intercostal.right"), has("pleura.right"));
    EXPECT_EQ(names.back(), "lung.right");
    EXPECT_DOUBLE_EQ(line->spans.front().enter, 0.0);
    EXPECT_DOUBLE_EQ(line->spans.back().exit, 60.0);
}

}  // namespace
}  // namespace dryrun::anatomy
