// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "places.h"
#include "approach/line.h"

#include <gtest/gtest.h>

#include <vector>

namespace dryrun::session {
namespace {

// Looks up and down the back for a place whose inward line `is_wanted`, the most central of the
// first run of such places.
template <class Wanted>
anatomy::SkinPoint search(const anatomy::Atlas& atlas, const Vec3& near, Wanted&& is_wanted) {
    const auto start = atlas.skin_at(near);
    EXPECT_TRUE(start);
    std::vector<anatomy::SkinPoint> run;
    for (double along = 0.0; along < 60.0; along += 0.5) {
        const auto skin = atlas.skin_at(start->point + start->caudal * along);
        if (skin && is_wanted(*skin)) {
            run.push_back(*skin);
        } else if (run.size() > 4) {
            break;
        } else {
            run.clear();
        }
    }
    EXPECT_GT(run.size(), 4u) << "no such place below the start";
    return run.empty() ? *start : run[run.size() / 2];
}

}  // namespace

const scenario::Scenario& rhomboid() {
    static const scenario::Scenario kScenario = [] {
        auto read = scenario::read_scenario("rhomboid-major-right");
        EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().text());
        return read.ok() ? *read : scenario::Scenario{};
    }();
    return kScenario;
}

anatomy::SkinPoint skin_over_rib(const anatomy::Atlas& atlas, const Vec3& near) {
    return search(atlas, near, [&](const anatomy::SkinPoint& skin) {
        return approach::look_ahead(atlas, skin.point, -skin.normal, 0.0).bone.has_value();
    });
}

anatomy::SkinPoint skin_over_gap(const anatomy::Atlas& atlas, const Vec3& near) {
    return search(atlas, near, [&](const anatomy::SkinPoint& skin) {
        return approach::look_ahead(atlas, skin.point, -skin.normal, 0.0).pleura.has_value();
    });
}

}  // namespace dryrun::session
