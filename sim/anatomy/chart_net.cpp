// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/chart_net.h"

#include <algorithm>
#include <cmath>

namespace dryrun::anatomy {
namespace {

constexpr double kCoarsest = 64.0;  // of the squares in which the tree begins

// A point of the lattice.
struct Knot {
    int i = 0;  // outwards from the midline
    int j = 0;  // up from the lowest row
};

Knot operator+(const Knot& a, const Knot& b) {
    return {a.i + b.i, a.j + b.j};
}

Knot middle(const Knot& a, const Knot& b) {
    return {(a.i + b.i) / 2, (a.j + b.j) / 2};
}

// The net of one layer.
class LayerNet {
  public:
    using Node = ChartLattice::Node;

    LayerNet(const ChartLattice& lattice, int surface)
        : lattice_(lattice),
          surface_(surface),
          per_square_(lattice.per_square()),
          columns_(lattice.squares_across() * per_square_ + 1),
          rows_(lattice.squares_up() * per_square_ + 1),
          wanted_(lattice.nodes().size(), false) {
        want_all(lattice.fineness());
    }

    std::size_t index(const Knot& k) const {
        return static_cast<std::size_t>(k.j) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(k.i);
    }
    bool holds(const Knot& k) const { return (node(k).held >> surface_ & 1u) != 0; }

    // Every triangle that is wanted, by `emit(a, b, c)`.
    template <class Emit>
    void triangles(const Emit& emit) const {
        for (int b = 0; b < lattice_.squares_up(); ++b) {
            for (int a = 0; a < lattice_.squares_across(); ++a) {
                const Knot low{a * per_square_, b * per_square_};
                const Knot corners[4] = {low, low + Knot{per_square_, 0},
                                         low + Knot{per_square_, per_square_},
                                         low + Knot{0, per_square_}};
                const std::size_t first = (a + b) % 2 == 0 ? 0 : 1;  // where a diagonal begins
                const Knot& from = corners[first];
                const Knot& to = corners[first + 2];
                descend(from, to, corners[(first + 3) % 4], emit);
                descend(to, from, corners[first + 1], emit);
            }
        }
    }

  private:
    const Node& node(const Knot& k) const { return lattice_.nodes()[index(k)]; }
    bool has(const Knot& k) const { return k.i >= 0 && k.i < columns_ && k.j >= 0 && k.j < rows_; }

    // The triangle with the longest side from a to b, counter-clockwise on the lattice.
    template <class Emit>
    void descend(const Knot& a, const Knot& b, const Knot& top, const Emit& emit) const {
        const bool is_finest = std::abs(a.i - b.i) + std::abs(a.j - b.j) <= 1;
        const Knot m = middle(a, b);
        if (is_finest || !can_halve(a, b) || !wanted_[index(m)]) {
            emit(a, b, top);
            return;
        }
        descend(top, a, m, emit);
        descend(b, top, m, emit);
    }
    static bool can_halve(const Knot& a, const Knot& b) {
        return (a.i + b.i) % 2 == 0 && (a.j + b.j) % 2 == 0;
    }

    // How far one of its faces at m stands off the line between a and b, square to that line.
    double bow(const Node& m, const Node& a, const Node& b) const {
        double most = 0.0;
        for (const int s : {surface_ - 1, surface_}) {
            const Vec3 from = a.on(s);
            const Vec3 along = b.on(s) - from;
            const double up = dot(m.out, m.on(s) - from - along * 0.5);
            const double rise = dot(m.out, along);
            const double flat = 1.0 - rise * rise / dot(along, along);
            most = std::max(most, up * up * flat);
        }
        return std::sqrt(most);
    }

    void want(const Knot& m, const Knot& a, const Knot& b, bool is_outline,
              const NetFineness& fineness) {
        const int held = int{holds(m)} + int{holds(a)} + int{holds(b)};
        if (held == 0) return;
        if ((is_outline && held < 3) || bow(node(m), node(a), node(b)) > fineness.bow)
            wanted_[index(m)] = true;
    }
    void want_if_there(const Knot& k) {
        if (has(k)) wanted_[index(k)] = true;
    }

