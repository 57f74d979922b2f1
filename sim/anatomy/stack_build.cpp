// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Lays the sheets of the table on the frame of bones, one after the other, and covers them with
// fascia, fat and skin.
#include <algorithm>
#include <cmath>

#include "anatomy/frame_heights.h"
#include "anatomy/model.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kGridStep = 4.0;
constexpr double kSteepest = 0.5;  // slopes steeper than this are edges, not sheets that slope
constexpr double kHump = 5.0;      // about this far round a point of bone the skin is lifted
constexpr double kBorderHump = 5.0;
constexpr double kThinnestFat = 0.8;
constexpr double kMargin = 8.0;  // the grid goes on beyond the region by this

double taper(double distance, double over) {
    return over > 0.0 ? det::smoothstep(0.0, over, distance) : 1.0;
}

double edge_weight(const SheetRow& row, const FibrePlace& place, double scale) {
    return taper(place.along * place.fibre_length, row.taper_origin * scale) *
           taper((1.0 - place.along) * place.fibre_length, row.taper_insertion * scale) *
           taper(place.across * place.width, row.taper_begin * scale) *
           taper((1.0 - place.across) * place.width, row.taper_end * scale);
}

double filled_share(const SheetRow& row, const FibrePlace& place) {
    return interpolate(row.fill_along, place.along) * interpolate(row.fill_across, place.across);
}

struct Cover {
    double edge = 0.0;   // mean weight of the node's cell inside the footprint's tapered edge
    double along = 0.0;  // the same times the factor along the fibres
    double fill = 0.0;   // the same times the share of the room that is filled
};

// Whether a sheet changes so little over the cell that its middle can stand for it: no border near,
// nor the slope of a short taper.
bool is_even_over_cell(const SheetRow& row, const FibrePlace& place, double scale, double step) {
    const auto is_even = [&](double to_border, double taper_over) {
        const double over = taper_over * scale;
        const double steep_until = over < 2.0 * step ? over : 0.0;
        return to_border > steep_until + 0.75 * step;
    };
    return is_even(place.along * place.fibre_length, row.taper_origin) &&
           is_even((1.0 - place.along) * place.fibre_length, row.taper_insertion) &&
           is_even(place.across * place.width, row.taper_begin) &&
           is_even((1.0 - place.across) * place.width, row.taper_end);
}

// The place a little aside, as the fibres run here; none beyond the border.
std::optional<FibrePlace> moved(FibrePlace place, double by_u, double by_v) {
    place.along += place.along_by.u * by_u + place.along_by.v * by_v;
    place.across += place.across_by.u * by_u + place.across_by.v * by_v;
    if (place.along < 0.0 || place.along > 1.0 || place.across < 0.0 || place.across > 1.0)
        return std::nullopt;
    return place;
}

// By how much a sheet is thicker where it is gathered, thinner where it is drawn out.
double gathered(const BackModel& model, const SheetRow& row, const FibrePlace& place) {
    constexpr double kMost = 1.7;
    if (!row.follows_scapula) return 1.0;
    const double before = place.fibre_length - model.skeleton.scapula_moved_out;
    const double factor = model.skeleton.scapula_gathers * before / place.fibre_length;
    return det::clamp(factor, 1.0 / kMost, kMost);
}

// A node stands for its cell: four points of it are asked, so that slanting edges are no stairs;
// where no edge is near, its middle.
Cover cover_at(const BackModel& model, const SheetRow& row, const Footprint& footprint, double step,
               double u, double v, std::size_t& last) {
    const double scale = model.scale;
    const auto centre = footprint.find(u, v, last);
    if (centre && is_even_over_cell(row, *centre, scale, step)) {
        const double edge = edge_weight(row, *centre, scale);
        return {edge, edge * gathered(model, row, *centre) * interpolate(row.along, centre->along),
                edge * filled_share(row, *centre)};
    }
    Cover cover;
    for (const double b : {-0.25, 0.25}) {
        for (const double a : {-0.25, 0.25}) {
            const double to_u = std::fabs(u + a * step);
            const auto place = centre ? moved(*centre, to_u - u, b * step)
                                      : footprint.find(to_u, v + b * step, last);
            if (!place) continue;
            const double edge = 0.25 * edge_weight(row, *place, scale);
            cover.edge += edge;
            cover.along +=
                edge * gathered(model, row, *place) * interpolate(row.along, place->along);
            cover.fill += edge * filled_share(row, *place);
        }
    }
    return cover;
}

