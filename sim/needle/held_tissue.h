// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A needle that comes to tissue which fingers hold: where its tip meets the displaced skin, and the
// track from there. Where the fingers load nothing, all is as at rest.
#pragma once

#include <optional>
#include <vector>

#include "needle/needle.h"

namespace dryrun::needle {

/// Whether the fingers load the skin.
bool is_skin_loaded(const NeedleSurroundings& around);

/// The displacement by the fingers' loads; none where they load nothing. Found where it is asked
/// for.
std::optional<tissue::Site::Field> field_of(const NeedleSurroundings& around);

struct SkinBelow {
    Vec3 at_rest;      ///< the skin's point that is under the tip now
    double gap = 0.0;  ///< from it to the tip, along the resting skin's normal
};
/// The displaced skin under a tip; `first` is where to look first.
std::optional<SkinBelow> skin_below(const anatomy::Atlas& atlas, const tissue::Site::Field& field,
                                    const Vec3& tip, const Vec3& first);

/// Displacement of a track's stations by the fingers, from where they were when it was laid.
std::vector<Vec3> moved_since_laid(const tissue::Track& track, const NeedleSurroundings& around);

/// The same track on another site.
tissue::Track make_track_again(const tissue::Track& track, const NeedleSpec& spec,
                               const tissue::Site& site);

}  // namespace dryrun::needle