    // From the finest to the coarsest; what is wanted wants the points that halve the triangles it
    // lies in.
    void want_all(const NetFineness& fineness) {
        for (int s = 1; 2 * s <= per_square_; s *= 2) {
            const bool is_outline = s * fineness.finest > 0.7 * fineness.edge;
            // Middles of the sides of squares of 2 s, then middles of these squares.
            for (int j = 0; j < rows_; j += s) {
                for (int i = j / s % 2 == 0 ? s : 0; i < columns_; i += 2 * s) {
                    const Knot m{i, j};
                    const Knot by = i / s % 2 == 1 ? Knot{s, 0} : Knot{0, s};
                    const Knot aside{by.j, by.i};
                    want(m, {i - by.i, j - by.j}, m + by, is_outline, fineness);
                    if (!wanted_[index(m)]) continue;
                    want_if_there(m + aside);
                    want_if_there({i - aside.i, j - aside.j});
                }
            }
            for (int j = s; j < rows_; j += 2 * s) {
                for (int i = s; i < columns_; i += 2 * s) {
                    const Knot m{i, j};
                    // Its diagonal joins the corners that lie alike in the squares of 4 s.
                    const bool rises = ((i - s) / (2 * s) + (j - s) / (2 * s)) % 2 == 0;
                    const Knot by{s, rises ? s : -s};
                    const Knot aside{s, -by.j};
                    want(m, {i - by.i, j - by.j}, m + by, is_outline, fineness);
                    if (!wanted_[index(m)]) continue;
                    want_if_there(m + aside);
                    want_if_there({i - aside.i, j - aside.j});
                }
            }
        }
    }

    const ChartLattice& lattice_;
    int surface_;
    int per_square_;
    int columns_;  // points
    int rows_;
    std::vector<bool> wanted_;
};

// Which layers a line through this point finds there.
std::uint64_t held_at(const BackModel& model, const ChartLattice::Node& node) {
    std::uint64_t bits = 0;
    if (!model.region.contains(node.at.u, node.at.v)) return bits;
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const bool is_thick = node.heights[k] - node.heights[k - 1] >= kThinnestSheet;
        if (is_thick && -node.at.u >= model.layers[k].medial_within) bits |= std::uint64_t{1} << k;
    }
    return bits;
}

}  // namespace

ChartLattice::ChartLattice(const BackModel& model, const NetFineness& fineness)
    : fineness_(fineness), per_square_(static_cast<int>(kCoarsest / fineness.finest)) {
    const ChartGrid& half = model.stack.half();
    const double top = half.v(half.rows - 1);
    const auto squares = [](double room) { return static_cast<int>(std::ceil(room / kCoarsest)); };
    across_ = squares(-half.first_u);
    up_ = squares(top - half.first_v);
    for (int j = 0; j <= up_ * per_square_; ++j) {
        for (int i = 0; i <= across_ * per_square_; ++i) {
            Node& node = nodes_.emplace_back();
            node.at = {-fineness.finest * i, half.first_v + fineness.finest * j};
            // The chart may not go on beyond the grid.
            const double u = std::max(node.at.u, half.first_u);
            const double v = std::min(node.at.v, top);
            node.foot = model.chart.from_chart({u, v, 0.0});
            node.out = model.chart.from_chart({u, v, 1.0}) - node.foot;
            model.stack.estimate(model.stack.locate(u, v), node.heights.data());
            node.held = held_at(model, node);
        }
    }
}

std::vector<ChartLattice::Triangle> ChartLattice::net_of(int surface) const {
    const LayerNet net(*this, surface);
    std::vector<Triangle> triangles;
    net.triangles([&](const Knot& a, const Knot& b, const Knot& c) {
        if (!net.holds(a) && !net.holds(b) && !net.holds(c)) return;
        triangles.push_back({static_cast<std::uint32_t>(net.index(a)),
                             static_cast<std::uint32_t>(net.index(b)),
                             static_cast<std::uint32_t>(net.index(c))});
    });
    return triangles;
}

}  // namespace dryrun::anatomy
