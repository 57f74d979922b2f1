// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Bullet's tree gives every triangle whose box the ray or the search box meets, a set that does not
// depend on the walk; which of them is hit or nearest is decided here. The sign of a distance comes
// from the normal of the feature that is nearest, weighted by angle (Bærentzen and Aanæs 2005).
#include "collision/bone_world.h"

#include <BulletCollision/CollisionShapes/btBvhTriangleMeshShape.h>
#include <BulletCollision/CollisionShapes/btTriangleIndexVertexArray.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "geometry/distance.h"

namespace dryrun {
namespace {

static_assert(sizeof(btScalar) == sizeof(double), "Bullet in double precision");

// Two crossings of one bone nearer than this along a ray are the same surface met on an edge.
constexpr double kSameSurface = 1e-9;
constexpr std::size_t kMostBones = 1000;

btVector3 to_bullet(const Vec3& v) {
    return {v.x, v.y, v.z};
}

// One closed mesh with the normals that tell inside from outside at each of its features.
struct Surface {
    std::vector<Vec3> points;
    std::vector<int> indices;  ///< three a triangle, as Bullet reads them
    std::vector<Vec3> face_normals;
    std::vector<std::array<Vec3, 3>> edge_normals;  ///< edge k from corner k to the next
    std::vector<Vec3> point_normals;

    Vec3 corner(std::size_t triangle, std::size_t k) const {
        return points[static_cast<std::size_t>(indices[triangle * 3 + k % 3])];
    }
};

double angle_at(const Vec3& corner, const Vec3& a, const Vec3& b) {
    return det::acos(dot(normalised(a - corner), normalised(b - corner)));
}

void find_edge_normals(const Mesh& mesh, Surface& surface) {
    struct Edge {
        std::pair<std::uint32_t, std::uint32_t> ends;
        std::size_t triangle;
        std::size_t k;
    };
    std::vector<Edge> edges;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t a = mesh.triangles[t][k];
            const std::uint32_t b = mesh.triangles[t][(k + 1) % 3];
            edges.push_back({std::minmax(a, b), t, k});
        }
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return std::pair(a.ends, a.triangle) < std::pair(b.ends, b.triangle);
    });
    surface.edge_normals.resize(mesh.triangles.size());
    for (std::size_t i = 0; i + 1 < edges.size(); i += 2) {
        DRYRUN_ASSERT(edges[i].ends == edges[i + 1].ends);  // closed
        const Vec3 sum =
            surface.face_normals[edges[i].triangle] + surface.face_normals[edges[i + 1].triangle];
        surface.edge_normals[edges[i].triangle][edges[i].k] = sum;
        surface.edge_normals[edges[i + 1].triangle][edges[i + 1].k] = sum;
    }
}

Surface surface_of(const Mesh& mesh) {
    Surface surface;
    surface.points = mesh.points;
    surface.point_normals.resize(mesh.points.size());
    for (const auto& triangle : mesh.triangles) {
        std::array<Vec3, 3> p;
        for (std::size_t k = 0; k < 3; ++k) {
            p[k] = mesh.points[triangle[k]];
            surface.indices.push_back(static_cast<int>(triangle[k]));
        }
        const Vec3 normal = normalised(cross(p[1] - p[0], p[2] - p[0]));
        surface.face_normals.push_back(normal);
        for (std::size_t k = 0; k < 3; ++k) {
            surface.point_normals[triangle[k]] +=
                normal * angle_at(p[k], p[(k + 1) % 3], p[(k + 2) % 3]);
        }
    }
    find_edge_normals(mesh, surface);
    return surface;
}

// Hands each candidate triangle to a function of (bone, triangle).
template <class Visit>
class Candidates : public btTriangleCallback {
  public:
    explicit Candidates(const Visit& visit) : visit_(visit) {}
    void processTriangle(btVector3*, int part, int triangle) override {
        visit_(static_cast<std::size_t>(part), static_cast<std::size_t>(triangle));
    }

  private:
    const Visit& visit_;
};

}  // namespace

struct BoneWorld::Data {
    std::vector<Surface> surfaces;
    btTriangleIndexVertexArray arrays;
    // Its queries are not const in Bullet, but change nothing of the tree.
    std::unique_ptr<btBvhTriangleMeshShape> shape;

