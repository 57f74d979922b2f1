// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A tree gives every triangle whose box the ray (triangle_tree.h, as needles ask hundreds of
// thousands of times a second) or the search box (Bullet) meets, a set that does not depend on the
// walk; which of them is hit or nearest is decided here. The sign of a distance comes from the
// normal of the feature that is nearest, weighted by angle (Bærentzen and Aanæs 2005).
#include "collision/bone_world.h"

#include <BulletCollision/CollisionShapes/btBvhTriangleMeshShape.h>
#include <BulletCollision/CollisionShapes/btTriangleIndexVertexArray.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <utility>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "geometry/box_list.h"
#include "geometry/distance.h"
#include "geometry/triangle_tree.h"

namespace dryrun {
namespace {

static_assert(sizeof(btScalar) == sizeof(double), "Bullet in double precision");

// Two crossings of one bone nearer than this along a ray are the same surface met on an edge.
constexpr double kSameSurface = 1e-9;
constexpr std::size_t kMostBones = 1000;
constexpr std::size_t kUsualHits = 8;  // of a line; more find room as they come
// Boxes are asked with this to spare.
constexpr double kRoomRoundBox = 1e-6;

btVector3 to_bullet(const Vec3& v) {
    return {v.x, v.y, v.z};
}

double angle_at(const Vec3& corner, const Vec3& a, const Vec3& b) {
    return det::acos(dot(normalised(a - corner), normalised(b - corner)));
}

// The normals that tell inside from outside at each feature of a closed mesh.
struct FeatureNormals {
    explicit FeatureNormals(const Mesh& mesh);
    std::vector<Vec3> of_faces;
    std::vector<std::array<Vec3, 3>> of_edges;  ///< edge k from corner k to the next
    std::vector<Vec3> of_points;
};

std::vector<std::array<Vec3, 3>> edge_normals(const Mesh& mesh, const std::vector<Vec3>& of_faces) {
    struct Edge {
        std::pair<std::uint32_t, std::uint32_t> ends;
        std::size_t triangle;
        std::size_t k;
    };
    std::vector<Edge> edges;
    edges.reserve(mesh.triangles.size() * 3);
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
    std::vector<std::array<Vec3, 3>> normals(mesh.triangles.size());
    for (std::size_t first = 0; first < edges.size();) {
        std::size_t last = first;
        Vec3 sum;
        for (; last < edges.size() && edges[last].ends == edges[first].ends; ++last)
            sum += of_faces[edges[last].triangle];
        for (; first < last; ++first) normals[edges[first].triangle][edges[first].k] = sum;
    }
    return normals;
}

FeatureNormals::FeatureNormals(const Mesh& mesh) {
    of_points.resize(mesh.points.size());
    of_faces.reserve(mesh.triangles.size());
    for (const auto& triangle : mesh.triangles) {
        std::array<Vec3, 3> p;
        for (std::size_t k = 0; k < 3; ++k) p[k] = mesh.points[triangle[k]];
        const Vec3 normal = normalised(cross(p[1] - p[0], p[2] - p[0]));
        of_faces.push_back(normal);
        for (std::size_t k = 0; k < 3; ++k) {
            of_points[triangle[k]] += normal * angle_at(p[k], p[(k + 1) % 3], p[(k + 2) % 3]);
        }
    }
    of_edges = edge_normals(mesh, of_faces);
}

// Hands each candidate triangle to a function.
template <class Visit>
class Candidates : public btTriangleCallback {
  public:
    explicit Candidates(const Visit& visit) : visit_(visit) {}
    void processTriangle(btVector3*, int, int triangle) override {
        visit_(static_cast<std::size_t>(triangle));
    }

