// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Referred pain drawn on the skin: where people say it goes when a trigger point is pressed
// (assets/sites). The points themselves are crosses. It is what drawings of clinicians tell of
// everybody, not where this patient's point is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "picture/layers.h"
#include "render/scene.h"

namespace dryrun::picture {

/// What `--show` asks for: layers, and muscles whose referred pain is drawn.
struct Shown {
    std::vector<Layer> layers;
    std::vector<std::string> referrals;  ///< "muscle.rhomboid_major.right"
};
/// As parse_layers(), with "referral:rhomboid_major" among them, to which ".left" or ".right" may
/// be added. Skin alone where no layer is named. Errors: also a muscle without a site.
Result<Shown> parse_shown(std::string_view text);

/// Patches on the skin and crosses at the usual points, for a scene. Needs a current context.
Status add_referral(const anatomy::Atlas& atlas, const std::string& muscle, render::Scene& scene);

}  // namespace dryrun::picture
