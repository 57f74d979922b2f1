// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/frame_heights.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kAbove = 80.0;            // rays begin this far above the reference surface
constexpr double kDeepestBone = 75.0;      // bone deeper than this is the front of the chest
constexpr double kSpinousHalfWidth = 9.5;  // nearer the midline a ray may meet a spinous process
constexpr double kScapulaDepth = 45.0;     // from its spine to its costal face at most
constexpr double kThinnestChestWall = 4.0;
constexpr double kBridgeAlong = 18.0;  // half the widest gap between ribs, slanting ones included
constexpr double kBridgeAcross = 9.0;  // less than half the groove beside the spine
constexpr double kSoftening = 6.0;

enum class BoneKind { Rib, Vertebra, Scapula };

BoneKind kind_of(std::string_view name) {
    if (name.substr(0, 4) == "rib.") return BoneKind::Rib;
    if (name.substr(0, 8) == "scapula.") return BoneKind::Scapula;
    return BoneKind::Vertebra;
}

struct Column {
    double frame = kNoHeight;  // ribs and vertebrae, outermost
    double rib_inner = kNoHeight;
    double scapula_inner = kNoHeight;
};

Column look_down(const BackModel& model, const std::vector<BoneKind>& kinds, double u, double v) {
    const ChartPoint top{u, v, kAbove};
    const Vec3 from = model.chart.from_chart(top);
    const Vec3 inward = -model.chart.axes(top).outward;
    Column column;
    double scapula_outer = kNoHeight;
    std::size_t rib = model.bones->bone_count();
    for (const BoneWorld::Hit& hit :
         model.bones->all_hits(from, inward, kAbove + kDeepestBone + 30.0)) {
        const double h = kAbove - hit.distance;
        const BoneKind kind = kinds[hit.bone];
        if (kind == BoneKind::Scapula) {
            if (scapula_outer == kNoHeight) scapula_outer = h;
            if (!hit.enters && h > scapula_outer - kScapulaDepth) column.scapula_inner = h;
            continue;
        }
        if (hit.enters && h > column.frame && h > -kDeepestBone) column.frame = h;
        if (kind != BoneKind::Rib) continue;
        if (hit.enters && rib == model.bones->bone_count()) rib = hit.bone;
        if (!hit.enters && hit.bone == rib && column.rib_inner == kNoHeight) column.rib_inner = h;
    }
    return column;
}

// Gauss-Seidel with over-relaxation for a membrane through the known nodes: each other node becomes
// the mean of its neighbours. The last column is the midline, where the surface is even; at the
// other edges it ends level.
void stretch(HeightField& field, const ChartGrid& half, const HeightField& known) {
    constexpr double kOverRelaxation = 1.7;
    constexpr int kRounds = 200;
    for (int round = 0; round < kRounds; ++round) {
        for (int j = 0; j < half.rows; ++j) {
            const int down = std::max(j - 1, 0);
            const int up = std::min(j + 1, half.rows - 1);
            for (int i = 0; i < half.columns; ++i) {
                const std::size_t n = half.index(i, j);
                if (known[n] > kNoHeight) continue;
                const int out = std::max(i - 1, 0);
                const int in = i + 1 < half.columns ? i + 1 : half.columns - 2;
                const double mean = 0.25 * (field[half.index(out, j)] + field[half.index(in, j)] +
                                            field[half.index(i, down)] + field[half.index(i, up)]);
                field[n] += kOverRelaxation * (mean - field[n]);
            }
        }
    }
}

}  // namespace

HeightField extreme(const HeightField& field, const ChartGrid& half, double radius_u,
                    double radius_v, double sign) {
    const int reach_u = static_cast<int>(radius_u / half.step);
    const int reach_v = static_cast<int>(radius_v / half.step);
    HeightField result(field.size(), kNoHeight);
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            double best = kNoHeight;
            for (int b = -reach_v; b <= reach_v; ++b) {
                if (j + b < 0 || j + b >= half.rows) continue;
                for (int a = -reach_u; a <= reach_u; ++a) {
                    const double x = a / std::fmax(radius_u / half.step, 1.0);
                    const double y = b / std::fmax(radius_v / half.step, 1.0);
                    int column = i + a;
                    if (column >= half.columns) column = 2 * (half.columns - 1) - column;
                    if (x * x + y * y > 1.0 || column < 0) continue;
                    const double h = field[half.index(column, j + b)];
                    if (h > kNoHeight) best = std::max(best, sign * h);
                }
            }
            if (best > kNoHeight) result[half.index(i, j)] = sign * best;
        }
    }
    return result;
}

