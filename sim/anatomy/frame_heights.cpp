// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/frame_heights.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "anatomy/membrane.h"
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
    return extreme(extreme(field, half, kBridgeAcross, kBridgeAlong, 1.0F), half, kBridgeAcross,
                   kBridgeAlong, -1.0F);
}

// A smooth surface over all known heights, from a membrane over them.
HeightField cover(const HeightField& known, HeightField field, const ChartGrid& half) {
    for (int round = 0; round < 2; ++round) {
        field = smoothed(field, half, kSoftening);
        for (std::size_t n = 0; n < field.size(); ++n) field[n] = std::max(field[n], known[n]);
    }
    return smoothed(field, half, 0.5 * half.step);
}

HeightField spinous_level(const BackModel& model, const ChartGrid& half) {
    std::vector<std::pair<double, double>> tips;
    for (const Vertebra& vertebra : model.skeleton.vertebrae) {
        const ChartPoint tip = model.chart.to_chart(vertebra.spinous_tip);
        tips.emplace_back(tip.v, tip.h);
    }
    std::sort(tips.begin(), tips.end());
    // The same in all columns, and blurred it stays so.
    ChartGrid column = half;
    column.columns = 1;
    HeightField heights(column.size());
    for (int j = 0; j < half.rows; ++j)
        heights[column.index(0, j)] = static_cast<float>(interpolate(tips, half.v(j)));
    heights = smoothed(heights, column, 8.0);
    HeightField level(half.size());
    for (int j = 0; j < half.rows; ++j)
        std::fill_n(level.data() + half.index(0, j), half.columns, heights[column.index(0, j)]);
    return level;
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

// How deep the ribs' inner faces and what lines them lie below the chart; kNoHeight between ribs.
HeightField depth_of_ribs(const BackModel& model, const HeightField& rib_inner) {
    const ChestWallRows& rows = model.rows->chest_wall;
    const double fat = rows.endothoracic +
                       rows.endothoracic_per_body_mass_index * (body_mass_index(model.body) - 22.0);
    const auto endothoracic = static_cast<float>(std::max(fat, 0.3 * rows.endothoracic));
    HeightField depth(rib_inner.size(), kNoHeight);
    for (std::size_t n = 0; n < depth.size(); ++n) {
        if (rib_inner[n] > kNoHeight) depth[n] = endothoracic - rib_inner[n];
    }
    return depth;
}

// `depth` is depth_of_ribs() with the gaps covered.
HeightField pleura_below(const BackModel& model, const ChartGrid& half, const HeightField& base,
                         const HeightField& depth) {
    const ChestWallRows& rows = model.rows->chest_wall;
    const double outermost = rows.beside_spine.back().first * model.scale;
    // Not beside the vertebral bodies, where it turns forwards along them.
    const double more = rows.beside_spine_sd * draw(model.body, "pleura beside the spine");
    const auto deep_at = [&](double from_midline) {
        return 1.0 + more * det::smoothstep(kAlongBodies, kAlongBodies + 7.0, from_midline);
    };
    const Extent& lung = extent_of_lung(model);
    struct Column {
        double below_base = 0.0;  ///< that it lies at least
        double apex = 0.0;
    };
    std::vector<Column> columns;
    columns.reserve(static_cast<std::size_t>(half.columns));
    for (int i = 0; i < half.columns; ++i) {
        const double lateral = std::fabs(half.u(i));
        const double from_midline = lateral / model.scale;
        const double below_base =
            lateral <= outermost
                ? interpolate(rows.beside_spine, from_midline) * deep_at(from_midline) * model.scale
                : kThinnestChestWall;
        columns.push_back({below_base, lung.high(lateral)});
    }
    const double dome = kDome * model.scale;
    HeightField field(half.size());
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = half.index(i, j);
            const auto& [below_base, apex] = columns[static_cast<std::size_t>(i)];
            double h = std::min(base[n] - kThinnestChestWall, -double{depth[n]});
            h = std::min(h, base[n] - below_base);
            const double deepest = model.chart.deepest(half.u(i), half.v(j));
            const double below_apex = apex - half.v(j);
            if (below_apex < dome) h += (deepest - h) * share_of_dome(below_apex, dome);
            field[n] = static_cast<float>(std::max(h, deepest));
        }
    }
    return field;
}

// Lowers the base where no bone holds it.
void sink(const HollowRow& row, const Extent& extent, double scale, const ChartGrid& half,
          HeightField& base) {
    constexpr double kSlope = 22.0;
    for (int i = 0; i < half.columns; ++i) {
        const double lateral = std::fabs(half.u(i));
        const double high = extent.high(lateral);
        const double low = extent.low(lateral);
        const double below = interpolate(row.below, lateral / scale) * scale;
        for (int j = 0; j < half.rows; ++j) {
            const double v = half.v(j);
            const double from_edge = std::min(high - v, v - low);
            if (from_edge <= 0.0) continue;
            const double share = det::smoothstep(0.0, kSlope * scale, from_edge);
            base[half.index(i, j)] -= static_cast<float>(below * share);
        }
    }
}

}  // namespace

FrameHeights measure_frame(const BackModel& model, const ChartGrid& half,
                           const std::function<const BoneOnChart&(std::size_t bone)>& laid) {
    BoneColumns bones = measure_bones(model, half, laid);
    const HeightField depth = depth_of_ribs(model, bones.rib_inner);
    // Gaps between ribs are bridged, and beyond the bones a membrane goes on. Four cost what three
    // would; the last is not asked for.
    FourFields taut = membranes(
        {closed(bones.frame, half), closed(depth, half), bones.scapula_inner, bones.scapula_outer},
        half);
    FrameHeights heights;
    heights.base = cover(bones.frame, std::move(taut[0]), half);
    heights.frame = heights.base;
    for (std::size_t i = 0; i < model.hollows.size(); ++i) {
        sink(model.rows->hollows[i], model.hollows[i], model.scale, half, heights.base);
    }
    heights.pleura_outer =
        pleura_below(model, half, heights.base, cover(depth, std::move(taut[1]), half));
    heights.spinous_tips = spinous_level(model, half);
    heights.scapula_inner = std::move(taut[2]);
    heights.scapula_outer = std::move(bones.scapula_outer);
    heights.bone_outer = std::move(bones.bone_outer);
    return heights;
}

}  // namespace dryrun::anatomy
