// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Nerves, vessels and the spinal canal as tubes of one radius along polylines.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "anatomy/model.h"
#include "core/errands.h"
#include "core/few.h"

namespace dryrun::anatomy {

/// A tube that has no number yet.
struct NamedTube {
    std::string name;
    Tissue tissue = Tissue::Other;
    Tube tube;
    Box box;
};
using NamedTubes = std::vector<NamedTube>;

/// The tubes of the table, given out as errands as soon as the surface of the stack is there on
/// which they lie.
class TubesOnSurfaces {
  public:
    explicit TubesOnSurfaces(Errands& errands) : errands_(errands) {}
    ~TubesOnSurfaces();
    TubesOnSurfaces(const TubesOnSurfaces&) = delete;
    TubesOnSurfaces& operator=(const TubesOnSurfaces&) = delete;

    /// A surface of the stack is there, with `heights` at the nodes of `half`: gives out the tubes
    /// on it. What the model tells of skeleton, chart and region must stay.
    void lay_on(const BackModel& model, const ChartGrid& half, int surface,
                const HeightField& heights);
    /// All, in the order of the table. Only for the thread that gave them out.
    Result<NamedTubes> take();

  private:
    void begin(const BackModel& model);
    void give_out(std::size_t count, std::function<void(std::size_t)> work);

    Errands& errands_;
    std::vector<std::pair<std::size_t, std::size_t>> given_out_;  ///< first errand, how many
    std::vector<int> surfaces_;  ///< on which those of each row of the table lie
    /// By row of the table; of each rib, or but one.
    std::vector<std::vector<Result<NamedTubes>>> made_;
};

/// Numbers the canal and the tubes and puts them into the model.
Status build_tubes(BackModel& model, TubesOnSurfaces& tubes);

struct StretchInTube {
    double enter = 0.0;
    double exit = 0.0;
};
using StretchesInTube = Few<StretchInTube, 16>;
/// Stretches of the line from + t·direction inside the tube, in order, for t in [0, length]; `line`
/// is the same line.
void find_in_tube(const Tube& tube, const Vec3& from, const Vec3& direction, const BoxLine& line,
                  double length, StretchesInTube& stretches);

bool is_in_tube(const Tube& tube, const Vec3& point);

/// Distance to the tube's surface, negative inside; `on_path` is the nearest point of its path.
double tube_distance(const Tube& tube, const Vec3& point, Vec3& on_path);

}  // namespace dryrun::anatomy