namespace {

// Morphological closing: what is narrower than twice the radius is bridged, wider hollows stay.
// Gaps between ribs lie along v, the groove beside the spine across it.
HeightField closed(const HeightField& field, const ChartGrid& half) {
    return extreme(extreme(field, half, kBridgeAcross, kBridgeAlong, 1.0), half, kBridgeAcross,
                   kBridgeAlong, -1.0);
}

// Free nodes start at the value of the nearest known node of their row, else of the row before.
HeightField first_guess(const HeightField& known, const ChartGrid& half) {
    HeightField guess = known;
    double last = 0.0;
    for (const double h : known) {
        if (h > kNoHeight) {
            last = h;
            break;
        }
    }
    for (int j = 0; j < half.rows; ++j) {
        for (int i = half.columns - 1; i >= 0; --i) {
            double& h = guess[half.index(i, j)];
            if (h > kNoHeight) last = h;
            h = last;
        }
    }
    return guess;
}

// A smooth surface over all known heights; gaps between ribs are bridged, and beyond the bones it
// goes on.
HeightField cover(const HeightField& known, const ChartGrid& half) {
    const HeightField bridged = closed(known, half);
    HeightField field = first_guess(bridged, half);
    stretch(field, half, bridged);
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

HeightField pleura_below(const BackModel& model, const ChartGrid& half, const HeightField& base,
                         const HeightField& rib_inner) {
    const ChestWallRows& rows = model.rows.chest_wall;
    const double fat = rows.endothoracic +
                       rows.endothoracic_per_body_mass_index * (body_mass_index(model.body) - 22.0);
    const double endothoracic = std::fmax(fat, 0.3 * rows.endothoracic);
    const double outermost = rows.beside_spine.back().first * model.scale;
    HeightField depth(half.size(), kNoHeight);
    for (std::size_t n = 0; n < half.size(); ++n) {
        if (rib_inner[n] > kNoHeight) depth[n] = endothoracic - rib_inner[n];
    }
    depth = cover(depth, half);
    HeightField field(half.size());
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = half.index(i, j);
            const double lateral = std::fabs(half.u(i));
            double h = std::min(base[n] - kThinnestChestWall, -depth[n]);
            if (lateral <= outermost) {
                const double below = interpolate(rows.beside_spine, lateral / model.scale);
                h = std::min(h, base[n] - below * model.scale);
            }
            field[n] = std::max(h, model.chart.deepest(half.u(i), half.v(j)));
        }
    }
    return field;
}

}  // namespace

HeightField smoothed(HeightField field, const ChartGrid& half, double radius) {
    const int rounds = static_cast<int>(2.0 * radius * radius / (half.step * half.step) + 0.5);
    HeightField next(field.size());
    for (int round = 0; round < rounds; ++round) {
        for (int j = 0; j < half.rows; ++j) {
            for (int i = 0; i < half.columns; ++i) {
                const int out = std::max(i - 1, 0);
                const int in = i + 1 < half.columns ? i + 1 : half.columns - 2;
                next[half.index(i, j)] =
                    0.25 * (field[half.index(out, j)] + field[half.index(in, j)]) +
                    0.5 * field[half.index(i, j)];
            }
        }
        for (int j = 0; j < half.rows; ++j) {
            const int down = std::max(j - 1, 0);
            const int up = std::min(j + 1, half.rows - 1);
            for (int i = 0; i < half.columns; ++i) {
                field[half.index(i, j)] =
                    0.25 * (next[half.index(i, down)] + next[half.index(i, up)]) +
                    0.5 * next[half.index(i, j)];
            }
        }
    }
    return field;
}

FrameHeights measure_frame(const BackModel& model, const ChartGrid& half) {
    std::vector<BoneKind> kinds;
    for (const Bone& bone : model.skeleton.bones) kinds.push_back(kind_of(bone.name));
    FrameHeights heights;
    HeightField frame(half.size(), kNoHeight);
    HeightField rib_inner(half.size(), kNoHeight);
    HeightField scapula(half.size(), kNoHeight);
    heights.bone_outer.assign(half.size(), kNoHeight);
    heights.scapula_outer.assign(half.size(), kNoHeight);
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = half.index(i, j);
            const Column column = look_down(model, kinds, half.u(i), half.v(j));
            if (std::fabs(half.u(i)) > kSpinousHalfWidth * model.scale) frame[n] = column.frame;
            rib_inner[n] = column.rib_inner;
            scapula[n] = column.scapula_inner;
        }
    }
    // Sharp points of bone fall between the rays; their corners do not.
    for (const Bone& bone : model.skeleton.bones) {
        for (const Vec3& point : bone.mesh().points) {
            if (point.x > 0.1) continue;
            const ChartPoint place = model.chart.to_chart(point);
            if (place.h < -kDeepestBone) continue;
            const double x = (place.u - half.first_u) / half.step;
            const double y = (place.v - half.first_v) / half.step;
            for (int b = 0; b < 2; ++b) {
                for (int a = 0; a < 2; ++a) {
                    const int i = static_cast<int>(std::floor(x)) + a;
                    const int j = static_cast<int>(std::floor(y)) + b;
                    if (i < 0 || j < 0 || i >= half.columns || j >= half.rows) continue;
                    const std::size_t n = half.index(i, j);
                    double& outer = heights.bone_outer[n];
                    outer = std::max(outer, place.h);
                    if (kind_of(bone.name) != BoneKind::Scapula) continue;
                    double& scapula_outer = heights.scapula_outer[n];
                    scapula_outer = std::max(scapula_outer, place.h);
                }
            }
        }
    }
    heights.base = cover(frame, half);
    heights.pleura_outer = pleura_below(model, half, heights.base, rib_inner);
    heights.spinous_tips = spinous_level(model, half);
    heights.scapula_inner = first_guess(scapula, half);
    stretch(heights.scapula_inner, half, scapula);
    heights.shoulder = first_guess(heights.scapula_outer, half);
    stretch(heights.shoulder, half, heights.scapula_outer);
    heights.shoulder = smoothed(std::move(heights.shoulder), half, kSoftening);
    return heights;
}

}  // namespace dryrun::anatomy
