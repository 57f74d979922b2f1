// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Transform logs of Perk Tutor, an extension of 3D Slicer: XML, one <log> element a transform, with
// TimeStampSec, TimeStampNSec, DeviceName and a row-major 4×4 matrix in millimetres.
//
// Matrices are kept as written, in the log's own frame: RAS (x right, y anterior, z superior).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"

namespace dryrun::exchange {

/// Where a tool was at a moment: the columns of its rotation and its origin.
struct ToolPose {
    double time_s = 0.0;
    std::array<Vec3, 3> axes;
    Vec3 position;
};

struct ToolTrack {
    std::string name;
    std::vector<ToolPose> poses;  ///< at least one, time never goes back
};

/// The tools in the order in which the log first names them.
struct TransformLog {
    std::vector<ToolTrack> tools;
};

/// A rotation that is off by more than this in any entry of RᵀR − 1 is refused. Six printed digits
/// leave about 1e-5.
inline constexpr double kRigidTolerance = 1e-3;

/// Errors: no XML, no transforms, a matrix that is missing, not finite or not rigid, time that goes
/// back; each with `file:line:column`.
Result<TransformLog> parse_transform_log(std::string_view text, const std::string& file);
Result<TransformLog> read_transform_log(const std::string& path);

}  // namespace dryrun::exchange
