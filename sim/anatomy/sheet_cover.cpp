// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/sheet_cover.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/two_doubles.h"

namespace dryrun::anatomy {
namespace {

// Most tables say the same everywhere.
double at(const Table& table, double x) {
    return table.size() == 1 ? table.front().second : interpolate(table, x);
}
// Of two places at once.
TwoDoubles at(const Table& table, TwoDoubles x) {
    if (table.size() == 1) return TwoDoubles{} + table.front().second;
    return TwoDoubles{interpolate(table, x[0]), interpolate(table, x[1])};
}

// One of the four edges: over how many millimetres the sheet thins out there.
class Edge {
  public:
    Edge(double over, double step)
        : over_(over), uneven_until_((over < 2.0 * step ? over : 0.0) + 0.75 * step) {}
    /// Whether a sheet so far from it changes so little over a cell that its middle can stand for
    /// it: no border near, nor the slope of a short taper.
    bool is_even(double distance) const { return distance > uneven_until_; }
    double weight(double distance) const {
        return distance < over_ ? det::smoothstep(0.0, over_, distance) : 1.0;
    }
    /// The same bits of two at once.
    TwoDoubles weight(TwoDoubles distance) const {
        constexpr TwoDoubles kNone = {0.0, 0.0};
        constexpr TwoDoubles kAll = {1.0, 1.0};
        const auto is_near = distance < over_;
        if (pair_lanes_of(is_near) == 0) return kAll;
        const TwoDoubles share = distance / over_;
        const TwoDoubles t = chosen(share < kNone, kNone, share);
        return chosen(is_near, t * t * (3.0 - 2.0 * t), kAll);
    }

  private:
    double over_;
    double uneven_until_;
};

// How far a place is from the four edges, or two places on one fibre are.
template <class Number>
struct ToEdges {
    ToEdges(const Number& along, const Number& across, const FibrePlace& place)
        : origin(along * place.fibre_length),
          insertion((1.0 - along) * place.fibre_length),
          begin(across * place.width),
          end((1.0 - across) * place.width) {}
    Number origin;
    Number insertion;
    Number begin;
    Number end;
};

// What a place in a sheet of the table adds to the node it belongs to.
class SheetProfile {
  public:
    SheetProfile(const BackModel& model, const SheetRow& row, double step)
        : model_(model),
          row_(row),
          origin_(row.taper_origin * model.scale, step),
          insertion_(row.taper_insertion * model.scale, step),
          begin_(row.taper_begin * model.scale, step),
          end_(row.taper_end * model.scale, step),
          fills_(row.fill_to != SheetRow::FillTo::Nothing) {
        const double bulk = row.tissue == Tissue::Muscle ? model.body.muscle_bulk : 1.0;
        if (row.thickness) thickness_ = bulk * thickness_of(*row.thickness, model.body, row.name);
        if (row.part) part_ = bulk * thickness_of(*row.part, model.body, row.name + ".part");
    }

    bool is_even(const FibrePlace& place) const {
        const ToEdges<double> to(place.along, place.across, place);
        return origin_.is_even(to.origin) && insertion_.is_even(to.insertion) &&
               begin_.is_even(to.begin) && end_.is_even(to.end);
    }

    /// Sums over the places of a cell.
    struct Sum {
        double along = 0.0;  ///< the factor along the fibres
        double part = 0.0;   ///< the share of the part with a thickness of its own
        double filled = 0.0;
    };
    void add(const FibrePlace& place, double weight, Sum& sum) const {
        const auto added = added_by(place.along, place.across, place, weight);
        sum.along += added.along;
        sum.part += added.part;
        sum.filled += added.filled;
    }
    /// Two places at once, on the fibre of `place`; but for those that do not lie in the sheet.
    void add(TwoDoubles along, TwoDoubles across, const FibrePlace& place, double weight,
             Sum& sum) const {
        const unsigned are_beyond = pair_lanes_of(along < 0.0) | pair_lanes_of(along > 1.0) |
                                    pair_lanes_of(across < 0.0) | pair_lanes_of(across > 1.0);
        if (are_beyond == 3) return;
        const auto added = added_by(along, across, place, weight);
        for (int k = 0; k < 2; ++k) {
            if ((are_beyond >> k & 1U) != 0) continue;
            sum.along += added.along[k];
            sum.part += added.part[k];
            sum.filled += added.filled[k];
        }
    }
    SheetCover::Node node_of(const Sum& sum) const {
        return {sum.along * thickness_ + sum.part * part_, sum.filled};
    }

