// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/skin_patch.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::picture {
namespace {

constexpr int kMostPasses = 5;

using EdgeKey = std::pair<std::uint32_t, std::uint32_t>;

EdgeKey key_of(std::uint32_t a, std::uint32_t b) {
    return {std::min(a, b), std::max(a, b)};
}

// Cuts each edge once where it is too long; the cut is decided by the edge alone, so neighbours
// agree and no crack opens.
class Cutter {
  public:
    Cutter(const Mesh& mesh, const Vec3& centre, double radius, double longest_edge)
        : mesh_(mesh), centre_(centre), radius_(radius), longest_(longest_edge) {}

    // Whether anything was cut.
    bool pass() {
        middle_.clear();
        std::vector<std::array<std::uint32_t, 3>> triangles;
        triangles.reserve(mesh_.triangles.size());
        for (const auto& triangle : std::vector(mesh_.triangles)) cut(triangle, triangles);
        mesh_.triangles = std::move(triangles);
        return !middle_.empty();
    }
    Mesh take() { return std::move(mesh_); }

  private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    std::uint32_t middle_of(std::uint32_t a, std::uint32_t b) {
        const Vec3& p = mesh_.points[a];
        const Vec3& q = mesh_.points[b];
        if (distance(p, q) <= longest_) return kNone;
        if (std::min(distance(p, centre_), distance(q, centre_)) > radius_) return kNone;
        const auto [found, is_new] = middle_.try_emplace(key_of(a, b), 0);
        if (!is_new) return found->second;
        const Vec3& np = mesh_.normals[a];
        const Vec3& nq = mesh_.normals[b];
        const Vec3 middle = lerp(p, q, 0.5);
        const Vec3 on_p = middle - np * dot(middle - p, np);
        const Vec3 on_q = middle - nq * dot(middle - q, nq);
        const auto made = static_cast<std::uint32_t>(mesh_.points.size());
        mesh_.points.push_back(middle * 0.25 + lerp(on_p, on_q, 0.5) * 0.75);
        mesh_.normals.push_back(normalised(np + nq, np));
        if (!mesh_.fibres.empty()) {
            const Vec3 fibre = mesh_.fibres[a] + mesh_.fibres[b];
            mesh_.fibres.push_back(normalised(fibre, mesh_.fibres[a]));
        }
        found->second = made;
        return made;
    }

    void cut(const std::array<std::uint32_t, 3>& t,
             std::vector<std::array<std::uint32_t, 3>>& out) {
        std::uint32_t m[3];
        int cuts = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            m[k] = middle_of(t[k], t[(k + 1) % 3]);
            cuts += m[k] != kNone ? 1 : 0;
        }
        if (cuts == 0) {
            out.push_back(t);
        } else if (cuts == 3) {
            out.push_back({t[0], m[0], m[2]});
            out.push_back({t[1], m[1], m[0]});
            out.push_back({t[2], m[2], m[1]});
            out.push_back({m[0], m[1], m[2]});
        } else {
            // Turn the triangle so that its cut edges come first.
            std::size_t k = 0;
            while (m[k] == kNone || (cuts == 2 && m[(k + 1) % 3] == kNone)) ++k;
            const std::uint32_t a = t[k];
            const std::uint32_t b = t[(k + 1) % 3];
            const std::uint32_t c = t[(k + 2) % 3];
            const std::uint32_t ab = m[k];
            const std::uint32_t bc = m[(k + 1) % 3];
            if (cuts == 1) {
                out.push_back({a, ab, c});
                out.push_back({ab, b, c});
            } else {
                out.push_back({ab, b, bc});
                out.push_back({a, ab, bc});
                out.push_back({a, bc, c});
            }
        }
    }

    Mesh mesh_;
    Vec3 centre_;
    double radius_;
    double longest_;
    std::map<EdgeKey, std::uint32_t> middle_;
};

}  // namespace

Mesh refined_near(const Mesh& mesh, const Vec3& centre, double radius, double longest_edge) {
    Cutter cutter(mesh, centre, radius, longest_edge);
    for (int pass = 0; pass < kMostPasses && cutter.pass();) ++pass;
    return cutter.take();
}

Mesh moved_by(const Mesh& resting, const tissue::Site::Field& field, const Vec3& centre,
              double radius) {
    Mesh moved = resting;
    std::vector<bool> has_moved(moved.points.size(), false);
    for (std::size_t i = 0; i < moved.points.size(); ++i) {
        const double away = distance(resting.points[i], centre);
        if (away > radius) continue;
        const double part = 1.0 - det::smoothstep(0.75 * radius, radius, away);
        const Vec3 displacement = field.at(resting.points[i]);
        if (!is_finite(displacement)) continue;
        moved.points[i] += displacement * part;
        has_moved[i] = true;
    }
    // Normals of what moved, from the triangles there.
    for (std::size_t i = 0; i < moved.points.size(); ++i) {
        if (has_moved[i]) moved.normals[i] = {};
    }
    for (const auto& t : moved.triangles) {
        if (!has_moved[t[0]] && !has_moved[t[1]] && !has_moved[t[2]]) continue;
        const Vec3 area =
            cross(moved.points[t[1]] - moved.points[t[0]], moved.points[t[2]] - moved.points[t[0]]);
        for (const std::uint32_t i : t) {
            if (has_moved[i]) moved.normals[i] += area;
        }
    }
    for (std::size_t i = 0; i < moved.points.size(); ++i) {
        if (has_moved[i]) moved.normals[i] = normalised(moved.normals[i], resting.normals[i]);
    }
    return moved;
}

}  // namespace dryrun::picture