    template <class Visit>
    void along_ray(const Vec3& from, const Vec3& direction, double length,
                   const Visit& visit) const {
        if (shape == nullptr) return;
        Candidates<Visit> candidates(visit);
        // A hair's breadth longer at both ends, so that a surface right there is a candidate.
        constexpr double kRoom = 1e-6;
        shape->performRaycast(&candidates, to_bullet(from - direction * kRoom),
                              to_bullet(from + direction * (length + kRoom)));
    }
    template <class Visit>
    void within(const Vec3& point, double reach, const Visit& visit) const {
        if (shape == nullptr) return;
        Candidates<Visit> candidates(visit);
        const Vec3 half{reach, reach, reach};
        shape->processAllTriangles(&candidates, to_bullet(point - half), to_bullet(point + half));
    }

    std::optional<Hit> hit(std::size_t bone, std::size_t triangle, const Vec3& from,
                           const Vec3& direction, double length) const {
        const Surface& surface = surfaces[bone];
        const auto far = ray_triangle(from, direction, surface.corner(triangle, 0),
                                      surface.corner(triangle, 1), surface.corner(triangle, 2));
        if (!far || *far > length) return std::nullopt;
        const Vec3& normal = surface.face_normals[triangle];
        return Hit{
            bone, triangle, *far, from + direction * *far, normal, dot(normal, direction) < 0.0};
    }

    std::optional<Nearest> nearest_in_box(const Vec3& point, double reach,
                                          const Wanted& wanted) const;
};

namespace {

bool is_before(const BoneWorld::Hit& a, const BoneWorld::Hit& b) {
    if (a.distance != b.distance) return a.distance < b.distance;
    return std::pair(a.bone, a.triangle) < std::pair(b.bone, b.triangle);
}

}  // namespace

BoneWorld::BoneWorld(const std::vector<const Mesh*>& bones) {
    DRYRUN_ASSERT(bones.size() <= kMostBones);
    auto data = std::make_unique<Data>();
    for (const Mesh* mesh : bones) {
        DRYRUN_ASSERT(mesh != nullptr && !mesh->triangles.empty());
        data->surfaces.push_back(surface_of(*mesh));
    }
    for (const Surface& surface : data->surfaces) {
        btIndexedMesh part;
        part.m_numTriangles = static_cast<int>(surface.indices.size() / 3);
        part.m_triangleIndexBase = reinterpret_cast<const unsigned char*>(surface.indices.data());
        part.m_triangleIndexStride = 3 * sizeof(int);
        part.m_numVertices = static_cast<int>(surface.points.size());
        part.m_vertexBase = reinterpret_cast<const unsigned char*>(surface.points.data());
        part.m_vertexStride = sizeof(Vec3);
        part.m_vertexType = PHY_DOUBLE;
        data->arrays.addIndexedMesh(part, PHY_INTEGER);
    }
    if (!data->surfaces.empty()) {
        constexpr bool kCompressed = true;
        data->shape = std::make_unique<btBvhTriangleMeshShape>(&data->arrays, kCompressed);
    }
    data_ = std::move(data);
}

BoneWorld::~BoneWorld() = default;
BoneWorld::BoneWorld(BoneWorld&&) noexcept = default;
BoneWorld& BoneWorld::operator=(BoneWorld&&) noexcept = default;

std::size_t BoneWorld::bone_count() const {
    return data_->surfaces.size();
}

std::optional<BoneWorld::Hit> BoneWorld::first_hit(const Vec3& from, const Vec3& direction,
                                                   double length) const {
    std::optional<Hit> first;
    data_->along_ray(from, direction, length, [&](std::size_t bone, std::size_t triangle) {
        const auto hit = data_->hit(bone, triangle, from, direction, length);
        if (hit && (!first || is_before(*hit, *first))) first = hit;
    });
    return first;
}

std::vector<BoneWorld::Hit> BoneWorld::all_hits(const Vec3& from, const Vec3& direction,
                                                double length) const {
    std::vector<Hit> hits;
    data_->along_ray(from, direction, length, [&](std::size_t bone, std::size_t triangle) {
        const auto hit = data_->hit(bone, triangle, from, direction, length);
        if (hit) hits.push_back(*hit);
    });
    std::sort(hits.begin(), hits.end(), is_before);
    std::vector<Hit> kept;
    for (const Hit& hit : hits) {
        const bool is_again = std::any_of(kept.begin(), kept.end(), [&](const Hit& other) {
            return other.bone == hit.bone && other.enters == hit.enters &&
                   hit.distance - other.distance < kSameSurface;
        });
        if (!is_again) kept.push_back(hit);
    }
    return kept;
}

