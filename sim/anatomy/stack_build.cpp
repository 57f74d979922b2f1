// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Lays the sheets of the table on the frame of bones, one after the other, and covers them with
// fascia, fat and skin.
#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "anatomy/frame_heights.h"
#include "anatomy/model.h"
#include "anatomy/sheet_cover.h"
#include "anatomy/tubes.h"
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

// How much longer than its thickness a sheet stands along the chart's height where it slopes. Asked
// for one sheet after the other.
class Steepness {
  public:
    explicit Steepness(const ChartGrid& half)
        : half_(half), factors_(static_cast<std::size_t>(half.columns) + kTogether) {}

    /// Of what is laid on `top`, for the nodes of a window.
    void measure(const HeightField& top, const NodeWindow& window) {
        smooth_within(top, half_, 6.0, window.grown(half_, 1), soft_, scratch_);
    }
    /// In a row, from one column up to another; factors()[0] is the first's.
    const float* factors(int j, int first, int end) {
        const int down = std::max(j - 1, 0);
        const int up = std::min(j + 1, half_.rows - 1);
        const float* const below = soft_.data() + half_.index(0, down);
        const float* const at = soft_.data() + half_.index(0, j);
        const float* const above = soft_.data() + half_.index(0, up);
        const auto per_step = static_cast<float>(1.0 / half_.step);
        const float by_rows = per_step / static_cast<float>(up - down);
        float* const factors = factors_.data();
        const auto measure_at = [=](int i, int out, int in, float by_columns) {
            constexpr auto kSteepestSquare = static_cast<float>(kSteepest * kSteepest);
            const float by_u = (at[in] - at[out]) * by_columns;
            const float by_v = (above[i] - below[i]) * by_rows;
            const float square = by_u * by_u + by_v * by_v;
            factors[i - first] = 1.0F + std::min(square, kSteepestSquare);
        };
        const int last = half_.columns - 1;
        for (int i = std::max(first, 1); i < std::min(end, last); ++i)
            measure_at(i, i - 1, i + 1, 0.5F * per_step);
        if (first == 0) measure_at(0, 0, 1, per_step);
        if (end > last) measure_at(last, last - 1, last, per_step);
        for (int i = 0; i < end - first; i += kTogether)
            _mm_storeu_ps(factors + i, _mm_sqrt_ps(_mm_loadu_ps(factors + i)));
        return factors;
    }

  private:
    static constexpr int kTogether = 4;
    const ChartGrid& half_;
    HeightField soft_;
    HeightField scratch_;
    HeightField factors_;
};

// Fields between which the work goes to and fro, kept from sheet to sheet. Outside the window last
// asked for they hold nothing that makes sense.
struct Rooms {
    HeightField result;
    HeightField first;
    HeightField second;
    HeightField scratch;
};

// How far bone sticks out above `top`, as a rounded hump, for the nodes of a window.
void hump(const HeightField& bone, const HeightField& top, const ChartGrid& half, double radius,
          const NodeWindow& window, Rooms& rooms) {
    const double softening = 0.6 * radius;
    const NodeWindow wider = window.grown(half, smoothing_reach(softening, half));
    HeightField& excess = rooms.first;
    extreme_within(bone, half, radius, radius, 1.0F, wider, excess);
    wider.each_row(half, [&](std::size_t n, std::size_t end) {
        for (; n < end; ++n) excess[n] = std::max(excess[n] - top[n], 0.0F);
    });
    smooth_within(excess, half, softening, window, rooms.result, rooms.scratch);
}

constexpr double kBridgeSoftening = 0.5;  // of its radius

// The nodes that a bridge over a window is made of before it is softened.
NodeWindow under_bridge(const ChartGrid& half, double radius, const NodeWindow& window) {
    return window.grown(half, smoothing_reach(kBridgeSoftening * radius, half));
}

// The nodes of which bridge() asks to bridge a window.
NodeWindow asked_to_bridge(const ChartGrid& half, double radius, const NodeWindow& window) {
    return under_bridge(half, radius, window).grown_by(half, radius).grown_by(half, radius);
}

// A field in which what is narrower than twice the radius is filled, for the nodes of a window.
void bridge(const HeightField& top, const ChartGrid& half, double radius, const NodeWindow& window,
            Rooms& rooms) {
    const NodeWindow wider = under_bridge(half, radius, window);
    extreme_within(top, half, radius, radius, 1.0F, wider.grown_by(half, radius), rooms.result);
    extreme_within(rooms.result, half, radius, radius, -1.0F, wider, rooms.second);
    smooth_within(rooms.second, half, kBridgeSoftening * radius, window, rooms.result,
                  rooms.scratch);
}

