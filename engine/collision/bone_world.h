// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What is rigid: closed triangle meshes, fixed in space, and what touches them. A tree of boxes
// finds the candidates of a ray, Bullet (double precision) those near a point; the answer on each
// triangle is computed here, so that it has the same bits whatever order a tree is walked in. Ties
// go to the lower bone, then the lower triangle.
// Each bone has trees of its own, made when something first comes near its box.
//
// What a BoneWorld answers never changes; any number of threads may ask it at once.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/vec3.h"
#include "geometry/box.h"
#include "geometry/lazy_mesh.h"
#include "geometry/mesh.h"

namespace dryrun {

class BoneWorld {
  public:
    /// A bone and a box that holds it; where that is much larger than the bone, also several that
    /// hold it together.
    struct Part {
        Box box;
        LazyMesh mesh;
        std::vector<Box> pieces = {};
    };
    /// Closed meshes of at least one triangle each (is_closed_surface); at most 1000 of them.
    explicit BoneWorld(std::vector<Part> bones);
    explicit BoneWorld(const std::vector<const Mesh*>& bones);
    ~BoneWorld();
    BoneWorld(BoneWorld&&) noexcept;
    BoneWorld& operator=(BoneWorld&&) noexcept;

    std::size_t bone_count() const;

    struct Hit {
        std::size_t bone = 0;  ///< index in the list given
        std::size_t triangle = 0;
        double distance = 0.0;  ///< along the ray
        Vec3 point;
        Vec3 normal;         ///< of the triangle, outward
        bool enters = true;  ///< from outside to inside
    };
    /// First surface along the ray, also when it starts inside a bone (then enters is false).
    /// `direction` is a unit vector.
    std::optional<Hit> first_hit(const Vec3& from, const Vec3& direction, double length) const;
    /// Every surface along the ray, nearest first. A ray through an edge is counted once.
    std::vector<Hit> all_hits(const Vec3& from, const Vec3& direction, double length) const;

    struct Nearest {
        std::size_t bone = 0;
        Vec3 point;             ///< of the surface
        double distance = 0.0;  ///< negative inside the bone
        Vec3 normal;  ///< outward there: from the surface to the point asked, or its reverse
    };
    using Wanted = std::function<bool(std::size_t bone)>;
    /// Nearest surface within `reach` of the bones that `wanted` accepts (all, if empty).
    std::optional<Nearest> closest(const Vec3& point, double reach,
                                   const Wanted& wanted = {}) const;

    /// The bone that holds the point, the lowest if several.
    std::optional<std::size_t> bone_at(const Vec3& point) const;

    /// How far a ball can move along the unit `direction` before it touches bone; it touches at
    /// `point`. Zero where it already does. Found to 0.001 mm by conservative steps.
    struct Touch {
        std::size_t bone = 0;
        double distance = 0.0;
        Vec3 point;
        Vec3 normal;
    };
    std::optional<Touch> sweep_ball(const Vec3& from, const Vec3& direction, double length,
                                    double radius) const;

  private:
    struct Data;
    std::unique_ptr<const Data> data_;
};

}  // namespace dryrun