  private:
    // What a place adds to the sums, or each of two.
    template <class Number>
    struct Added {
        Number along;
        Number part;
        Number filled;
    };
    template <class Number>
    Added<Number> added_by(const Number& along, const Number& across, const FibrePlace& place,
                           double weight) const {
        const ToEdges<Number> to(along, across, place);
        const Number edge = weight * (origin_.weight(to.origin) * insertion_.weight(to.insertion) *
                                      begin_.weight(to.begin) * end_.weight(to.end));
        const Number thicker = edge * gathered(place);
        const Number part =
            row_.part ? at(row_.part_along, along) * at(row_.part_across, across) : Number{};
        const Number filled =
            fills_ ? edge * (at(row_.fill_along, along) * at(row_.fill_across, across)) : Number{};
        return {thicker * (1.0 - part) * at(row_.along, along), thicker * part, filled};
    }
    // By how much it is thicker where it is gathered, thinner where it is drawn out.
    double gathered(const FibrePlace& place) const {
        constexpr double kMost = 1.7;
        if (!row_.follows_scapula) return 1.0;
        const double before = place.fibre_length - model_.skeleton.scapula_moved_out;
        const double factor = model_.skeleton.scapula_gathers * before / place.fibre_length;
        return det::clamp(factor, 1.0 / kMost, kMost);
    }

    const BackModel& model_;
    const SheetRow& row_;
    Edge origin_;
    Edge insertion_;
    Edge begin_;
    Edge end_;
    bool fills_;
    double thickness_ = 0.0;
    double part_ = 0.0;
};

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

// A node stands for its cell: four points of it are asked, so that slanting edges are no stairs;
// where no edge is near, its middle.
class CellsOfSheet {
  public:
    /// Of a window that is not empty.
    CellsOfSheet(const SheetProfile& profile, const Footprint& footprint, const ChartGrid& half,
                 const NodeWindow& window)
        : profile_(profile),
          footprint_(footprint),
          step_(half.step),
          window_(window),
          lattice_{std::fabs(half.u(window.first_column)), half.step, 0, {}} {
        lattice_.columns = static_cast<std::size_t>(window.last_column - window.first_column + 1);
        lattice_.v.reserve(static_cast<std::size_t>(window.last_row - window.first_row + 1));
        for (int j = window.first_row; j <= window.last_row; ++j) lattice_.v.push_back(half.v(j));
        nodes_.resize(lattice_.columns * lattice_.v.size());
        is_reached_.resize(nodes_.size());
    }