// The room above `top` that a sheet fills before its own thickness is added, for the nodes of a
// window, in `rooms.result`; false where it fills none.
bool room_under(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
                const SheetRow& row, const HeightField& top, const NodeWindow& window,
                Rooms& rooms) {
    using FillTo = SheetRow::FillTo;
    if (row.fill_to == FillTo::Nothing) return false;
    if (row.fill_to == FillTo::ScapulaOuter) {
        hump(frame.scapula_outer, top, half, kBorderHump, window, rooms);
        return true;
    }
    if (row.fill_to == FillTo::Bones) {
        hump(frame.bone_outer, top, half, kHump, window, rooms);
        return true;
    }
    HeightField& room = rooms.result;
    room.resize(half.size());
    if (row.fill_to == FillTo::Hollows) {
        const double radius = row.fill_hollows * model.scale;
        HeightField& ground = rooms.first;
        ground.resize(half.size());
        asked_to_bridge(half, radius, window).each_row(half, [&](std::size_t n, std::size_t end) {
            for (; n < end; ++n) ground[n] = std::max(top[n], frame.bone_outer[n]);
        });
        bridge(ground, half, radius, window, rooms);
        window.each_row(half, [&](std::size_t n, std::size_t end) {
            for (; n < end; ++n) room[n] = std::max(0.0F, room[n] - top[n]);
        });
        return true;
    }
    const HeightField& level = row.fill_to == FillTo::SpinousTips ? frame.spinous_tips
                               : row.fill_to == FillTo::Frame     ? frame.frame
                                                                  : frame.scapula_inner;
    double plus = row.fill_plus;
    if (row.fill_to == FillTo::ScapulaBlade) plus += model.rows->chest_wall.scapula_blade;
    const auto lifted = static_cast<float>(plus * model.scale);
    window.each_row(half, [&](std::size_t n, std::size_t end) {
        for (; n < end; ++n) room[n] = std::max(0.0F, level[n] + lifted - top[n]);
    });
    return true;
}

