// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Straight lines through the body, as a needle would take them: what lies ahead of a tip, how a
// line is tilted at the skin, which needle it takes.
//
// All points are those of the resting body; the session brings a tip in deformed tissue back to
// rest first. Distances mm, angles degrees from the skin's normal.
#pragma once

#include <optional>
#include <vector>

#include "anatomy/atlas.h"
#include "core/vec3.h"

namespace dryrun::approach {

/// How far ahead of a tip lines are followed; deeper than any stocked shaft reaches from skin.
inline constexpr double kReachAhead = 60.0;
/// Shaft that stays outside the skin, so that a broken needle can be taken out.
inline constexpr double kShaftOutside = 5.0;
/// The flattest tilt at which a needle is guided: 75° from the normal, 15° to the skin (ASSUMED).
inline constexpr double kFlattestTilt_deg = 75.0;

/// The skin point whose inward normal passes through `point`: straight above it.
std::optional<anatomy::SkinPoint> skin_above(const anatomy::Atlas& atlas, const Vec3& point);

/// Travel from a point along a line to what lies ahead; nothing within reach: none.
struct Ahead {
    std::optional<double> bone;
    /// To the first hazard that no bone shields.
    std::optional<double> hazard;
    std::optional<anatomy::StructureId> hazard_structure;
    /// To pleura or lung that no bone shields.
    std::optional<double> pleura;
};

/// Pleura and lung, canal, kidney, peritoneum, vertebral artery. The atlas calls other nerves and
/// vessels hazards too; they are events with consequences, not failures.
bool must_never_be_entered(const anatomy::Structure& structure);

/// What `layers` holds beyond `start`, a distance from the line's entry, within `reach`.
Ahead ahead_in(const std::vector<anatomy::LayerSpan>& spans,
               const std::vector<anatomy::Structure>& structures, double start, double reach);

/// What lies ahead of `point`, which a straight needle reached `path` below the skin.
Ahead look_ahead(const anatomy::Atlas& atlas, const Vec3& point, const Vec3& direction, double path,
                 double reach = kReachAhead);

/// A line from a point that is straight in space and bent in the resting body.
struct BentLine {
    std::vector<double> travel;  ///< in space, rising from zero
    std::vector<Vec3> at_rest;   ///< one a travel
    Vec3 direction;              ///< beyond the last of them
};
Ahead look_ahead(const anatomy::Atlas& atlas, const BentLine& line, double reach);

/// A direction into the body as seen from the skin.
struct Tilt {
    double tilt_deg = 0.0;
    double medial_deg = 0.0;  ///< component towards the midline
    double caudal_deg = 0.0;  ///< component towards the feet
};
Tilt tilt_of(const anatomy::SkinPoint& skin, const Vec3& direction);

/// The direction of a stated tilt: `tilt_deg` from the inward normal, towards where the medial and
/// caudal components point. Without components it leans medially.
Vec3 direction_of(const anatomy::SkinPoint& skin, const Tilt& tilt);

/// Directions evenly round the inward normal, at tilts from `from_deg` to `to_deg`.
inline constexpr int kDirectionsAround = 36;
std::vector<Vec3> directions_at(const anatomy::SkinPoint& skin, double from_deg, double to_deg,
                                double step_deg);

/// The shortest stocked length that holds `path` and the shaft that stays outside; none: 0.
double shortest_length(const std::vector<double>& stocked_lengths, double path);

/// Middle depth of a muscle under a point of the skin, along the inward normal; none beside it.
std::optional<double> middle_depth(const anatomy::Atlas& atlas, anatomy::StructureId muscle,
                                   const anatomy::SkinPoint& skin);

}  // namespace dryrun::approach
