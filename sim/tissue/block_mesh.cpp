// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "tissue/block_mesh.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace dryrun::tissue {
namespace {

using anatomy::Tissue;

// Levels of nodes: skin, its lower face, middle of the fat, upper and lower face of the fascia,
// then as many down to the base.
constexpr int kFasciaTop = 3;
constexpr int kFasciaBottom = 4;
constexpr int kLevels = 15;

constexpr double kAboveSkin = 60.0;
constexpr double kLineLength = 160.0;
constexpr double kThinnest = 0.8;        // of a layer of elements
constexpr double kBaseUnderSkin = 42.0;  // where no pleura is met
constexpr double kBaseUnderPleura = 6.0;
constexpr double kLeastMuscle = 12.0;  // between fascia and base

/// What a line straight down through the block meets; depths below the skin.
struct Column {
    double skin_height = 0.0;  ///< in the frame
    Vec3 normal{0.0, 0.0, 1.0};
    double skin = 2.5;
    double fascia_top = 8.0;
    double fascia_bottom = 9.2;
    double base = kBaseUnderSkin;
    std::optional<double> bone;
};

std::optional<Column> look_down(const LayeredBody& body, const Frame& frame, double x, double y) {
    const auto line =
        body.layers_along(frame.to_parent({x, y, kAboveSkin}), -frame.z_axis, kLineLength);
    if (!line) return std::nullopt;
    Column column;
    column.skin_height = frame.to_local(line->entry).z;
    column.normal = frame.direction_to_local(line->normal);
    bool is_under_skin = false;
    bool is_under_fascia = false;
    std::optional<double> fascia_top, fascia_bottom;
    for (const auto& span : line->spans) {
        const Tissue tissue = body.structure(span.structure).tissue;
        // A slanting line may come out of the body again, at the armpit or the flank.
        if (tissue == Tissue::Skin && !is_under_skin) column.skin = span.exit;
        is_under_skin |= tissue != Tissue::Skin;
        if (tissue == Tissue::Fascia && !is_under_fascia) {
            if (!fascia_top) fascia_top = span.enter;
            fascia_bottom = span.exit;
        } else if (fascia_bottom && span.enter >= *fascia_bottom) {
            is_under_fascia = true;
        }
        if (tissue == Tissue::Bone && !column.bone) column.bone = span.enter;
        if (tissue == Tissue::Pleura || tissue == Tissue::Lung || tissue == Tissue::Canal) {
            column.base = std::min(column.base, span.enter + kBaseUnderPleura);
            break;
        }
    }
    column.fascia_top =
        std::max(fascia_top.value_or(column.skin + 4.0), column.skin + 2.0 * kThinnest);
    column.fascia_bottom =
        std::max(fascia_bottom.value_or(column.fascia_top + 1.2), column.fascia_top + kThinnest);
    column.base = std::max(column.base, column.fascia_bottom + kLeastMuscle);
    return column;
}

/// Rising positions, kCell apart within the patch and wider beyond it.
std::vector<double> column_positions() {
    std::vector<double> half;
    for (double at = 0.0; at <= kPatchReach; at += kCell) half.push_back(at);
    half.push_back(kPatchReach + 8.0);
    half.push_back(kBlockReach);
    std::vector<double> all;
    for (auto it = half.rbegin(); it != half.rend(); ++it) all.push_back(-*it);
    all.insert(all.end(), half.begin() + 1, half.end());
    return all;
}

/// Every column, those without skin taking after their nearest neighbour towards the middle.
std::optional<std::vector<Column>> look_down_everywhere(const LayeredBody& body, const Frame& frame,
                                                        const std::vector<double>& at) {
    const std::size_t n = at.size();
    std::vector<std::optional<Column>> seen(n * n);
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = 0; i < n; ++i) seen[j * n + i] = look_down(body, frame, at[i], at[j]);
    }
    const auto middle = static_cast<std::ptrdiff_t>(n / 2);
    if (!seen[n * n / 2]) return std::nullopt;
    std::vector<Column> columns(n * n);
    // Rings outwards, so that the neighbour towards the middle is known.
    for (std::ptrdiff_t ring = 0; ring <= middle; ++ring) {
        for (std::ptrdiff_t j = middle - ring; j <= middle + ring; ++j) {
            for (std::ptrdiff_t i = middle - ring; i <= middle + ring; ++i) {
                if (std::max(std::abs(i - middle), std::abs(j - middle)) != ring) continue;
                const auto here = static_cast<std::size_t>(j) * n + static_cast<std::size_t>(i);
                const auto inner = [&](std::ptrdiff_t k) {
                    return static_cast<std::size_t>(k > middle ? k - 1 : k < middle ? k + 1 : k);
                };
                columns[here] = seen[here] ? *seen[here] : columns[inner(j) * n + inner(i)];
            }
        }
    }
    return columns;
}

