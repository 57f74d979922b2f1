// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Lays the sheets of the table on the frame of bones, one after the other, and covers them with
// fascia, fat and skin.
#include <algorithm>
#include <cmath>
#include <utility>

#include "anatomy/frame_heights.h"
#include "anatomy/model.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

constexpr double kGridStep = 4.0;
constexpr double kSteepest = 0.5;  // slopes steeper than this are edges, not sheets that slope
constexpr double kHump = 5.0;      // about this far round a point of bone the skin is lifted
constexpr double kBorderHump = 5.0;
constexpr float kThinnestFat = 0.8F;
constexpr double kMargin = 8.0;        // the grid goes on beyond the region by this
constexpr double kMarginBelow = 32.0;  // through the buttock, whose hollows are filled to the edge

double taper(double distance, double over) {
    return distance < over ? det::smoothstep(0.0, over, distance) : 1.0;
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

double part_share(const SheetRow& row, const FibrePlace& place) {
    if (!row.part) return 0.0;
    return interpolate(row.part_along, place.along) * interpolate(row.part_across, place.across);
}

struct Cover {
    // Mean weight of the node's cell inside the footprint's tapered edge, times
    double along = 0.0;  // the factor along the fibres
    double part = 0.0;   // the share of the part with a thickness of its own
    double fill = 0.0;   // the share of the room that is filled
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

// By how much a sheet is thicker where it is gathered, thinner where it is drawn out.
double gathered(const BackModel& model, const SheetRow& row, const FibrePlace& place) {
    constexpr double kMost = 1.7;
    if (!row.follows_scapula) return 1.0;
    const double before = place.fibre_length - model.skeleton.scapula_moved_out;
    const double factor = model.skeleton.scapula_gathers * before / place.fibre_length;
    return det::clamp(factor, 1.0 / kMost, kMost);
}

// A footprint along one row of nodes, and a quarter of a step above and below it.
class RowsOfCells {
  public:
    RowsOfCells(const Footprint& footprint, const ChartGrid& half, const NodeWindow& window)
        : footprint_(footprint),
          step_(half.step),
          first_u_(std::fabs(half.u(window.first_column))),
          centres_(
              static_cast<std::size_t>(std::max(window.last_column - window.first_column + 1, 0))) {
    }

    void go_to(double v) {
        footprint_.cut(v, middle_);
        footprint_.cut(v - 0.25 * step_, low_);
        footprint_.cut(v + 0.25 * step_, high_);
        footprint_.find_each(first_u_, step_, middle_, centres_);
    }
    /// From where to where a cell may be reached.
    std::pair<double, double> reach() const {
        const double least = std::min(middle_.low_u, std::min(low_.low_u, high_.low_u));
        const double most = std::max(middle_.high_u, std::max(low_.high_u, high_.high_u));
        return {least - 0.25 * step_, most + 0.25 * step_};
    }
    double u(int column_in_window) const { return first_u_ - step_ * column_in_window; }
    /// Of a cell.
    const std::optional<FibrePlace>& centre(int column_in_window) const {
        return centres_[static_cast<std::size_t>(column_in_window)];
    }
    /// Hands those of four points of a cell that lie in the sheet to `visit`.
    template <class Visit>
    void visit_quarters(int column_in_window, const Visit& visit) const {
        const std::optional<FibrePlace>& middle = centre(column_in_window);
        const double at_u = u(column_in_window);
        FibrePlace place = middle.value_or(FibrePlace{});
        const Footprint::Changes by = middle ? footprint_.changes(place) : Footprint::Changes{};
        for (const double b : {-0.25, 0.25}) {
            for (const double a : {-0.25, 0.25}) {
                const double to_u = std::fabs(at_u + a * step_);
                if (!middle) {
                    const auto found = footprint_.find(to_u, b < 0.0 ? low_ : high_);
                    if (found) visit(*found);
                    continue;
                }
                // As the fibres run in the middle.
                const double by_u = to_u - at_u;
                const double by_v = b * step_;
                place.along = middle->along + (by.along.u * by_u + by.along.v * by_v);
                place.across = middle->across + (by.across.u * by_u + by.across.v * by_v);
                if (place.along < 0.0 || place.along > 1.0) continue;
                if (place.across < 0.0 || place.across > 1.0) continue;
                visit(place);
            }
        }
    }

  private:
    const Footprint& footprint_;
    double step_;
    double first_u_;
    Footprint::Row middle_;
    Footprint::Row low_;
    Footprint::Row high_;
    std::vector<std::optional<FibrePlace>> centres_;
};

// A node stands for its cell: four points of it are asked, so that slanting edges are no stairs;
// where no edge is near, its middle.
Cover cover_at(const BackModel& model, const SheetRow& row, const RowsOfCells& cells, double step,
               int column_in_window) {
    const double scale = model.scale;
    const bool fills = row.fill_to != SheetRow::FillTo::Nothing;
    Cover cover;
    const auto add = [&](const FibrePlace& place, double weight) {
        const double edge = weight * edge_weight(row, place, scale);
        const double thicker = edge * gathered(model, row, place);
        const double part = part_share(row, place);
        cover.along += thicker * (1.0 - part) * interpolate(row.along, place.along);
        cover.part += thicker * part;
        if (fills) cover.fill += edge * filled_share(row, place);
    };
    const std::optional<FibrePlace>& centre = cells.centre(column_in_window);
    if (centre && is_even_over_cell(row, *centre, scale, step)) {
        add(*centre, 1.0);
    } else {
        cells.visit_quarters(column_in_window, [&](const FibrePlace& place) { add(place, 0.25); });
    }
    return cover;
}

// How much longer than its thickness a sheet stands along the chart's height where it slopes, for
// the nodes of a window. Made for one sheet after the other.
class Steepness {
  public:
    explicit Steepness(const ChartGrid& half) : half_(half), factor_(half.size(), 1.0F) {}

    void measure(const HeightField& top, const NodeWindow& window) {
        if (window.is_empty()) return;
        smooth_within(top, half_, 6.0, window.grown(half_, 1), soft_, scratch_);
        constexpr auto kSteepestSquare = static_cast<float>(kSteepest * kSteepest);
        const auto per_step = static_cast<float>(1.0 / half_.step);
        const int last = half_.columns - 1;
        for (int j = window.first_row; j <= window.last_row; ++j) {
            const int down = std::max(j - 1, 0);
            const int up = std::min(j + 1, half_.rows - 1);
            const float* below = soft_.data() + half_.index(0, down);
            const float* at = soft_.data() + half_.index(0, j);
            const float* above = soft_.data() + half_.index(0, up);
            const float by_rows = per_step / static_cast<float>(up - down);
            float* factor = factor_.data() + half_.index(0, j);
            const auto measure_at = [&](int i, int out, int in, float by_columns) {
                const float by_u = (at[in] - at[out]) * by_columns;
                const float by_v = (above[i] - below[i]) * by_rows;
                const float square = by_u * by_u + by_v * by_v;
                factor[i] = std::sqrt(1.0F + std::min(square, kSteepestSquare));
            };
            const int first = std::max(window.first_column, 1);
            const int end = std::min(window.last_column, last - 1);
            for (int i = first; i <= end; ++i) measure_at(i, i - 1, i + 1, 0.5F * per_step);
            if (window.first_column == 0) measure_at(0, 0, 1, per_step);
            if (window.last_column == last) measure_at(last, last - 1, last, per_step);
        }
    }
    const HeightField& factor() const { return factor_; }

  private:
    const ChartGrid& half_;
    HeightField factor_;
    HeightField soft_;
    HeightField scratch_;
};

// How far bone sticks out above `top`, as a rounded hump, for the nodes of a window; zero
// elsewhere.
HeightField hump(const HeightField& bone, const HeightField& top, const ChartGrid& half,
                 double radius, const NodeWindow& window) {
    const double softening = 0.6 * radius;
    const NodeWindow wider = window.grown(half, smoothing_reach(softening, half));
    HeightField excess;
    extreme_within(bone, half, radius, radius, 1.0F, wider, excess);
    wider.each_row(half, [&](std::size_t n, std::size_t end) {
        for (; n < end; ++n) excess[n] = std::max(excess[n] - top[n], 0.0F);
    });
    HeightField rounded;
    HeightField scratch;
    smooth_within(excess, half, softening, window, rounded, scratch);
    return rounded;
}

// A field in which what is narrower than twice the radius is filled, for the nodes of a window.
HeightField bridged(const HeightField& top, const ChartGrid& half, double radius,
                    const NodeWindow& window) {
    const double softening = 0.5 * radius;
    const NodeWindow wider = window.grown(half, smoothing_reach(softening, half));
    HeightField highest;
    HeightField filled;
    extreme_within(top, half, radius, radius, 1.0F, wider.grown_by(half, radius), highest);
    extreme_within(highest, half, radius, radius, -1.0F, wider, filled);
    HeightField scratch;
    smooth_within(filled, half, softening, window, highest, scratch);
    return highest;
}

// The room above `top` that a sheet fills before its own thickness is added, for the nodes of a
// window; empty where it fills none.
HeightField room_under(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
                       const SheetRow& row, const HeightField& top, const NodeWindow& window) {
    using FillTo = SheetRow::FillTo;
    if (row.fill_to == FillTo::ScapulaOuter) {
        return hump(frame.scapula_outer, top, half, kBorderHump, window);
    }
    if (row.fill_to == FillTo::Bones) return hump(frame.bone_outer, top, half, kHump, window);
    HeightField room;
    if (row.fill_to == FillTo::Nothing) return room;
    room.resize(half.size());
    if (row.fill_to == FillTo::Hollows) {
        for (std::size_t n = 0; n < half.size(); ++n)
            room[n] = std::max(top[n], frame.bone_outer[n]);
        room = bridged(room, half, row.fill_hollows * model.scale, window);
        window.each_row(half, [&](std::size_t n, std::size_t end) {
            for (; n < end; ++n) room[n] = std::max(0.0F, room[n] - top[n]);
        });
        return room;
    }
    const HeightField& level = row.fill_to == FillTo::SpinousTips ? frame.spinous_tips
                               : row.fill_to == FillTo::Shoulder  ? frame.shoulder
                               : row.fill_to == FillTo::Frame     ? frame.frame
                                                                  : frame.scapula_inner;
    double plus = row.fill_plus;
    if (row.fill_to == FillTo::ScapulaBlade) plus += model.rows.chest_wall.scapula_blade;
    const auto lifted = static_cast<float>(plus * model.scale);
    window.each_row(half, [&](std::size_t n, std::size_t end) {
        for (; n < end; ++n) room[n] = std::max(0.0F, level[n] + lifted - top[n]);
    });
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

// Raises `top` by the sheet.
void lay_sheet(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
               const SheetRow& row, const Footprint& footprint, Steepness& steepness,
               HeightField& top) {
    const double bulk = row.tissue == Tissue::Muscle ? model.body.muscle_bulk : 1.0;
    const double thickness =
        row.thickness ? bulk * thickness_of(*row.thickness, model.body, row.name) : 0.0;
    const double part =
        row.part ? bulk * thickness_of(*row.part, model.body, row.name + ".part") : 0.0;
    const NodeWindow window = nodes_of(footprint, half, 0.5 * half.step);
    steepness.measure(top, window);
    const HeightField& factor = steepness.factor();
    const HeightField room = room_under(model, half, frame, row, top, window);
    RowsOfCells cells(footprint, half, window);
    for (int j = window.first_row; j <= window.last_row; ++j) {
        cells.go_to(half.v(j));
        const auto [least, most] = cells.reach();
        for (int i = window.first_column; i <= window.last_column; ++i) {
            const int column = i - window.first_column;
            if (cells.u(column) <= least || cells.u(column) >= most) continue;
            const Cover cover = cover_at(model, row, cells, half.step, column);
            const std::size_t n = half.index(i, j);
            const double filled = room.empty() ? 0.0 : cover.fill * double{room[n]};
            const double laid = (cover.along * thickness + cover.part * part) * double{factor[n]};
            top[n] += static_cast<float>(filled + laid);
        }
    }
}

// `thickness` is one value a row of the grid.
HeightField raised(const HeightField& top, Steepness& steepness, const ChartGrid& half,
                   const HeightField& thickness) {
    steepness.measure(top, NodeWindow::whole(half));
    HeightField raised(top.size());
    for (int j = 0; j < half.rows; ++j) {
        const float more = thickness[static_cast<std::size_t>(j)];
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = half.index(i, j);
            raised[n] = top[n] + more * steepness.factor()[n];
        }
    }
    return raised;
}

// Of upper and lower back, by the rows of the grid.
HeightField by_rows(const BackModel& model, const ChartGrid& half, double upper, double lower) {
    HeightField values;
    values.reserve(static_cast<std::size_t>(half.rows));
    for (int j = 0; j < half.rows; ++j) {
        const double value = lower + (upper - lower) * upper_share(model, half.v(j));
        values.push_back(static_cast<float>(value));
    }
    return values;
}

// Fat fills what is narrower than twice a radius, but for the furrow in the midline.
void fill_hollows(const CoveringRows& rows, double scale, const ChartGrid& half, HeightField& top) {
    const double radius = rows.hollows * scale;
    if (radius <= 0.0) return;
    const HeightField filled = bridged(top, half, radius, NodeWindow::whole(half));
    const auto most = static_cast<float>(rows.hollow_fat_most * scale);
    for (int i = 0; i < half.columns; ++i) {
        const auto share = static_cast<float>(det::smoothstep(
            rows.furrow.low * scale, rows.furrow.high * scale, std::fabs(half.u(i))));
        for (int j = 0; j < half.rows; ++j) {
            const std::size_t n = half.index(i, j);
            top[n] += share * std::clamp(filled[n] - top[n], 0.0F, most);
        }
    }
    top = smoothed(top, half, 0.5 * rows.smoothing * scale);
}

// Fat evens out the skin: thinner over what sticks out, thicker in hollows.
HeightField lay_fat(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
                    Steepness& steepness, const HeightField& fascia) {
    const CoveringRows& rows = model.rows.covering;
    const HeightField fat = by_rows(model, half, fat_thickness_of(rows.fat, model.body),
                                    fat_thickness_of(rows.fat_lower, model.body));
    const double radius = rows.smoothing * model.scale;
    const HeightField bone = hump(frame.bone_outer, fascia, half, kHump, NodeWindow::whole(half));
    HeightField top = smoothed(raised(fascia, steepness, half, fat), half, radius);
    fill_hollows(rows, model.scale, half, top);
    for (int round = 0; round < 3; ++round) {
        for (int j = 0; j < half.rows; ++j) {
            const float least =
                static_cast<float>(rows.fat_least_share) * fat[static_cast<std::size_t>(j)];
            for (int i = 0; i < half.columns; ++i) {
                const std::size_t n = half.index(i, j);
                top[n] = std::max(top[n], fascia[n] + bone[n] + least);
            }
        }
        top = smoothed(top, half, half.step);
    }
    for (std::size_t n = 0; n < half.size(); ++n)
        top[n] = std::max(top[n], std::max(fascia[n], frame.bone_outer[n]) + kThinnestFat);
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
    half.first_v = region.lowest_v() - kMarginBelow;
    half.columns = side + 1;
    half.rows = static_cast<int>((region.highest_v() + kMargin - half.first_v) / kGridStep) + 2;

    const FrameHeights frame = measure_frame(model, half);
    const auto pleura = static_cast<float>(model.rows.chest_wall.pleura);
    Steepness steepness(half);
    std::vector<HeightField> surfaces;
    HeightField inner = frame.pleura_outer;
    for (float& h : inner) h -= pleura;
    surfaces.push_back(std::move(inner));
    surfaces.push_back(frame.pleura_outer);
    surfaces.push_back(frame.base);
    for (std::size_t s = 0; s < model.rows.sheets.size(); ++s) {
        const SheetRow& row = model.rows.sheets[s];
        Result<Footprint> footprint = footprint_of(model, row);
        if (!footprint) return footprint.error();
        surfaces.push_back(surfaces.back());
        lay_sheet(model, half, frame, row, *footprint, steepness, surfaces.back());
        model.layers[kFirstSheet + s].footprint = std::move(*footprint);
    }
    const CoveringRows& rows = model.rows.covering;
    const double fascia = thickness_of(rows.fascia, model.body, "fascia");
    surfaces.push_back(
        raised(surfaces.back(), steepness, half, by_rows(model, half, fascia, fascia)));
    surfaces.push_back(lay_fat(model, half, frame, steepness, surfaces.back()));
    surfaces.push_back(raised(surfaces.back(), steepness, half,
                              by_rows(model, half, thickness_of(rows.skin, model.body, "skin"),
                                      thickness_of(rows.skin_lower, model.body, "skin"))));
    model.stack = HeightStack(half, surfaces);
    return {};
}

}  // namespace dryrun::anatomy
