// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bodies, sites and points that the tests of this folder ask about.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "approach/line.h"
#include "approach/way.h"

namespace dryrun::approach {

inline anatomy::BodyParameters body_of(double body_mass_index, anatomy::Posture posture) {
    anatomy::BodyParameters body;
    body.mass_kg = body_mass_index * body.stature * body.stature * 1e-6;
    body.posture = posture;
    return body;
}

inline std::shared_ptr<const anatomy::Atlas> atlas_of(double body_mass_index,
                                                      anatomy::Posture posture) {
    const auto atlas = anatomy::Atlas::make(body_of(body_mass_index, posture));
    EXPECT_TRUE(atlas.ok());
    return *atlas;
}

inline const std::vector<Site>& sites() {
    static const Result<std::vector<Site>> read = read_shipped_sites();
    return *read;
}

inline const std::vector<double> kStocked = {13, 15, 25, 30, 40, 50, 60, 75};

struct Asked {
    const char* muscle;
    const char* point;
    anatomy::Posture posture;
};
// Over the lung, over bone, beside the canal, near the kidney.
inline const Asked kAsked[] = {
    {"muscle.rhomboid_major", "TrP1", anatomy::Posture::ProneHandBehindBack},
    {"muscle.infraspinatus", "TrP1", anatomy::Posture::Prone},
    {"muscle.multifidus.lumbar", "TrP1", anatomy::Posture::Prone},
    {"muscle.longissimus_thoracis", "TrP2", anatomy::Posture::Prone},
    {"muscle.gluteus_medius", "TrP1", anatomy::Posture::SideLyingLeft},
};

inline Vec3 target_of(const anatomy::Atlas& atlas, const Asked& asked,
                      const std::string& side = "right") {
    const auto muscle = atlas.find(std::string(asked.muscle) + "." + side);
    for (const auto& site : atlas.trigger_point_sites(*muscle)) {
        if (site.name == asked.point) return site.at;
    }
    ADD_FAILURE() << asked.muscle;
    return {};
}

inline Rules rules_of(const Asked& asked) {
    const Site& site = *find_site(sites(), asked.muscle);
    return {site, *find_point(site, asked.point), kStocked};
}

// Walks along a line a quarter of a millimetre at a time and asks what holds each point: the first
// that must never be entered and that comes before bone.
inline std::optional<double> hazard_by_walking(const anatomy::Atlas& atlas, const Vec3& entry,
                                               const Vec3& direction, double length) {
    constexpr double kStep = 0.25;
    for (double t = 0.5; t <= length; t += kStep) {
        const auto held = atlas.at(entry + direction * t);
        if (!held) continue;
        const anatomy::Structure& structure = atlas.structure(*held);
        if (structure.tissue == anatomy::Tissue::Bone) return std::nullopt;
        if (must_never_be_entered(structure)) return t;
    }
    return std::nullopt;
}

}  // namespace dryrun::approach