/// The base changes from rib to gap; elements between need it to change gently.
void smooth_bases(std::vector<Column>& columns, std::size_t n) {
    for (int pass = 0; pass < 3; ++pass) {
        std::vector<double> mean(columns.size());
        for (std::size_t j = 0; j < n; ++j) {
            for (std::size_t i = 0; i < n; ++i) {
                double sum = 0.0, count = 0.0;
                for (std::size_t b = j > 0 ? j - 1 : 0; b <= std::min(j + 1, n - 1); ++b) {
                    for (std::size_t a = i > 0 ? i - 1 : 0; a <= std::min(i + 1, n - 1); ++a) {
                        sum += columns[b * n + a].base;
                        count += 1.0;
                    }
                }
                mean[j * n + i] = sum / count;
            }
        }
        for (std::size_t c = 0; c < columns.size(); ++c) {
            columns[c].base = std::max(mean[c], columns[c].fascia_bottom + kLeastMuscle);
        }
    }
}

/// Depths of a column's levels; `bone_level` is the level laid on its bone, kLevels if it has none.
struct Levels {
    double depth[kLevels];
    int bone_level = kLevels;
};
Levels levels_of(const Column& column) {
    Levels levels;
    levels.depth[0] = 0.0;
    levels.depth[1] = column.skin;
    levels.depth[2] = 0.5 * (column.skin + column.fascia_top);
    levels.depth[kFasciaTop] = column.fascia_top;
    levels.depth[kFasciaBottom] = column.fascia_bottom;
    constexpr int kBelow = kLevels - 1 - kFasciaBottom;
    const double step = (column.base - column.fascia_bottom) / kBelow;
    for (int k = 1; k <= kBelow; ++k) {
        levels.depth[kFasciaBottom + k] = column.fascia_bottom + step * k;
    }
    if (!column.bone || *column.bone >= column.base) return levels;
    const double below_fascia = *column.bone - column.fascia_bottom;
    if (below_fascia < kThinnest) {
        // A spinous process under the skin: the first level at or below it is held.
        for (levels.bone_level = 1; levels.depth[levels.bone_level] < *column.bone;) {
            ++levels.bone_level;
        }
        return levels;
    }
    const int k = std::clamp(static_cast<int>(std::lround(below_fascia / step)), 1, kBelow - 1);
    levels.bone_level = kFasciaBottom + k;
    for (int above = 1; above <= k; ++above) {
        levels.depth[kFasciaBottom + above] = column.fascia_bottom + below_fascia * above / k;
    }
    const double rest = std::max(column.base - *column.bone, kThinnest * (kBelow - k));
    for (int below = 1; below <= kBelow - k; ++below) {
        levels.depth[levels.bone_level + below] = *column.bone + rest * below / (kBelow - k);
    }
    return levels;
}

}  // namespace

Result<BlockMesh> make_block_mesh(const LayeredBody& body, const anatomy::SkinPoint& centre) {
    BlockMesh block;
    block.frame = frame_along(centre.point, centre.normal, {1.0, 0.0, 0.0});
    block.mesh.xs = column_positions();
    block.mesh.ys = block.mesh.xs;
    block.mesh.levels = kLevels;
    auto columns = look_down_everywhere(body, block.frame, block.mesh.xs);
    if (!columns) return bad_input("site", "there is no skin at this place of the body");
    const std::size_t n = block.mesh.xs.size();
    smooth_bases(*columns, n);

    block.mesh.zs.resize(static_cast<std::size_t>(block.mesh.node_count()));
    block.is_held.assign(block.mesh.zs.size(), 0);
    block.fascia_level = kFasciaBottom;
    for (std::size_t c = 0; c < columns->size(); ++c) {
        const Column& column = (*columns)[c];
        const Levels levels = levels_of(column);
        for (int k = 0; k < kLevels; ++k) {
            const std::size_t node = static_cast<std::size_t>(k) * n * n + c;
            block.mesh.zs[node] = column.skin_height - levels.depth[k];
            block.is_held[node] = k >= levels.bone_level || k == kLevels - 1 ? 1 : 0;
        }
        block.skin_normal.push_back(column.normal);
        block.skin_depth.push_back(column.skin);
        block.fascia_depth.push_back(column.fascia_bottom - column.fascia_top);
    }
    return block;
}

}  // namespace dryrun::tissue
