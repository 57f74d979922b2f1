// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A structure as a list of small stiffness matrices on nodes with three degrees of freedom each.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/vec3.h"
#include "softbody/room.h"

namespace dryrun::softbody {

/// A node's place on a lattice. Any element joins nodes whose places differ by at most one in
/// each coordinate: planes of the lattice then separate the structure.
using LatticePlace = std::array<int, 3>;

class Assembly {
  public:
    /// `held` nodes do not move and are left out of every solve.
    Assembly(std::vector<LatticePlace> places, std::vector<char> held);

    /// Room for so many more elements of so many nodes, so that adding them moves nothing.
    void reserve(std::size_t elements, std::size_t nodes_each);
    /// Adds a symmetric 3k × 3k row-major matrix on k nodes.
    void add(std::span<const int> nodes, std::span<const double> matrix);

    int node_count() const { return static_cast<int>(places_.size()); }
    int free_count() const;
    bool is_held(int node) const { return held_[static_cast<std::size_t>(node)] != 0; }
    const std::vector<LatticePlace>& places() const { return places_; }

    struct Element {
        std::span<const int> nodes;
        const double* matrix;
    };
    int element_count() const { return static_cast<int>(starts_.size()); }
    Element element(int index) const;

    /// Forces of the displacements `u`, three numbers a node: K u, held nodes included.
    std::vector<double> multiply(std::span<const double> u) const;

  private:
    struct Start {
        std::size_t node = 0;
        std::size_t count = 0;
        std::size_t value = 0;
    };
    std::vector<LatticePlace> places_;
    std::vector<char> held_;
    std::vector<Start> starts_;
    std::vector<int> nodes_;
    Room values_;  // as many of them as `filled_`
    std::size_t filled_ = 0;
};

/// Elimination order by nested dissection: parts in the order they are eliminated, children before
/// parents. Made from lattice places alone, so it is the same everywhere (George 1973).
struct Dissection {
    struct Part {
        int first = 0;  ///< of its nodes in `order`
        int count = 0;
        int parent = -1;
        int subtree_first = 0;  ///< first place in `order` of what lies below it
    };
    std::vector<Part> parts;
    std::vector<int> order;  ///< node at each place; held nodes are absent
};
Dissection dissect(const Assembly& assembly);

}  // namespace dryrun::softbody
