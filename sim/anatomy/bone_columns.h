// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How high bone stands over each node of the right half of the chart: the bones' outlines are laid
// on the chart corner by corner and their triangles filled in, so that no line need be cut with a
// mesh.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "anatomy/height_field.h"
#include "anatomy/model.h"
#include "core/errands.h"

namespace dryrun::anatomy {

/// kNoHeight where there is none.
struct BoneColumns {
    HeightField frame;          ///< what sheets lie on, outermost; no spinous processes
    HeightField rib_inner;      ///< the deep face of the outermost rib
    HeightField scapula_inner;  ///< the costal face of the scapula
    /// Widened by a node, so that sharp points between nodes count.
    HeightField scapula_outer;
    HeightField bone_outer;  ///< whatever bone is outermost
};

/// One bone's outline on the chart.
struct BoneOnChart {
    /// Where a column meets a face.
    struct Meeting {
        std::size_t node = 0;
        float h = 0.0F;
        bool is_outer = true;  ///< the face looks outwards
    };
    std::vector<Meeting> meetings;
    /// The corners of the outline, in the cell between a node and the next ones.
    struct Corner {
        int column = 0;
        int row = 0;
        float h = 0.0F;
    };
    std::vector<Corner> corners;
};

/// Empty for a bone that nothing lies on, or of the left side.
BoneOnChart lay_bone(const Chart& chart, const ChartGrid& half, const Bone& bone);

/// Bones on the chart, given out as errands.
class BonesOnChart {
  public:
    explicit BonesOnChart(Errands& errands) : errands_(errands) {}
    ~BonesOnChart();
    BonesOnChart(const BonesOnChart&) = delete;
    BonesOnChart& operator=(const BonesOnChart&) = delete;

    /// Gives out those of a skeleton that have not been yet. The grid may have more rows than in
    /// the end, but is the same else; the chart must stay.
    void lay(const Chart& chart, const ChartGrid& half, const std::vector<Bone>& bones);
    /// One that has been given out, on a grid of so many nodes. Only for the thread that gave out.
    const BoneOnChart& bone(std::size_t number, std::size_t nodes);

  private:
    struct Batch {
        std::vector<Bone> bones;
        std::vector<BoneOnChart> laid;
        std::size_t first_errand = 0;
    };
    Errands& errands_;
    ChartGrid half_;
    std::deque<Batch> batches_;
    /// By number of the bone: in which batch, and where there.
    std::vector<std::pair<std::size_t, std::size_t>> places_;
};

/// `laid` hands out what lay_bone() makes of each bone of the skeleton that it makes something of,
/// by number.
BoneColumns measure_bones(const BackModel& model, const ChartGrid& half,
                          const std::function<const BoneOnChart&(std::size_t bone)>& laid);

}  // namespace dryrun::anatomy