  private:
    const Visit& visit_;
};

// Bullet's tree over a mesh, for what lies near a point.
class NearTree {
  public:
    explicit NearTree(const Mesh& mesh) {
        static_assert(sizeof(int) == sizeof(std::uint32_t));
        btIndexedMesh part;
        part.m_numTriangles = static_cast<int>(mesh.triangles.size());
        part.m_triangleIndexBase = reinterpret_cast<const unsigned char*>(mesh.triangles.data());
        part.m_triangleIndexStride = 3 * sizeof(std::uint32_t);
        part.m_numVertices = static_cast<int>(mesh.points.size());
        part.m_vertexBase = reinterpret_cast<const unsigned char*>(mesh.points.data());
        part.m_vertexStride = sizeof(Vec3);
        part.m_vertexType = PHY_DOUBLE;
        arrays_.addIndexedMesh(part, PHY_INTEGER);
        constexpr bool kCompressed = true;
        shape_ = std::make_unique<btBvhTriangleMeshShape>(&arrays_, kCompressed);
    }
    template <class Visit>
    void within(const Vec3& point, double reach, const Visit& visit) const {
        Candidates<Visit> candidates(visit);
        const Vec3 half{reach, reach, reach};
        shape_->processAllTriangles(&candidates, to_bullet(point - half), to_bullet(point + half));
    }

  private:
    btTriangleIndexVertexArray arrays_;
    // Its queries are not const in Bullet, but change nothing of the tree.
    std::unique_ptr<btBvhTriangleMeshShape> shape_;
};

// Made from a mesh by whoever first asks for it.
template <class Made>
class Lazy {
  public:
    const Made& from(const Mesh& mesh) const {
        // Most often it is there, and one look will do.
        if (const Made* const ready = ready_.load(std::memory_order_acquire)) return *ready;
        std::call_once(once_, [&] {
            made_ = std::make_unique<const Made>(mesh);
            ready_.store(made_.get(), std::memory_order_release);
        });
        return *made_;
    }

  private:
    mutable std::once_flag once_;
    mutable std::unique_ptr<const Made> made_;
    mutable std::atomic<const Made*> ready_ = nullptr;
};

// A bone's mesh with the trees over it.
class Surface {
  public:
    explicit Surface(const Mesh& mesh) : mesh_(mesh) { DRYRUN_ASSERT(!mesh.triangles.empty()); }

    Vec3 corner(std::size_t triangle, std::size_t k) const {
        return mesh_.points[mesh_.triangles[triangle][k]];
    }
    /// Outward at the feature of a triangle that is nearest to a point.
    Vec3 normal_at(std::size_t triangle, std::size_t feature) const {
        const FeatureNormals& normals = normals_.from(mesh_);
        if (feature < 3) return normals.of_points[mesh_.triangles[triangle][feature]];
        if (feature < 6) return normals.of_edges[triangle][feature - 3];
        return normals.of_faces[triangle];
    }

    template <class Visit>
    void along_ray(const BoxLine& line, double length, const Visit& visit) const {
        line_tree_.from(mesh_).along_line(line, length, visit);
    }
    template <class Visit>
    void within(const Vec3& point, double reach, const Visit& visit) const {
        near_tree_.from(mesh_).within(point, reach, visit);
    }

  private:
    const Mesh& mesh_;
    Lazy<TriangleTree> line_tree_;
    Lazy<NearTree> near_tree_;
    Lazy<FeatureNormals> normals_;
};

struct Ray {
    Vec3 from;
    Vec3 direction;
    BoxLine line;
    TriangleRay triangles;
    Ray(const Vec3& start, const Vec3& way)
        : from(start), direction(way), line(start, way), triangles(start, way) {}
};

}  // namespace

struct BoneWorld::Data {
    std::vector<Part> parts;
    std::vector<Box> boxes;                     ///< of the parts, side by side
    BoxList box_list;                           ///< the same, for lines
    std::vector<BoxList> piece_lists;           ///< of the pieces of each
    std::unique_ptr<Lazy<Surface>[]> surfaces;  ///< one a part

    const Surface& surface(std::size_t bone) const {
        return surfaces[bone].from(parts[bone].mesh.get());
    }

