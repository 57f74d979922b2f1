// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Nets of triangles over the right half of the chart, from which the meshes of sheets are made.
// They are trees of right triangles, each halved at the middle of its longest side, as fine as the
// parts' faces bend and their outlines want (Lindstrom et al. 1996). Parts of one net meet in the
// same triangles, so that they touch and cannot cross.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "anatomy/model.h"

namespace dryrun::anatomy {

struct NetFineness {
    double finest = 8.0;     ///< lattice of its points where surfaces bow
    double edge = 8.0;       ///< lattice at outlines at least
    double coarsest = 64.0;  ///< of squares that two triangles make; a power of 2 times the finest
    double bow = 0.4;        ///< by which a surface may stand off its triangles
    double turned = 64.0;    ///< lattice of its points where triangles might turn over
    bool draws_tendons = false;  ///< whether borders of tendons want it finer, for pictures
    bool is_cover = false;       ///< whether inner faces, which nobody sees, want little
};

/// A part of the stack, as a bit: a layer by its number, or a deep part.
using PartBit = int;
using PartBits = std::uint64_t;
inline PartBit bit_of_layer(int surface) {
    return surface;
}
inline PartBit bit_of_deep(int part) {
    return kMostSurfaces + part;
}
inline PartBits one_part(PartBit part) {
    return PartBits{1} << part;
}

/// Between which surfaces a part lies; −1 is the chart's floor.
struct PartFaces {
    int bottom = 0;
    int top = 0;
};
PartFaces faces_of(const BackModel& model, PartBit part);
/// Where a line through the layers finds a part: not where a sheet is thinner than kThinnestSheet.
bool is_there(const BackModel& model, PartBit part, const ChartPlace& right);

/// What a lattice over the chart's right half holds: the points that some net wants, what of the
/// stack stands over each, and by which points each part's triangles are halved.
class ChartLattice {
  public:
    /// A height h over it lies at foot + out · h.
    struct Node {
        ChartPlace at;  ///< on the right, where u is negative
        Vec3 foot;
        Vec3 out;
        PartBits held = 0;    ///< the parts that are there
        PartBits wanted = 0;  ///< the parts that want it to halve their triangles
        std::array<float, kMostSurfaces + 1> heights;  ///< the floor's is the first
        Vec3 on(int surface) const {
            return foot + out * double{heights[static_cast<std::size_t>(surface + 1)]};
        }
    };
    using Triangle = std::array<std::uint32_t, 3>;

    /// Of the parts of `parts` alone.
    ChartLattice(const BackModel& model, PartBits parts, const NetFineness& fineness);

    const std::vector<Node>& nodes() const { return nodes_; }
    /// The triangles, by numbers of nodes, of the net that serves all of these parts.
    std::vector<Triangle> net_of(PartBits parts) const;
    const PartFaces& faces(PartBit part) const { return faces_[static_cast<std::size_t>(part)]; }

  private:
    /// A point of the lattice.
    struct Knot {
        int i = 0;  ///< outwards from the midline
        int j = 0;  ///< up from the lowest row
    };
    friend Knot operator+(const Knot& a, const Knot& b) { return {a.i + b.i, a.j + b.j}; }
    friend Knot operator-(const Knot& a, const Knot& b) { return {a.i - b.i, a.j - b.j}; }
    /// The middle of a side of a triangle, a step from it along the side, and a step aside to the
    /// points that halve the triangles in which this side lies.
    struct Middle {
        Knot at;
        Knot by;
        Knot aside;
    };
    bool has(const Knot& k) const;
    bool exists(const Knot& k) const;
    std::size_t index(const Knot& k) const;
    /// Middles of squares of 2 s, and of their sides.
    template <class Visit>
    void visit_square_middles(int s, const Visit& visit) const;
    template <class Visit>
    void visit_side_middles(int s, const Visit& visit) const;
    Node& make(const Knot& k);
    /// Whether triangles of this size follow every outline.
    bool is_outline(int s) const { return s * step_ > 0.7 * fineness_.edge; }
    const Node& at(const Knot& k) const { return nodes_[number_[index(k)]]; }
    void want(const Middle& middle, int s);
    void want_where_parents_are(const Middle& middle, int s);
    void pass_on(const Middle& middle);
    bool is_turned_at(int surface, const Middle& middle) const;
    bool is_tendon_border(PartBit part, const Knot& m, const Knot& a, const Knot& b) const;
    template <class Emit>
    void descend(const Knot& a, const Knot& b, const Knot& top, PartBits parts,
                 const Emit& emit) const;

    const BackModel& model_;
    PartBits parts_;
    PartBits pale_ = 0;
    NetFineness fineness_;
    double step_;
    int per_square_ = 1;  ///< points a side of the coarsest squares
    int across_ = 0;      ///< how many of these lie side by side
    int up_ = 0;
    int columns_ = 0;  ///< of points
    int rows_ = 0;
    std::vector<std::uint32_t> number_;  ///< of the node at each point
    std::vector<Node> nodes_;
    std::vector<std::array<float, kMostSurfaces>> tendons_;  ///< by node; −1 where unknown
    std::array<PartFaces, 64> faces_{};
};

}  // namespace dryrun::anatomy
