// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Nerves, vessels and the spinal canal as tubes of one radius along polylines.
#pragma once

#include <utility>
#include <vector>

#include "anatomy/model.h"

namespace dryrun::anatomy {

/// Stretches of the line from + t·direction inside the tube, in order, for t in [0, length]; `line`
/// is the same line.
void find_in_tube(const Tube& tube, const Vec3& from, const Vec3& direction, const BoxLine& line,
                  double length, std::vector<std::pair<double, double>>& stretches);

bool is_in_tube(const Tube& tube, const Vec3& point);

/// Distance to the tube's surface, negative inside; `on_path` is the nearest point of its path.
double tube_distance(const Tube& tube, const Vec3& point, Vec3& on_path);

}  // namespace dryrun::anatomy