    /// Hands every crossing of the ray with one bone to `visit`, in no order.
    template <class Visit>
    void hits(std::size_t bone, const Ray& ray, double length, const Visit& visit) const {
        surface(bone).along_ray(ray.line, length, [&](const TriangleTree::Triangle& triangle) {
            const auto& [a, b, c] = triangle.corners;
            const auto far = ray.triangles.meets(a, b, c);
            if (!far || *far > length) return;
            const Vec3 normal = normalised(cross(b - a, c - a));
            visit(Hit{bone, triangle.number, *far, ray.from + ray.direction * *far, normal,
                      dot(normal, ray.direction) < 0.0});
        });
    }
    /// Hands the number of every bone whose boxes the ray may meet to `visit`.
    template <class Visit>
    void near_ray(const Ray& ray, double length, const Visit& visit) const {
        box_list.along_line(ray.line, length, [&](std::size_t bone) {
            if (parts[bone].pieces.empty() || piece_lists[bone].may_meet(ray.line, length))
                visit(bone);
        });
    }
    bool is_within(std::size_t bone, const Vec3& point, double reach) const {
        if (boxes[bone].distance_to(point) > reach) return false;
        const std::vector<Box>& pieces = parts[bone].pieces;
        return pieces.empty() || std::any_of(pieces.begin(), pieces.end(), [&](const Box& piece) {
                   return piece.distance_to(point) <= reach;
               });
    }
    /// Whether the point lies in one of the bone's boxes.
    bool may_hold(std::size_t bone, const Vec3& point) const {
        if (!boxes[bone].holds(point)) return false;
        const std::vector<Box>& pieces = parts[bone].pieces;
        return pieces.empty() || std::any_of(pieces.begin(), pieces.end(),
                                             [&](const Box& piece) { return piece.holds(point); });
    }
    std::vector<Hit> sorted_hits(std::size_t bone, const Vec3& from, const Vec3& direction,
                                 double length) const;
    std::optional<Nearest> nearest_in_box(const Vec3& point, double reach,
                                          const Wanted& wanted) const;
};

namespace {

bool is_before(const BoneWorld::Hit& a, const BoneWorld::Hit& b) {
    if (a.distance != b.distance) return a.distance < b.distance;
    return std::pair(a.bone, a.triangle) < std::pair(b.bone, b.triangle);
}

// Sorted, each surface once though the ray meets its edge.
void put_in_order(std::vector<BoneWorld::Hit>& hits) {
    std::sort(hits.begin(), hits.end(), is_before);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const BoneWorld::Hit hit = hits[i];
        bool is_again = false;
        for (std::size_t k = 0; k < kept && !is_again; ++k) {
            is_again = hits[k].bone == hit.bone && hits[k].enters == hit.enters &&
                       hit.distance - hits[k].distance < kSameSurface;
        }
        if (!is_again) hits[kept++] = hit;
    }
    hits.erase(hits.begin() + static_cast<std::ptrdiff_t>(kept), hits.end());
}

}  // namespace

BoneWorld::BoneWorld(std::vector<Part> bones) {
    DRYRUN_ASSERT(bones.size() <= kMostBones);
    auto data = std::make_unique<Data>();
    data->surfaces = std::make_unique<Lazy<Surface>[]>(bones.size());
    for (const Part& part : bones) {
        data->boxes.push_back(part.box);
        data->box_list.add(part.box);
        BoxList& list = data->piece_lists.emplace_back();
        for (const Box& piece : part.pieces) list.add(piece);
    }
    data->parts = std::move(bones);
    data_ = std::move(data);
}

namespace {

std::vector<BoneWorld::Part> parts_of(const std::vector<const Mesh*>& bones) {
    std::vector<BoneWorld::Part> parts;
    for (const Mesh* mesh : bones) {
        DRYRUN_ASSERT(mesh != nullptr && !mesh->triangles.empty());
        parts.push_back({box_of(mesh->points), LazyMesh(*mesh)});
    }
    return parts;
}

}  // namespace

BoneWorld::BoneWorld(const std::vector<const Mesh*>& bones) : BoneWorld(parts_of(bones)) {}