// How much longer than its thickness a sheet stands along the chart's height where it slopes, for
// the nodes of a window; elsewhere nothing is said.
HeightField steepness(const HeightField& top, const ChartGrid& half, const NodeWindow& window) {
    HeightField factor(half.size(), 1.0);
    if (window.is_empty()) return factor;
    HeightField soft = top;
    smooth_within(soft, half, 6.0, window.grown(half, 1));
    for (int j = window.first_row; j <= window.last_row; ++j) {
        const int down = std::max(j - 1, 0);
        const int up = std::min(j + 1, half.rows - 1);
        for (int i = window.first_column; i <= window.last_column; ++i) {
            const int out = std::max(i - 1, 0);
            const int in = std::min(i + 1, half.columns - 1);
            const double by_u =
                (soft[half.index(in, j)] - soft[half.index(out, j)]) / (half.step * (in - out));
            const double by_v =
                (soft[half.index(i, up)] - soft[half.index(i, down)]) / (half.step * (up - down));
            factor[half.index(i, j)] =
                std::sqrt(1.0 + std::min(by_u * by_u + by_v * by_v, kSteepest * kSteepest));
        }
    }
    return factor;
}

HeightField steepness(const HeightField& top, const ChartGrid& half) {
    return steepness(top, half, NodeWindow::whole(half));
}

// How far bone sticks out above `top`, as a rounded hump; zero elsewhere.
HeightField hump(const HeightField& bone, const HeightField& top, const ChartGrid& half,
                 double radius) {
    HeightField excess = extreme(bone, half, radius, radius, 1.0);
    for (std::size_t n = 0; n < half.size(); ++n) excess[n] = std::fmax(excess[n] - top[n], 0.0);
    return smoothed(std::move(excess), half, 0.6 * radius);
}

// The room above `top` that a sheet fills before its own thickness is added.
HeightField room_under(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
                       const SheetRow& row, const HeightField& top) {
    using FillTo = SheetRow::FillTo;
    if (row.fill_to == FillTo::ScapulaOuter) {
        return hump(frame.scapula_outer, top, half, kBorderHump);
    }
    HeightField room(half.size(), 0.0);
    if (row.fill_to == FillTo::Nothing) return room;
    const HeightField& level = row.fill_to == FillTo::SpinousTips ? frame.spinous_tips
                               : row.fill_to == FillTo::Shoulder  ? frame.shoulder
                               : row.fill_to == FillTo::Frame     ? frame.frame
                                                                  : frame.scapula_inner;
    double plus = row.fill_plus;
    if (row.fill_to == FillTo::ScapulaBlade) plus += model.rows.chest_wall.scapula_blade;
    for (std::size_t n = 0; n < half.size(); ++n) {
        room[n] = std::fmax(0.0, level[n] + plus * model.scale - top[n]);
    }
    return room;
}

// The nodes whose cells a sheet may reach.
NodeWindow nodes_of(const Footprint& footprint, const ChartGrid& half, double reach) {
    const auto node = [&](double along, int count) {
        return static_cast<int>(det::clamp(std::floor(along / half.step), -1.0, count));
    };
    const double first_u = -half.first_u;  // columns go from the side inwards
    NodeWindow window;
    window.first_column = std::max(node(first_u - footprint.high_u() - reach, half.columns), 0);
    window.last_column =
        std::min(node(first_u - footprint.low_u() + reach, half.columns) + 1, half.columns - 1);
    window.first_row = std::max(node(footprint.low_v() - reach - half.first_v, half.rows), 0);
    window.last_row =
        std::min(node(footprint.high_v() + reach - half.first_v, half.rows) + 1, half.rows - 1);
    return window;
}

HeightField lay_sheet(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
                      const SheetRow& row, const Footprint& footprint, HeightField top) {
    const double bulk = row.tissue == Tissue::Muscle ? model.body.muscle_bulk : 1.0;
    const double thickness =
        row.thickness ? bulk * thickness_of(*row.thickness, model.body, row.name) : 0.0;
    const double reach = 0.5 * half.step;
    const NodeWindow window = nodes_of(footprint, half, reach);
    const HeightField factor = steepness(top, half, window);
    const HeightField room = room_under(model, half, frame, row, top);
    std::size_t last = 0;
    for (int j = window.first_row; j <= window.last_row; ++j) {
        const double v = half.v(j);
        const auto [nearest, farthest] = footprint.reach(v - reach, v + reach);
        for (int i = window.first_column; i <= window.last_column; ++i) {
            const double u = std::fabs(half.u(i));
            if (u < nearest - reach || u > farthest + reach) continue;
            const Cover cover = cover_at(model, row, footprint, half.step, u, v, last);
            const std::size_t n = half.index(i, j);
            top[n] += cover.fill * room[n] + cover.along * thickness * factor[n];
        }
    }
    return top;
}

// `thickness` is one value a row of the grid.
HeightField raised(const HeightField& top, const HeightField& factor, const ChartGrid& half,
                   const std::vector<double>& thickness) {
    HeightField raised(top.size());
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = half.index(i, j);
            raised[n] = top[n] + thickness[static_cast<std::size_t>(j)] * factor[n];
        }
    }
    return raised;
}

// Of upper and lower back, by the rows of the grid.
std::vector<double> by_rows(const BackModel& model, const ChartGrid& half, double upper,
                            double lower) {
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(half.rows));
    for (int j = 0; j < half.rows; ++j) {
        values.push_back(lower + (upper - lower) * upper_share(model, half.v(j)));
    }
    return values;
}

