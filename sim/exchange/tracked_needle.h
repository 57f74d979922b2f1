// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A tracked tool as a needle in the body's frame: which tool, which of its axes is the shaft, how
// the recording lies on the patient, and where the tip is between two samples.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/json.h"
#include "core/result.h"
#include "core/vec3.h"
#include "exchange/transform_log.h"

namespace dryrun::exchange {

/// An axis of the tool that points from handle to tip.
struct ShaftAxis {
    int column = 2;     ///< of the rotation, 0 to 2
    double sign = 1.0;  ///< +1 or −1
};
/// "x", "-x", "y", …; nothing for other words.
std::optional<ShaftAxis> shaft_axis_named(std::string_view name);
std::string name_of(const ShaftAxis& axis);

/// A rigid map of the log's RAS millimetres into the body's LPS millimetres, row-major 4×4.
using RigidMap = std::array<double, 16>;
/// Errors: not rigid. A map from RAS to LPS keeps handedness, as both frames are right-handed.
Status check_rigid_map(const RigidMap& map, const std::string& place);
Vec3 map_point(const RigidMap& map, const Vec3& point);
Vec3 map_direction(const RigidMap& map, const Vec3& direction);

struct ImportChoices {
    std::optional<std::string> tool;
    std::optional<ShaftAxis> shaft_axis;
    std::optional<RigidMap> to_lps;
};

/// Where the deepest excursion is laid when no map is given: its end at `target`, coming along
/// `inward`; `superior` fixes the turn about that line.
struct LayingPlace {
    Vec3 target;
    Vec3 inward;
    Vec3 superior{0.0, 0.0, 1.0};
};

/// The recorded needle in the body's frame, with what was chosen or fitted.
struct TrackedNeedle {
    ToolTrack track;  ///< of the tool, in the log's frame
    ShaftAxis shaft_axis;
    RigidMap to_lps{};
    bool is_fitted = false;
    std::size_t deepest_sample = 0;
};

/// Errors: the log has no such tool, no tool moves most, the map is not rigid.
Result<TrackedNeedle> lay_on_body(const TransformLog& log, const ImportChoices& choices,
                                  const LayingPlace& place, const std::string& file);

struct TipPose {
    Vec3 tip;
    Vec3 direction;  ///< from handle to tip
};
/// The tip at a time since the first sample: positions on straight lines between the samples,
/// rotations spherical; the last pose after the end.
TipPose pose_at(const TrackedNeedle& needle, double time_s);
double duration_s(const TrackedNeedle& needle);

/// What the attempt keeps of how the recording was laid.
Json fit_to_json(const TrackedNeedle& needle, const std::string& format);

}  // namespace dryrun::exchange
