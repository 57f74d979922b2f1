// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How far the textbook's rules for finding a level miss in one body: "the inferior angle of the
// scapula lies beside T7" and its like, rows of assets/anatomy/landmark_rules.json. A level is a
// number that counts the tips of the spinous processes downwards (C1 is 1, T1 8, L1 20, S1 25); a
// third of the way from T7 to T8 is 14.33. Sides are alike in this respect; the left is asked.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "anatomy/skeleton.h"

namespace dryrun::anatomy {

struct LandmarkRule {
    std::string name;      ///< "inferior angle of the scapula"
    std::string landmark;  ///< without its side; empty where most_prominent_of
    std::vector<std::string> most_prominent_of;  ///< of these levels' tips
    int promises = 0;                            ///< level
    std::string source;
};

struct RuleOutcome {
    std::string name;
    int promised = 0;
    double level = 0.0;       ///< where it lies
    double levels_low = 0.0;  ///< how far below the promised level; negative above
    double mm_low = 0.0;      ///< the same in height
};

Result<std::vector<LandmarkRule>> read_landmark_rules();

using LandmarkLookup = std::function<std::optional<Vec3>(std::string_view)>;
LandmarkLookup landmarks_of(const Atlas& atlas);
LandmarkLookup landmarks_of(const Skeleton& skeleton);

/// The level of a height; none above C1 or below what is modelled.
std::optional<double> spinous_level(const LandmarkLookup& landmarks, double z);
/// None where the body lacks a landmark.
std::optional<RuleOutcome> outcome_of(const LandmarkRule& rule, const LandmarkLookup& landmarks);
/// "T8", "T8 + 0.3": the level above and how much of the way down.
std::string level_text(double level);

}  // namespace dryrun::anatomy