BoneWorld::~BoneWorld() = default;
BoneWorld::BoneWorld(BoneWorld&&) noexcept = default;
BoneWorld& BoneWorld::operator=(BoneWorld&&) noexcept = default;

std::size_t BoneWorld::bone_count() const {
    return data_->parts.size();
}

std::optional<BoneWorld::Hit> BoneWorld::first_hit(const Vec3& from, const Vec3& direction,
                                                   double length) const {
    std::optional<Hit> first;
    const Ray ray(from, direction);
    data_->near_ray(ray, length, [&](std::size_t bone) {
        const double reach = first ? first->distance : length;
        if (!data_->boxes[bone].meets_line(ray.line, reach, kRoomRoundBox)) return;
        data_->hits(bone, ray, length, [&](const Hit& hit) {
            if (!first || is_before(hit, *first)) first = hit;
        });
    });
    return first;
}

std::vector<BoneWorld::Hit> BoneWorld::all_hits(const Vec3& from, const Vec3& direction,
                                                double length) const {
    std::vector<Hit> hits;
    const Ray ray(from, direction);
    data_->near_ray(ray, length, [&](std::size_t bone) {
        data_->hits(bone, ray, length, [&](const Hit& hit) {
            if (hits.empty()) hits.reserve(kUsualHits);
            hits.push_back(hit);
        });
    });
    put_in_order(hits);
    return hits;
}

std::vector<BoneWorld::Hit> BoneWorld::Data::sorted_hits(std::size_t bone, const Vec3& from,
                                                         const Vec3& direction,
                                                         double length) const {
    std::vector<Hit> found;
    hits(bone, Ray(from, direction), length, [&](const Hit& hit) { found.push_back(hit); });
    put_in_order(found);
    return found;
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
    for (std::size_t bone = 0; bone < parts.size(); ++bone) {
        const double needed = best ? best->distance : reach;
        if (!is_within(bone, point, needed + kRoomRoundBox)) continue;
        if (wanted && !wanted(bone)) continue;
        const Surface& near = surface(bone);
        near.within(point, reach, [&](std::size_t triangle) {
            const OnTriangle on =
                closest_on_triangle(point, near.corner(triangle, 0), near.corner(triangle, 1),
                                    near.corner(triangle, 2));
            const double away = distance(point, on.point);
            if (away > reach) return;
            const bool is_better =
                !best || away < best->distance ||
                (away == best->distance &&
                 std::pair(bone, triangle) < std::pair(best->bone, best->triangle));
            if (is_better) best = Best{away, bone, triangle, on};
        });
    }
    if (!best) return std::nullopt;
    const Vec3 outward =
        surface(best->bone).normal_at(best->triangle, static_cast<std::size_t>(best->on.feature));
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
    // Bone is closed, so the first surface met says whether the point is inside: it leaves. Where
    // the ray grazes an edge the next direction is asked.
    constexpr Vec3 kDirections[] = {{0.48, 0.64, 0.6}, {-0.6, 0.48, 0.64}, {0.64, -0.6, 0.48}};
    const auto is_in = [&](std::size_t bone) {
        const Box& box = data_->boxes[bone];
        const double far = 2.0 * distance(box.low, box.high) + 1.0;
        for (const Vec3& direction : kDirections) {
            const std::vector<Hit> hits = data_->sorted_hits(bone, point, direction, far);
            if (hits.empty()) return false;
            const bool grazes =
                hits.size() > 1 && hits[1].distance - hits[0].distance < kSameSurface;
            if (!grazes) return !hits[0].enters;
        }
        const auto nearest =
            closest(point, far, [&](std::size_t wanted) { return wanted == bone; });
        return nearest && nearest->distance < 0.0;
    };
    const std::size_t bone = data_->box_list.first_at(
        point, [&](std::size_t number) { return data_->may_hold(number, point) && is_in(number); });
    if (bone == bone_count()) return std::nullopt;
    return bone;
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