std::optional<BoneWorld::Nearest> BoneWorld::Data::nearest_in_box(const Vec3& point, double reach,
                                                                  const Wanted& wanted) const {
    struct Best {
        double distance;
        std::size_t bone;
        std::size_t triangle;
        OnTriangle on;
    };
    std::optional<Best> best;
    within(point, reach, [&](std::size_t bone, std::size_t triangle) {
        if (wanted && !wanted(bone)) return;
        const Surface& surface = surfaces[bone];
        const OnTriangle on =
            closest_on_triangle(point, surface.corner(triangle, 0), surface.corner(triangle, 1),
                                surface.corner(triangle, 2));
        const double away = distance(point, on.point);
        if (away > reach) return;
        const bool is_better = !best || away < best->distance ||
                               (away == best->distance &&
                                std::pair(bone, triangle) < std::pair(best->bone, best->triangle));
        if (is_better) best = Best{away, bone, triangle, on};
    });
    if (!best) return std::nullopt;
    const Surface& surface = surfaces[best->bone];
    const auto feature = static_cast<std::size_t>(best->on.feature);
    Vec3 outward = surface.face_normals[best->triangle];
    if (feature < 3) {
        const int index = surface.indices[best->triangle * 3 + feature];
        outward = surface.point_normals[static_cast<std::size_t>(index)];
    } else if (feature < 6) {
        outward = surface.edge_normals[best->triangle][feature - 3];
    }
    const Vec3 away = point - best->on.point;
    const bool is_inside = dot(away, outward) < 0.0;
    Nearest nearest;
    nearest.bone = best->bone;
    nearest.point = best->on.point;
    nearest.distance = is_inside ? -best->distance : best->distance;
    nearest.normal = normalised(is_inside ? -away : away, normalised(outward));
    return nearest;
}

std::optional<BoneWorld::Nearest> BoneWorld::closest(const Vec3& point, double reach,
                                                     const Wanted& wanted) const {
    // Most questions have a near answer: look in a small box first.
    constexpr double kFirstReach = 6.0;
    constexpr double kWider = 3.0;
    for (double tried = std::fmin(kFirstReach, reach);; tried = std::fmin(tried * kWider, reach)) {
        const auto nearest = data_->nearest_in_box(point, tried, wanted);
        if (nearest || tried >= reach) return nearest;
    }
}

std::optional<std::size_t> BoneWorld::bone_at(const Vec3& point) const {
    // Bone is closed, so of each the first surface met says whether the point is inside: it leaves.
    // Where the ray grazes an edge the next direction is asked.
    constexpr Vec3 kDirections[] = {{0.48, 0.64, 0.6}, {-0.6, 0.48, 0.64}, {0.64, -0.6, 0.48}};
    constexpr double kFar = 1e4;
    for (const Vec3& direction : kDirections) {
        std::vector<std::uint8_t> is_met(data_->surfaces.size(), 0);
        std::optional<std::size_t> holder;
        bool grazes = false;
        const std::vector<Hit> hits = all_hits(point, direction, kFar);
        for (std::size_t i = 0; i < hits.size(); ++i) {
            const Hit& hit = hits[i];
            if (is_met[hit.bone] != 0) continue;
            is_met[hit.bone] = 1;
            if (!hit.enters && (!holder || hit.bone < *holder)) holder = hit.bone;
            for (std::size_t k = i + 1; k < hits.size(); ++k) {
                grazes = grazes || (hits[k].bone == hit.bone &&
                                    hits[k].distance - hit.distance < kSameSurface);
            }
        }
        if (!grazes) return holder;
    }
    const auto nearest = closest(point, kFar);
    if (nearest && nearest->distance < 0.0) return nearest->bone;
    return std::nullopt;
}

std::optional<BoneWorld::Touch> BoneWorld::sweep_ball(const Vec3& from, const Vec3& direction,
                                                      double length, double radius) const {
    constexpr double kNearEnough = 0.001;
    constexpr int kMostSteps = 500;
    double travelled = 0.0;
    for (int step = 0; step < kMostSteps; ++step) {
        const Vec3 centre = from + direction * travelled;
        const auto nearest = closest(centre, length - travelled + radius + kNearEnough);
        if (!nearest) return std::nullopt;
        const double room = nearest->distance - radius;
        if (room < kNearEnough)
            return Touch{nearest->bone, travelled, nearest->point, nearest->normal};
        travelled += room;
        if (travelled > length) return std::nullopt;
    }
    return std::nullopt;  // it glides past at less than a step's worth
}

}  // namespace dryrun
