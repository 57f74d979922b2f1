// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a sheet lies on the chart and how its fibres run: curves from origin to insertion, joined
// by straight fibres. A place in it is (along, across): the share of the way from origin to
// insertion, and the share of the width from the side where the curves begin.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
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

    /// What a line of one v meets, for many questions along it.
    struct Row {
        struct Span {
            double low_u = 0.0;
            double high_u = 0.0;
            std::size_t quad = 0;
        };
        double v = 0.0;
        double low_u = 1e300;  ///< from here to high_u the sheet may reach
        double high_u = -1e300;
        std::vector<Span> spans;
    };
    void cut(double v, Row& row) const;
    /// The same as find(u, row.v).
    std::optional<FibrePlace> find(double u, const Row& row) const;
    /// The same for u = first_u, first_u − step and so on, one for each of `places`.
    void find_each(double first_u, double step, const Row& row,
                   std::vector<std::optional<FibrePlace>>& places) const;

    ChartPlace at(double along, double across) const;
    double fibre_length(double across) const;

    double low_u() const { return low_.u; }
    double high_u() const { return high_.u; }
    double low_v() const { return low_.v; }
    double high_v() const { return high_.v; }

  private:
    static constexpr int kFibres = 17;  ///< at which the curves are joined
    using Line = std::array<ChartPlace, kFibres>;
    /// Between two curves and two fibres: the lines between any two of its corners, two by two.
    struct Quad {
        using Pair = double __attribute__((vector_size(16)));
        struct Sides {
            Pair low_u;  ///< where they begin
            Pair low_v;
            Pair high_v;  ///< up to where they go
            Pair u_by_v;
        };
        std::array<Sides, 3> sides;
    };
    /// From where to where it goes.
    struct Stretch {
        double low_v = 0.0;
        double high_v = 0.0;
    };
    static Quad quad_between(const std::array<ChartPlace, 4>& corners);
    static Stretch stretch_of(const std::array<ChartPlace, 4>& corners);
    static Row::Span span_of(const Quad& quad, double v);
    static constexpr std::size_t kQuads = kFibres - 1;  ///< between two curves
    bool find_in(std::size_t quad, const ChartPlace& p, FibrePlace& place) const;

    std::vector<Line> curves_;
    std::vector<Quad> quads_;
    std::vector<Stretch> stretches_;         ///< of them, side by side: a row meets few
    std::vector<double> shares_;             ///< of the way at which each curve lies
    std::array<double, kFibres> lengths_{};  ///< of the fibres
    ChartPlace low_;
    ChartPlace high_;
};

}  // namespace dryrun::anatomy