// Raises `top` by the sheet.
void lay_sheet(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
               const SheetRow& row, const SheetCover& cover, Steepness& steepness, Rooms& rooms,
               HeightField& top) {
    if (cover.window.is_empty()) return;
    steepness.measure(top, cover.window);
    const bool has_room = room_under(model, half, frame, row, top, cover.window, rooms);
    for (std::size_t r = 0; r < cover.rows.size(); ++r) {
        const auto& [first, begin, end] = cover.rows[r];
        const int j = cover.window.first_row + static_cast<int>(r);
        const int count = static_cast<int>(end - begin);
        if (count == 0) continue;
        const float* const factor = steepness.factors(j, first, first + count);
        const SheetCover::Node* const node = cover.nodes.data() + begin;
        float* const heights = top.data() + half.index(first, j);
        const float* const above = has_room ? rooms.result.data() + half.index(first, j) : nullptr;
        for (int i = 0; i < count; ++i) {
            const double filled = above == nullptr ? 0.0 : node[i].filled * double{above[i]};
            heights[i] += static_cast<float>(filled + node[i].thickness * double{factor[i]});
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
        const float* const factor = steepness.factors(j, 0, half.columns);
        const std::size_t row = half.index(0, j);
        for (int i = 0; i < half.columns; ++i) {
            const std::size_t n = row + static_cast<std::size_t>(i);
            raised[n] = top[n] + more * factor[i];
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
    Rooms rooms;
    bridge(top, half, radius, NodeWindow::whole(half), rooms);
    const HeightField& filled = rooms.result;
    const auto most = static_cast<float>(rows.hollow_fat_most * scale);
    std::vector<float> shares;  // by column
    shares.reserve(static_cast<std::size_t>(half.columns));
    for (int i = 0; i < half.columns; ++i) {
        shares.push_back(static_cast<float>(det::smoothstep(
            rows.furrow.low * scale, rows.furrow.high * scale, std::fabs(half.u(i)))));
    }
    NodeWindow::whole(half).each_row(half, [&](std::size_t n, std::size_t) {
        for (const float share : shares) {
            top[n] += share * std::clamp(filled[n] - top[n], 0.0F, most);
            ++n;
        }
    });
    top = smoothed(top, half, 0.5 * rows.smoothing * scale);
}

// What a field must not lie below lifts it; on the shoulder, where the chart is sheared most and
// bone stands steep in it, the nodes about those that will be lifted go along in part: one lifted
// alone makes a spike in the skin, and a row of them pits. `least_at` says how low a node may lie.
template <class Least>
void lift_about_acromion(const BackModel& model, const ChartGrid& half, const Least& least_at,
                         HeightField& top) {
    constexpr double kFromMidline[] = {105.0, 125.0};  // all of it beyond the second
    constexpr double kAlong = 80.0;                    // above and below the tip
    constexpr float kLeast = 0.2F;                     // no more than that is seen
    constexpr int kReach = 2;
    constexpr float kShares[kReach + 1][kReach + 1] = {
        {1.0F, 0.8F, 0.4F}, {0.8F, 0.65F, 0.3F}, {0.4F, 0.3F, 0.1F}};
    const double tip =
        model.chart.to_chart(model.skeleton.landmark("scapula.acromion.right")).v - half.first_v;
    const double along = kAlong * model.scale;
    const int first_row = std::max(0, static_cast<int>((tip - along) / half.step));
    const int last_row = std::min(half.rows - 1, static_cast<int>((tip + along) / half.step));
    std::vector<std::pair<std::size_t, float>> raised;
    raised.reserve(8192);
    for (int i = 0; i < half.columns; ++i) {
        const auto part = static_cast<float>(det::smoothstep(
            kFromMidline[0] * model.scale, kFromMidline[1] * model.scale, std::fabs(half.u(i))));
        if (part <= 0.0F) continue;
        for (int j = first_row; j <= last_row; ++j) {
            const std::size_t n = half.index(i, j);
            const float lift = part * (least_at(n) - top[n]);
            if (lift < kLeast) continue;
            const int last_i = std::min(i + kReach, half.columns - 1);
            const int last_j = std::min(j + kReach, half.rows - 1);
            for (int at_j = std::max(j - kReach, 0); at_j <= last_j; ++at_j) {
                for (int at_i = std::max(i - kReach, 0); at_i <= last_i; ++at_i) {
                    const std::size_t at = half.index(at_i, at_j);
                    const float height =
                        top[at] + kShares[std::abs(at_j - j)][std::abs(at_i - i)] * lift;
                    raised.emplace_back(at, height);
                }
            }
        }
    }
    for (const auto& [at, height] : raised) top[at] = std::max(top[at], height);
}

// Fat evens out the skin: thinner over what sticks out, thicker in hollows.
HeightField lay_fat(const BackModel& model, const ChartGrid& half, const FrameHeights& frame,
                    Steepness& steepness, const HeightField& fascia, Errands& errands) {
    const CoveringRows& rows = model.rows->covering;
    const HeightField fat = by_rows(model, half, fat_thickness_of(rows.fat, model.body),
                                    fat_thickness_of(rows.fat_lower, model.body));
    const double radius = rows.smoothing * model.scale;
    HeightField bone;
    const std::size_t humps = errands.add(1, [&](std::size_t) {
        Rooms rooms;
        hump(frame.bone_outer, fascia, half, kHump, NodeWindow::whole(half), rooms);
        bone = std::move(rooms.result);
    });
    errands.close();  // the last, so that the helper is gone when the body is made
    HeightField top = smoothed(raised(fascia, steepness, half, fat), half, radius);
    fill_hollows(rows, model.scale, half, top);
    errands.finish(humps);
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
    const auto least_at = [&](std::size_t n) {
        return std::max(fascia[n], frame.bone_outer[n]) + kThinnestFat;
    };
    lift_about_acromion(model, half, least_at, top);
    for (std::size_t n = 0; n < half.size(); ++n)
        top[n] = std::max(top[n], std::max(fascia[n], frame.bone_outer[n]) + kThinnestFat);
    return top;
}

Result<Footprint> footprint_of(const BackModel& model, const SheetRow& row) {
    std::vector<std::vector<ChartPlace>> curves;
    curves.reserve(row.curves.size());
    for (const auto& anchors : row.curves) {
        std::vector<ChartPlace> curve;
        curve.reserve(anchors.size());
        for (const Anchor& anchor : anchors) {
            Result<ChartPlace> place = place_of(model, anchor, row.name);
            if (!place) return place.error();
            curve.push_back(*place);
        }
        curves.push_back(std::move(curve));
    }
    return Footprint(curves);
}

// What of a sheet does not depend on those below it.
struct SheetOnChart {
    Result<Footprint> footprint = Footprint();
    SheetCover cover;
};

SheetOnChart spread(const BackModel& model, const ChartGrid& half, const SheetRow& row) {
    SheetOnChart sheet;
    sheet.footprint = footprint_of(model, row);
    if (sheet.footprint) sheet.cover = cover_of(model, half, row, *sheet.footprint);
    return sheet;
}

// Sheets on the chart, each made by whoever comes to it first.
class SheetsOnChart {
  public:
    SheetsOnChart(const BackModel& model, const ChartGrid& half, Errands& errands)
        : errands_(errands), sheets_(model.rows->sheets.size()) {
        first_ = errands.add(sheets_.size(), [this, &model, half](std::size_t i) {
            sheets_[i] = spread(model, half, model.rows->sheets[i]);
        });
    }
    ~SheetsOnChart() { errands_.drop(first_, sheets_.size()); }
    SheetsOnChart(const SheetsOnChart&) = delete;
    SheetsOnChart& operator=(const SheetsOnChart&) = delete;

    SheetOnChart& sheet(std::size_t number) {
        errands_.finish(first_ + number);
        return sheets_[number];
    }

  private:
    Errands& errands_;
    std::vector<SheetOnChart> sheets_;
    std::size_t first_ = 0;
};

// The surfaces of the stack from the deepest up, of which the last is at hand.
class SurfacesUpwards {
  public:
    SurfacesUpwards(const ChartGrid& half, int count) : half_(half), stack_(half, count) {}

    const HeightField& top() const { return top_; }
    /// The next one.
    void put(HeightField surface) {
        stack_.add(surface, top_.empty() ? nullptr : &top_, NodeWindow::whole(half_));
        top_ = std::move(surface);
    }
    /// The next one, which is the last as `change` changes it within a window.
    template <class Change>
    void put_changed(const NodeWindow& window, const Change& change) {
        below_.resize(top_.size());
        window.each_row(half_, [&](std::size_t n, std::size_t end) {
            std::copy_n(top_.data() + n, end - n, below_.data() + n);
        });
        change(top_);
        stack_.add(top_, &below_, window);
    }
    /// All, once the last is there.
    HeightStack take() { return std::move(stack_); }

  private:
    const ChartGrid& half_;
    HeightStack stack_;
    HeightField top_;
    HeightField below_;
};

}  // namespace

ChartGrid right_half(double high_u, double lowest_v, double highest_v) {
    const int side = static_cast<int>((high_u + kMargin) / kGridStep) + 1;
    ChartGrid half;
    half.step = kGridStep;
    half.first_u = -kGridStep * side;
    half.first_v = lowest_v - kMarginBelow;
    half.columns = side + 1;
    half.rows = static_cast<int>((highest_v + kMargin - half.first_v) / kGridStep) + 2;
    return half;
}

Status build_stack(BackModel& model, BonesOnChart& bones, TubesOnSurfaces& tubes,
                   Errands& errands) {
    const Extent& region = model.region;
    const ChartGrid half = right_half(region.high_u, region.lowest_v(), region.highest_v());
    bones.lay(model.chart, half, model.skeleton.bones);
    SheetsOnChart sheets(model, half, errands);
    FrameHeights frame = measure_frame(model, half, [&](std::size_t bone) -> const BoneOnChart& {
        return bones.bone(bone, half.size());
    });
    const auto pleura = static_cast<float>(model.rows->chest_wall.pleura);
    Steepness steepness(half);
    Rooms rooms;
    SurfacesUpwards surfaces(half, kFirstSheet + static_cast<int>(model.rows->sheets.size()) + 3);
    HeightField pleura_inner = frame.pleura_outer;
    for (float& h : pleura_inner) h -= pleura;
    surfaces.put(std::move(pleura_inner));
    surfaces.put(std::move(frame.pleura_outer));
    tubes.lay_on(model, half, kPleuraOuter, surfaces.top());
    surfaces.put(std::move(frame.base));
    for (std::size_t s = 0; s < model.rows->sheets.size(); ++s) {
        const SheetRow& row = model.rows->sheets[s];
        SheetOnChart& sheet = sheets.sheet(s);
        if (!sheet.footprint) return sheet.footprint.error();
        tubes.lay_on(model, half, kFirstSheet + static_cast<int>(s) - 1, surfaces.top());
        surfaces.put_changed(sheet.cover.window, [&](HeightField& top) {
            lay_sheet(model, half, frame, row, sheet.cover, steepness, rooms, top);
        });
        model.layers[kFirstSheet + s].footprint = std::move(*sheet.footprint);
    }
    const CoveringRows& rows = model.rows->covering;
    const double fascia = thickness_of(rows.fascia, model.body, "fascia");
    surfaces.put(raised(surfaces.top(), steepness, half, by_rows(model, half, fascia, fascia)));
    surfaces.put(lay_fat(model, half, frame, steepness, surfaces.top(), errands));
    surfaces.put(raised(surfaces.top(), steepness, half,
                        by_rows(model, half, thickness_of(rows.skin, model.body, "skin"),
                                thickness_of(rows.skin_lower, model.body, "skin"))));
    model.stack = surfaces.take();
    return {};
}

}  // namespace dryrun::anatomy
