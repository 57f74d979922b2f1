// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/frame_heights.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "anatomy/bone_columns.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kThinnestChestWall = 4.0;
constexpr double kAlongBodies = 15.0;  // half the width of a thoracic body
constexpr double kBridgeAlong = 18.0;  // half the widest gap between ribs, slanting ones included
constexpr double kBridgeAcross = 9.0;  // less than half the groove beside the spine
constexpr double kSoftening = 6.0;
constexpr double kDome = 24.0;  // height of the rounded top of the pleura (anatomy texts)

// Morphological closing: what is narrower than twice the radius is bridged, wider hollows stay.
// Gaps between ribs lie along v, the groove beside the spine across it.
HeightField closed(const HeightField& field, const ChartGrid& half) {
    return extreme(extreme(field, half, kBridgeAcross, kBridgeAlong, 1.0), half, kBridgeAcross,
                   kBridgeAlong, -1.0);
}

// A smooth surface over all known heights; gaps between ribs are bridged, and beyond the bones it
// goes on.
HeightField cover(const HeightField& known, const ChartGrid& half) {
    const HeightField bridged = closed(known, half);
    HeightField field = membrane(bridged, half);
    for (int round = 0; round < 2; ++round) {
        field = smoothed(std::move(field), half, kSoftening);
        for (std::size_t n = 0; n < field.size(); ++n) field[n] = std::max(field[n], known[n]);
    }
    return smoothed(std::move(field), half, 0.5 * half.step);
}

HeightField spinous_level(const BackModel& model, const ChartGrid& half) {
    std::vector<std::pair<double, double>> tips;
    for (const Vertebra& vertebra : model.skeleton.vertebrae) {
        const ChartPoint tip = model.chart.to_chart(vertebra.spinous_tip);
        tips.emplace_back(tip.v, tip.h);
    }
    std::sort(tips.begin(), tips.end());
    HeightField level(half.size());
    for (int j = 0; j < half.rows; ++j) {
        const double h = interpolate(tips, half.v(j));
        for (int i = 0; i < half.columns; ++i) level[half.index(i, j)] = h;
    }
    return smoothed(std::move(level), half, 8.0);
}

// The line over the chart above which there is no lung.
const Extent& extent_of_lung(const BackModel& model) {
    const auto is_lung = [&](const DeepPart& part) { return part.names.left == model.lung.left; };
    const auto found = std::find_if(model.deep.begin(), model.deep.end(), is_lung);
    DRYRUN_ASSERT(found != model.deep.end());
    return found->extent;
}

// Of the way down from the ribs to as deep as the chart goes, where the pleura is `below_apex`
// under the line at which it ends: a quarter of an ellipse.
double share_of_dome(double below_apex, double height) {
    const double s = 1.0 - det::clamp(below_apex / height, 0.0, 1.0);
    return 1.0 - std::sqrt(1.0 - s * s);
}

HeightField pleura_below(const BackModel& model, const ChartGrid& half, const HeightField& base,
                         const HeightField& rib_inner) {
    const ChestWallRows& rows = model.rows.chest_wall;
    const double fat = rows.endothoracic +
                       rows.endothoracic_per_body_mass_index * (body_mass_index(model.body) - 22.0);
    const double endothoracic = std::fmax(fat, 0.3 * rows.endothoracic);
    const double outermost = rows.beside_spine.back().first * model.scale;
    // Not beside the vertebral bodies, where it turns forwards along them.
    const double more = rows.beside_spine_sd * draw(model.body, "pleura beside the spine");
    const auto deep_at = [&](double from_midline) {
        return 1.0 + more * det::smoothstep(kAlongBodies, kAlongBodies + 7.0, from_midline);
    };
    HeightField depth(half.size(), kNoHeight);
    for (std::size_t n = 0; n < half.size(); ++n) {
        if (rib_inner[n] > kNoHeight) depth[n] = endothoracic - rib_inner[n];
    }
    depth = cover(depth, half);
    const Extent& lung = extent_of_lung(model);
    HeightField field(half.size());
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = half.index(i, j);
            const double lateral = std::fabs(half.u(i));
            double h = std::min(base[n] - kThinnestChestWall, -depth[n]);
            if (lateral <= outermost) {
                const double from_midline = lateral / model.scale;
                const double below = interpolate(rows.beside_spine, from_midline);
                h = std::min(h, base[n] - below * deep_at(from_midline) * model.scale);
            }
            const double deepest = model.chart.deepest(half.u(i), half.v(j));
            const double below_apex = lung.high(lateral) - half.v(j);
            h += (deepest - h) * share_of_dome(below_apex, kDome * model.scale);
            field[n] = std::max(h, deepest);
        }
    }
    return field;
}

// Lowers the base where no bone holds it.
void sink(const HollowRow& row, const Extent& extent, double scale, const ChartGrid& half,
          HeightField& base) {
    constexpr double kSlope = 22.0;
    for (int j = 0; j < half.rows; ++j) {
        const double v = half.v(j);
        for (int i = 0; i < half.columns; ++i) {
            const double lateral = std::fabs(half.u(i));
            const double from_edge = std::fmin(extent.high(lateral) - v, v - extent.low(lateral));
            if (from_edge <= 0.0) continue;
            const double share = det::smoothstep(0.0, kSlope * scale, from_edge);
            base[half.index(i, j)] -= interpolate(row.below, lateral / scale) * scale * share;
        }
    }
}

}  // namespace

FrameHeights measure_frame(const BackModel& model, const ChartGrid& half) {
    BoneColumns bones = measure_bones(model, half);
    FrameHeights heights;
    heights.base = cover(bones.frame, half);
    heights.frame = heights.base;
    for (std::size_t i = 0; i < model.hollows.size(); ++i) {
        sink(model.rows.hollows[i], model.hollows[i], model.scale, half, heights.base);
    }
    heights.pleura_outer = pleura_below(model, half, heights.base, bones.rib_inner);
    heights.spinous_tips = spinous_level(model, half);
    heights.scapula_inner = membrane(bones.scapula_inner, half);
    heights.shoulder = smoothed(membrane(bones.scapula_outer, half), half, kSoftening);
    heights.scapula_outer = std::move(bones.scapula_outer);
    heights.bone_outer = std::move(bones.bone_outer);
    return heights;
}

}  // namespace dryrun::anatomy