    /// Those whose middle lies in the sheet.
    void fill_inside() {
        footprint_.find_all(lattice_,
                            [&](std::size_t row, std::size_t column, const FibrePlace& place) {
                                SheetProfile::Sum sum;
                                if (profile_.is_even(place)) {
                                    profile_.add(place, 1.0, sum);
                                } else {
                                    add_quarters(place, u(column), sum);
                                }
                                const std::size_t n = row * lattice_.columns + column;
                                nodes_[n] = profile_.node_of(sum);
                                is_reached_[n] = 1;
                            });
    }
    /// Others that it reaches, to be called then.
    void fill_border() {
        std::vector<double> quarters;
        quarters.reserve(2 * lattice_.v.size());
        for (const double v : lattice_.v) {
            quarters.push_back(v - 0.25 * step_);
            quarters.push_back(v + 0.25 * step_);
        }
        const Footprint::Rows rows = footprint_.cut(quarters);
        for (std::size_t row = 0; row < lattice_.v.size(); ++row) {
            const double least = std::min(rows.low_u(2 * row), rows.low_u(2 * row + 1));
            const double most = std::max(rows.high_u(2 * row), rows.high_u(2 * row + 1));
            const double beyond = det::clamp((lattice_.first_u - most) / step_ - 1.0, 0.0,
                                             static_cast<double>(lattice_.columns));
            for (auto column = static_cast<std::size_t>(beyond);
                 column < lattice_.columns && u(column) > least - 0.25 * step_; ++column) {
                const std::size_t n = row * lattice_.columns + column;
                if (u(column) >= most + 0.25 * step_ || is_reached_[n] != 0) continue;
                nodes_[n] = node_at_border(rows, row, u(column));
                const bool is_reached = nodes_[n].thickness != 0.0 || nodes_[n].filled != 0.0;
                is_reached_[n] = is_reached ? 1 : 0;
            }
        }
    }
    /// What was filled.
    SheetCover cover() const {
        SheetCover cover;
        cover.window = {window_.last_column, window_.first_column, window_.first_row,
                        window_.last_row};
        cover.rows.reserve(lattice_.v.size());
        cover.nodes.reserve(static_cast<std::size_t>(
            std::count(is_reached_.begin(), is_reached_.end(), 1) + kRoom));
        const auto columns = static_cast<std::ptrdiff_t>(lattice_.columns);
        for (std::size_t row = 0; row < lattice_.v.size(); ++row) {
            const auto begin = is_reached_.begin() + static_cast<std::ptrdiff_t>(row) * columns;
            const auto first = std::find(begin, begin + columns, 1) - begin;
            auto end = columns;
            while (end > first && begin[end - 1] == 0) --end;
            const auto* const nodes = nodes_.data() + row * lattice_.columns;
            SheetCover::Row held{window_.first_column + static_cast<int>(first), cover.nodes.size(),
                                 0};
            cover.nodes.insert(cover.nodes.end(), nodes + first, nodes + end);
            held.end = cover.nodes.size();
            cover.rows.push_back(held);
            if (end == first) continue;
            const int last = window_.first_column + static_cast<int>(end) - 1;
            cover.window.first_column = std::min(cover.window.first_column, held.first_column);
            cover.window.last_column = std::max(cover.window.last_column, last);
        }
        return cover;
    }

  private:
    double u(std::size_t column) const {
        return lattice_.first_u - step_ * static_cast<double>(column);
    }
    // As the fibres run in the middle.
    void add_quarters(const FibrePlace& middle, double at_u, SheetProfile::Sum& sum) const {
        const Footprint::Changes by = footprint_.changes(middle);
        const TwoDoubles by_u = {std::fabs(at_u - 0.25 * step_) - at_u,
                                 std::fabs(at_u + 0.25 * step_) - at_u};
        for (const double b : {-0.25, 0.25}) {
            const double by_v = b * step_;
            const TwoDoubles along = middle.along + (by.along.u * by_u + by.along.v * by_v);
            const TwoDoubles across = middle.across + (by.across.u * by_u + by.across.v * by_v);
            profile_.add(along, across, middle, 0.25, sum);
        }
    }
    SheetCover::Node node_at_border(const Footprint::Rows& rows, std::size_t row,
                                    double at_u) const {
        SheetProfile::Sum sum;
        for (const std::size_t quarter : {2 * row, 2 * row + 1}) {
            for (const double a : {-0.25, 0.25}) {
                const auto place = footprint_.find(std::fabs(at_u + a * step_), rows, quarter);
                if (place) profile_.add(*place, 0.25, sum);
            }
        }
        return profile_.node_of(sum);
    }

    static constexpr std::ptrdiff_t kRoom = 64;  // for gaps in rows
    const SheetProfile& profile_;
    const Footprint& footprint_;
    double step_;
    NodeWindow window_;
    Footprint::Lattice lattice_;
    std::vector<SheetCover::Node> nodes_;
    std::vector<char> is_reached_;
};

}  // namespace

SheetCover cover_of(const BackModel& model, const ChartGrid& half, const SheetRow& row,
                    const Footprint& footprint) {
    const NodeWindow window = nodes_of(footprint, half, 0.5 * half.step);
    if (window.is_empty()) return {window, {}, {}};
    const SheetProfile profile(model, row, half.step);
    CellsOfSheet cells(profile, footprint, half, window);
    cells.fill_inside();
    cells.fill_border();
    return cells.cover();
}

}  // namespace dryrun::anatomy
