// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a sheet lies on the chart and how its fibres run: curves from origin to insertion, joined
// by straight fibres. A place in it is (along, across): the share of the way from origin to
// insertion, and the share of the width from the side where the curves begin.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace dryrun::anatomy {

/// A point of the chart's reference surface on the right half, u counted from the midline.
struct ChartPlace {
    double u = 0.0;
    double v = 0.0;
};

struct FibrePlace {
    double along = 0.0;
    double across = 0.0;
    double fibre_length = 0.0;  ///< of the fibre through the place, on the chart
    double width = 0.0;         ///< of the sheet across the fibres there
    ChartPlace direction;       ///< of the fibre towards the insertion, unit
    std::size_t quad = 0;       ///< of the footprint: where it lies ...
    double in_quad = 0.0;       ///< ... from one curve to the next ...
    double aside = 0.0;         ///< ... and from one fibre to the next
};

class Footprint {
  public:
    Footprint() = default;
    /// At least two curves of at least two points each.
    explicit Footprint(const std::vector<std::vector<ChartPlace>>& curves);

    std::optional<FibrePlace> find(double u, double v) const;
    /// How much `along` and `across` change by u and v.
    struct Changes {
        ChartPlace along;
        ChartPlace across;
    };
    Changes changes(const FibrePlace& place) const;

    /// What lines of one v each meet, for many questions along them.
    class Rows {
      public:
        /// From where to where the sheet may reach in a row; the lower is the higher where it does
        /// not.
        double low_u(std::size_t row) const { return rows_[row].low_u; }
        double high_u(std::size_t row) const { return rows_[row].high_u; }

      private:
        friend class Footprint;
        struct Span {
            double low_u = 0.0;
            double high_u = 0.0;
            std::size_t quad = 0;
        };
        struct Row {
            double v = 0.0;
            double low_u = 1e300;
            double high_u = -1e300;
            std::size_t begin = 0;  ///< of its spans
            std::size_t end = 0;
        };
        std::vector<Row> rows_;
        std::vector<Span> spans_;
    };
    /// `v` rises.
    Rows cut(const std::vector<double>& v) const;
    /// The same as find(u, v[row]).
    std::optional<FibrePlace> find(double u, const Rows& rows, std::size_t row) const;

    /// Places first_u, first_u − step and so on in lines of one v each, which rises.
    struct Lattice {
        double first_u = 0.0;
        double step = 1.0;
        std::size_t columns = 0;
        std::vector<double> v;
    };
    /// Hands row, column and place of each that lies in the sheet to `visit`, as find() finds it;
    /// in no order.
    template <class Visit>
    void find_all(const Lattice& lattice, const Visit& visit) const;

    ChartPlace at(double along, double across) const;
    double fibre_length(double across) const;

    double low_u() const { return low_.u; }
    double high_u() const { return high_.u; }
    double low_v() const { return low_.v; }
    double high_v() const { return high_.v; }

  private:
    static constexpr int kFibres = 17;  ///< at which the curves are joined
    using Line = std::array<ChartPlace, kFibres>;
    /// Between two curves and two fibres: corners a and b on the one, d and e on the next.
    struct Quad {
        ChartPlace a;
        ChartPlace ab;  ///< from a to b
        ChartPlace d;
        ChartPlace de;
        ChartPlace ad;
        ChartPlace twist;   ///< by how much `de` differs from `ab`
        double turn = 0.0;  ///< of the equation that says on which fibre a point lies
        double area = 0.0;
    };
    /// From where to where a quad goes, in v and at each v: there not lower than any of three
    /// lines, and minus the other end not lower than any of three.
    struct Bounds {
        using Pair = double __attribute__((vector_size(16)));
        double low_v = 0.0;
        double high_v = 0.0;
        struct Sides {
            Pair u;  ///< at low_v
            Pair u_by_v;
        };
        std::array<Sides, 3> sides;