// Fat fills what is narrower than twice a radius, but for the furrow in the midline.
void fill_hollows(const CoveringRows& rows, double scale, const ChartGrid& half, HeightField& top) {
    const double radius = rows.hollows * scale;
    if (radius <= 0.0) return;
    HeightField filled = extreme(top, half, radius, radius, 1.0);
    filled = extreme(filled, half, radius, radius, -1.0);
    filled = smoothed(std::move(filled), half, 0.5 * radius);
    for (int j = 0; j < half.rows; ++j) {
        for (int i = 0; i < half.columns; ++i) {
            const double share = det::smoothstep(rows.furrow.low * scale, rows.furrow.high * scale,
                                                 std::fabs(half.u(i)));
            const std::size_t n = half.index(i, j);
            top[n] += share * det::clamp(filled[n] - top[n], 0.0, rows.hollow_fat_most * scale);
        }
    }
    top = smoothed(std::move(top), half, 0.5 * rows.smoothing * scale);
}

// Fat evens out the skin: thinner over what sticks out, thicker in hollows.
HeightField lay_fat(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
                    const HeightField& fascia) {
    const CoveringRows& rows = model.rows.covering;
    const std::vector<double> fat = by_rows(model, half, fat_thickness_of(rows.fat, model.body),
                                            fat_thickness_of(rows.fat_lower, model.body));
    const double radius = rows.smoothing * model.scale;
    const HeightField bone = hump(frame.bone_outer, fascia, half, kHump);
    HeightField top = smoothed(raised(fascia, steepness(fascia, half), half, fat), half, radius);
    fill_hollows(rows, model.scale, half, top);
    for (int round = 0; round < 3; ++round) {
        for (int j = 0; j < half.rows; ++j) {
            const double least = rows.fat_least_share * fat[static_cast<std::size_t>(j)];
            for (int i = 0; i < half.columns; ++i) {
                const std::size_t n = half.index(i, j);
                top[n] = std::fmax(top[n], fascia[n] + bone[n] + least);
            }
        }
        top = smoothed(std::move(top), half, half.step);
    }
    for (std::size_t n = 0; n < half.size(); ++n) {
        top[n] = std::fmax(top[n], std::fmax(fascia[n], frame.bone_outer[n]) + kThinnestFat);
    }
    return top;
}

Result<Footprint> footprint_of(const BackModel& model, const SheetRow& row) {
    std::vector<std::vector<ChartPlace>> curves;
    for (const auto& anchors : row.curves) {
        std::vector<ChartPlace> curve;
        for (const Anchor& anchor : anchors) {
            Result<ChartPlace> place = place_of(model, anchor, row.name);
            if (!place) return place.error();
            curve.push_back(*place);
        }
        curves.push_back(std::move(curve));
    }
    return Footprint(curves);
}

}  // namespace

Status build_stack(BackModel& model) {
    const Extent& region = model.region;
    const int side = static_cast<int>((region.high_u + kMargin) / kGridStep) + 1;
    ChartGrid half;
    half.step = kGridStep;
    half.first_u = -kGridStep * side;
    half.first_v = region.lowest_v() - kMargin;
    half.columns = side + 1;
    half.rows = static_cast<int>((region.highest_v() + kMargin - half.first_v) / kGridStep) + 2;
    ChartGrid grid = half;
    grid.columns = 2 * side + 1;

    const FrameHeights frame = measure_frame(model, half);
    const double pleura = model.rows.chest_wall.pleura;
    std::vector<HeightField> surfaces;
    HeightField inner = frame.pleura_outer;
    for (double& h : inner) h -= pleura;
    surfaces.push_back(std::move(inner));
    surfaces.push_back(frame.pleura_outer);
    surfaces.push_back(frame.base);
    for (std::size_t s = 0; s < model.rows.sheets.size(); ++s) {
        const SheetRow& row = model.rows.sheets[s];
        Result<Footprint> footprint = footprint_of(model, row);
        if (!footprint) return footprint.error();
        surfaces.push_back(lay_sheet(model, half, frame, row, *footprint, surfaces.back()));
        model.layers[kFirstSheet + s].footprint = std::move(*footprint);
    }
    const CoveringRows& rows = model.rows.covering;
    const HeightField deep = surfaces.back();
    const double fascia = thickness_of(rows.fascia, model.body, "fascia");
    surfaces.push_back(
        raised(deep, steepness(deep, half), half, by_rows(model, half, fascia, fascia)));
    surfaces.push_back(lay_fat(model, half, frame, surfaces.back()));
    const HeightField fat = surfaces.back();
    surfaces.push_back(raised(fat, steepness(fat, half), half,
                              by_rows(model, half, thickness_of(rows.skin, model.body, "skin"),
                                      thickness_of(rows.skin_lower, model.body, "skin"))));
    model.stack = HeightStack(grid, surfaces);
    return {};
}

}  // namespace dryrun::anatomy
