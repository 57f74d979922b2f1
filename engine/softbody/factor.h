// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The Cholesky factor of an assembled structure, by the multifrontal method (Duff and Reid 1983)
// over the project's own nested dissection, and what is condensed out of it.
//
// Several right-hand sides that touch few nodes each (a patch of skin, the stations of a needle)
// are only carried up the branches of the tree they touch; the compliance between two such sets is
// the product of what arrives, without any back substitution.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"
#include "softbody/assembly.h"
#include "softbody/dense.h"
#include "softbody/room.h"

namespace dryrun::softbody {

/// A load: forces on a few nodes. As a functional it reads the displacement it is dual to.
using NodalLoad = std::vector<std::pair<int, Vec3>>;

class Factor {
  public:
    /// Errors: the structure is not held against every rigid motion, or has no free node.
    static Result<Factor> make(const Assembly& assembly);

    int degrees_of_freedom() const { return 3 * static_cast<int>(dissection_.order.size()); }
    std::size_t entries() const { return l_.size(); }  ///< numbers in the factor
    std::uint64_t hash() const;

    /// Displacements, three numbers a node of the assembly, under forces of the same layout.
    /// What acts on held nodes is ignored, and they get zero.
    std::vector<double> solve(std::span<const double> forces) const;

    /// A set of loads carried to where they meet: L⁻¹ times each load.
    class Carried {
      public:
        int count() const { return static_cast<int>(column_of_.size()); }
        double work() const { return work_; }  ///< multiplications to carry them all the way
        bool is_done() const { return next_ == fronts_.size(); }

      private:
        friend class Factor;
        struct Front {
            int index;
            std::size_t first, last;  // loads that reach this front, in sorted order
            std::size_t at;           // of its values, pivots × loads
            std::size_t size;
        };
        std::vector<Front> fronts_;
        Room values_;
        std::vector<std::size_t> number_;     // of each front of the factor, among those reached
        std::vector<std::size_t> column_of_;  // of each sorted load, the caller's index
        std::size_t next_ = 0;                // of fronts_: those before it are done
        std::size_t next_load_ = 0;           // of that front: those before it are done
        double work_ = 0.0;                   // in all fronts
        double done_ = 0.0;                   // of it
    };
    Carried carry(std::span<const NodalLoad> loads) const;
    /// The same a bit at a time: carries on until some `work` multiplications are done in all, to
    /// within half of kMostAtOnce.
    Carried begin_carry(std::span<const NodalLoad> loads) const;
    void carry_on(double work, Carried& carried) const;
    /// What is done in one go where work is divided: a tenth of a millisecond.
    static constexpr double kMostAtOnce = 1.5e6;
    static constexpr double kToTheEnd = std::numeric_limits<double>::infinity();

    /// Compliance between two sets, a.count() × b.count(), row-major: what loads of b move at a.
    static std::vector<double> compliance(const Carried& a, const Carried& b);
    /// The same a bit at a time, as carry_on. Both sets must stay, and be carried by the first bit.
    class Compliance {
      public:
        Compliance(const Carried& a, const Carried& b);
        double work() const { return work_; }
        bool is_done() const { return next_ == pairs_.size(); }
        void go_on(double work);
        std::vector<double> take() const;

      private:
        double effort_of_row(const Carried::Front& front, const Carried::Front& other) const;
        const Carried* a_;
        const Carried* b_;
        // Fronts that both sets reach, by their places in each.
        std::vector<std::pair<std::size_t, std::size_t>> pairs_;
        std::vector<double> sorted_;  // column-major, loads in their sorted order
        std::size_t next_ = 0;        // of pairs_: those before it are done
        std::size_t next_row_ = 0;    // of that pair: those before it are done
        double work_ = 0.0;
        double done_ = 0.0;
    };

    /// The displacements under some of the loads that have been carried, so many times each, found
    /// branch by branch for the nodes that are asked for. Looks into the factor and the loads,
    /// which must stay.
    class OnDemand {
      public:
        Vec3 at(int node);
        /// Finds branches on the way to a node, the thickest first, and counts each off `branches`
        /// until none is left; true where the node's own is found.
        bool go_towards(int node, int& branches);

      private:
        friend class Factor;
        bool find(std::size_t front, int& branches);
        void load(std::size_t front, double* own) const;
        const Factor* factor_ = nullptr;
        const Carried* loads_ = nullptr;
        std::vector<double> amounts_;  // in the loads' sorted order
        std::vector<double> x_;        // the displacement, where it is found
        std::vector<char> is_found_;   // one a front
        std::vector<double> rows_;
        DenseWork work_;
    };
    OnDemand displaced_by(const Carried& loads, std::span<const double> amounts) const;

  private:
    Factor() = default;
    struct Front {
        std::size_t pivots = 0;  // degrees of freedom eliminated here
        std::vector<int> rows;   // places in the order of the nodes that stay, rising
        std::size_t at = 0;      // of its numbers: (pivots + 3 rows) × pivots, in strips
        std::size_t height() const { return pivots + 3 * rows.size(); }
        std::size_t entries() const { return in_strips(height(), pivots); }
    };
    // What is known before any number: which elements meet where, and the room it takes.
    struct Layout {
        std::vector<std::vector<int>> elements;  // summed in at each front
        std::vector<std::vector<std::size_t>> children;
        std::size_t entries = 0;       // in all fronts
        std::size_t largest = 0;       // frontal matrix
        std::size_t most_waiting = 0;  // numbers left for parents at one time
    };
    Layout lay_out(const Assembly& assembly);
    const double* l_of(const Front& front) const { return l_.data() + front.at; }
    /// Where row r of a front, which is not its own, is among all.
    static std::size_t row_beyond(const Front& front, std::size_t r) {
        const std::size_t beyond = r - front.pivots;
        return 3 * static_cast<std::size_t>(front.rows[beyond / 3]) + beyond % 3;
    }
    std::vector<std::size_t> sorted_by_start(std::span<const NodalLoad> loads) const;
    Carried room_to_carry(std::span<const NodalLoad> loads) const;
    std::pair<double*, std::size_t> row_of(int at, std::size_t load, Carried& carried) const;
    std::size_t first_row(std::size_t front) const {
        return 3 * static_cast<std::size_t>(dissection_.parts[front].first);
    }

    int node_count_ = 0;
    Dissection dissection_;
    std::vector<int> place_;             // of each node in the order; -1: held
    std::vector<std::size_t> front_of_;  // of each place in the order
    std::vector<Front> fronts_;
    Room l_;  // of all fronts, one after the other
};

}  // namespace dryrun::softbody
