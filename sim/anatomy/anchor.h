// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A place on the back as the tables give it: tied to a bone, for one side, so that it moves with
// the body. docs/anatomy.md explains the keys.
#pragma once

#include <string>

#include "core/json.h"

namespace dryrun::anatomy {

inline constexpr const char* kShoulderLine = "shoulder_line";

/// Lines of bone that anchors may lie on, and from where to where their fractions run.
inline constexpr const char* kAnchorLines[] = {
    "medial_border",         // of the scapula, inferior to superior angle
    "spine_crest",           // of the scapula, root to acromion
    "iliac_crest",           // posterior to anterior superior spine
    "gluteal_line",          // the posterior one, crest to sciatic notch
    "sacrum_crest",          // the lateral one, from above down
    "nuchal_line",           // the superior one, protuberance to mastoid
    "inferior_nuchal_line",  // midline outwards
    "clavicle",              // acromial to sternal end
    kShoulderLine,           // straight from the tip of C7 to that of the acromion
};

/// A place on the chart, tied to a bone.
struct Anchor {
    enum class Kind {
        Landmark,  ///< by name, the side left out
        Rib,    ///< the centreline of rib `number` at `lateral` from the midline or nearest to it
        Level,  ///< the height of the spinous process `name`, at `lateral`
        Line,   ///< the share `fraction` along the line of bone `name` (kAnchorLines)
    };
    Kind kind = Kind::Landmark;
    std::string name;
    int number = 0;
    double fraction = 0.0;
    double lateral = 0.0;  ///< added away from the midline; for Rib and Level counted from it
    double cranial = 0.0;  ///< added up the chart
};

/// Exactly one of `landmark`, `rib`, `level` or a line of bone, then `lateral_mm`, `cranial_mm`.
Anchor read_anchor(JsonReader reader);

}  // namespace dryrun::anatomy