        std::pair<double, double> at(double v) const {
            constexpr double kSlack = 1e-6;
            const double up = v - low_v;
            Pair most = sides[0].u + up * sides[0].u_by_v;
            for (std::size_t k = 1; k < sides.size(); ++k) {
                const Pair u = sides[k].u + up * sides[k].u_by_v;
                most = u > most ? u : most;
            }
            return {most[0] - kSlack, -most[1] + kSlack};
        }
    };
    /// Between two curves.
    struct Band {
        double share = 0.0;
        double share_by = 0.0;  ///< from the one to the other
        ChartPlace front;       ///< where they begin
        ChartPlace front_by;
        ChartPlace back;  ///< and end
        ChartPlace back_by;
    };
    /// Of lines of one v each, which rises evenly or nearly so, those that a quad may reach: from
    /// the first to before the end.
    struct RowsOfQuad {
        std::size_t first = 0;
        std::size_t end = 0;
    };
    static RowsOfQuad rows_of(const Bounds& bounds, const std::vector<double>& v);
    static Bounds bounds_of(const std::array<ChartPlace, 4>& corners);
    static constexpr std::size_t kQuads = kFibres - 1;  ///< between two curves
    bool find_in(std::size_t quad, const ChartPlace& p, FibrePlace& place) const;

    std::vector<Line> curves_;
    std::vector<Quad> quads_;
    std::vector<Bounds> bounds_;  ///< of them
    std::vector<Band> bands_;
    std::vector<double> shares_;             ///< of the way at which each curve lies
    std::array<double, kFibres> lengths_{};  ///< of the fibres
    ChartPlace low_;
    ChartPlace high_;
};

// Most quads reach few lines: from where they would lie if v rose evenly it is a step or two, and
// none that a processor could not foresee.
inline Footprint::RowsOfQuad Footprint::rows_of(const Bounds& bounds,
                                                const std::vector<double>& v) {
    if (v.empty()) return {};
    const double last = static_cast<double>(v.size() - 1);
    const double per_row = last / std::max(v.back() - v.front(), 1e-9);
    const auto near =
        static_cast<std::size_t>(std::clamp((bounds.low_v - v.front()) * per_row, 0.0, last));
    RowsOfQuad rows{near, near};
    while (rows.first > 0 && v[rows.first - 1] >= bounds.low_v) --rows.first;
    while (rows.first < v.size() && v[rows.first] < bounds.low_v) ++rows.first;
    rows.end = rows.first;
    while (rows.end < v.size() && v[rows.end] <= bounds.high_v) ++rows.end;
    return rows;
}

template <class Visit>
void Footprint::find_all(const Lattice& lattice, const Visit& visit) const {
    std::vector<char> is_found(lattice.columns * lattice.v.size());
    const auto last = static_cast<double>(lattice.columns);
    const double per_step = 1.0 / lattice.step;
    // One quad after the other, so that none is looked for: what an earlier one holds, it keeps.
    FibrePlace place;
    for (std::size_t quad = 0; quad < bounds_.size(); ++quad) {
        const Bounds& bounds = bounds_[quad];
        const auto [first_row, end_row] = rows_of(bounds, lattice.v);
        for (std::size_t row = first_row; row < end_row; ++row) {
            const auto [low_u, high_u] = bounds.at(lattice.v[row]);
            const double first = (lattice.first_u - high_u) * per_step;
            const double end = std::min((lattice.first_u - low_u) * per_step + 1.0, last);
            if (end <= 0.0) continue;
            for (auto k = static_cast<std::size_t>(std::max(first, 0.0));
                 k < static_cast<std::size_t>(end); ++k) {
                char& is_done = is_found[row * lattice.columns + k];
                const double u = lattice.first_u - lattice.step * static_cast<double>(k);
                if (is_done != 0 || u < low_u || u > high_u) continue;
                if (!find_in(quad, {u, lattice.v[row]}, place)) continue;
                is_done = 1;
                visit(row, k, place);
            }
        }
    }
}

}  // namespace dryrun::anatomy
