// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The body chart: the back in outline, and on it where the patient has said that pain is felt. It
// holds what was said and nothing else; where texts draw the pain of each point is data of the
// sites (assets/sites), clinicians' drawings, not measurements.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "core/result.h"

namespace dryrun::trainer {

/// Left and up in mm from the middle of the back's outline, the body's right at the right of the
/// chart as for who stands behind it.
using ChartPoint = std::array<float, 2>;

struct ChartZone {
    std::string phrase;  ///< "referral.rhomboid_major.TrP1", as the patient said it
    std::vector<std::vector<ChartPoint>> areas;  ///< triangles, three points each
    std::vector<std::string> elsewhere;          ///< "down the arm": off the chart
};

struct BodyChart {
    std::vector<std::array<float, 3>> outline;  ///< height, left edge and right edge, from above
    std::vector<ChartZone> zones;
};

BodyChart make_body_chart(const anatomy::Atlas& atlas);
/// Adds where the patient feels it, once; words that tell no referral change nothing. Errors: the
/// sites do not read, or the body lacks a landmark of the outline.
Status add_told(std::string_view phrase, bool is_left, const anatomy::Atlas& atlas,
                BodyChart& chart);
/// Into the present ImGui window's list, in a box of this size from its upper left corner.
void draw_body_chart(const BodyChart& chart, float x, float y, float width, float height);

}  // namespace dryrun::trainer
