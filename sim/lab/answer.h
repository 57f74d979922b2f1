// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What every answer says of how it was found: size of the mesh, and the time it took.
#pragma once

#include <chrono>

#include "core/json.h"
#include "core/result.h"
#include "softbody/solid.h"

namespace dryrun::lab {

/// Wall-clock time of the two halves of an experiment; told, never used.
class Stopwatch {
  public:
    void setup_ends() { solving_ = std::chrono::steady_clock::now(); }
    double setup_ms() const;
    double solve_ms() const;  ///< up to now

  private:
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point solving_ = started_;
};

struct MeshSize {
    int elements = 0;
    int degrees_of_freedom = 0;
};
/// Of a solid, less what its holds take.
MeshSize size_of(const softbody::SolidProblem& problem);

/// Adds "elements", "dof", "setup_ms" and "solve_ms".
Json with_size(Json answer, const MeshSize& size, const Stopwatch& watch);

/// "small" or, left out, any strain.
softbody::Strain read_strain(JsonReader& request);

/// A list of pairs of numbers, such as [[t, strain], …].
std::vector<std::array<double, 2>> read_pairs(JsonReader& request, std::string_view key);

constexpr double kPa(double newton_per_mm2) {
    return 1000.0 * newton_per_mm2;
}

}  // namespace dryrun::lab
