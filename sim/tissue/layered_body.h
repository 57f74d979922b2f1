// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A body as the block of tissue sees it: what a line meets, and which way fibres run. The atlas is
// one; a flat stack of layers, for experiments with known answers, is another.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "core/vec3.h"

namespace dryrun::tissue {

struct LayeredBody {
    std::vector<anatomy::Structure> structures;
    std::function<std::optional<anatomy::SkinPoint>(const Vec3& from, const Vec3& direction,
                                                    double length)>
        skin_hit;
    std::function<std::optional<anatomy::LayersAlongLine>(const Vec3& from, const Vec3& direction,
                                                          double length)>
        layers_along;
    /// The skin near a point.
    std::function<std::optional<anatomy::SkinPoint>(const Vec3& point)> skin_at;
    std::function<std::optional<anatomy::StructureId>(const Vec3& point)> at;
    std::function<std::optional<Vec3>(anatomy::StructureId muscle, const Vec3& point)>
        fibre_direction;

    const anatomy::Structure& structure(anatomy::StructureId id) const {
        return structures[static_cast<std::size_t>(id)];
    }
};

LayeredBody body_of(std::shared_ptr<const anatomy::Atlas> atlas);

struct FlatLayer {
    std::string name;  ///< of the structure
    anatomy::Tissue tissue = anatomy::Tissue::Muscle;
    double thickness = 10.0;
    Vec3 fibre{1.0, 0.0, 0.0};  ///< of a muscle
};
/// Layers from the skin, the plane y = 0, inward to −y; what is below the last goes on as it.
LayeredBody flat_body(std::vector<FlatLayer> layers);

}  // namespace dryrun::tissue
