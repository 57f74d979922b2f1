// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/column_mesh.h"

#include <algorithm>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::softbody {
namespace {

// The interval of `at` that holds x, and where in it.
std::pair<int, double> interval(const std::vector<double>& at, double x) {
    const auto above = std::upper_bound(at.begin() + 1, at.end() - 1, x);
    const auto i = above - at.begin() - 1;
    const double low = at[static_cast<std::size_t>(i)];
    const double high = *above;
    return {static_cast<int>(i), det::clamp((x - low) / (high - low), 0.0, 1.0)};
}

bool is_between(const std::vector<double>& at, double x, double slack) {
    return x >= at.front() - slack && x <= at.back() + slack;
}

// Level whose interval holds z, where `height(k)` falls with k; and where in it.
template <class Height>
std::pair<int, double> level_of(int levels, double z, const Height& height) {
    double upper = height(0);
    for (int k = 0; k + 1 < levels; ++k) {
        const double lower = height(k + 1);
        if (z >= lower || k + 2 == levels) {
            return {k, det::clamp((upper - z) / (upper - lower), 0.0, 1.0)};
        }
        upper = lower;
    }
    return {0, 0.0};
}

std::array<double, 4> cubic(double t) {
    const double u = 1.0 - t;
    return {u * u * u / 6.0, (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
            (3.0 * u * u * u - 6.0 * u * u + 4.0) / 6.0, t * t * t / 6.0};
}

int clamped(int i, int count) {
    return std::clamp(i, 0, count - 1);
}

}  // namespace

Vec3 ColumnMesh::point(int node) const {
    const LatticePlace at = place(node);
    return {xs[static_cast<std::size_t>(at[0])], ys[static_cast<std::size_t>(at[1])],
            zs[static_cast<std::size_t>(node)]};
}

LatticePlace ColumnMesh::place(int node) const {
    const int nx = across_x();
    return {node % nx, node / nx % across_y(), node / (nx * across_y())};
}

std::array<int, 8> ColumnMesh::corners(int element) const {
    const int nx = across_x() - 1;
    const int ny = across_y() - 1;
    const int i = element % nx, j = element / nx % ny, k = element / (nx * ny);
    return {node(i, j, k + 1),     node(i + 1, j, k + 1), node(i + 1, j + 1, k + 1),
            node(i, j + 1, k + 1), node(i, j, k),         node(i + 1, j, k),
            node(i + 1, j + 1, k), node(i, j + 1, k)};
}

ColumnMesh flat_mesh(std::vector<double> xs, std::vector<double> ys,
                     const std::vector<double>& depths) {
    ColumnMesh mesh;
    mesh.xs = std::move(xs);
    mesh.ys = std::move(ys);
    mesh.levels = static_cast<int>(depths.size());
    for (const double depth : depths)
        mesh.zs.insert(mesh.zs.end(), mesh.xs.size() * mesh.ys.size(), -depth);
    return mesh;
}

std::optional<MeshPlace> locate(const ColumnMesh& mesh, const Vec3& point, double slack) {
    if (!is_between(mesh.xs, point.x, slack) || !is_between(mesh.ys, point.y, slack)) return {};
    MeshPlace place;
    std::tie(place.i, place.x) = interval(mesh.xs, point.x);
    std::tie(place.j, place.y) = interval(mesh.ys, point.y);
    const auto height = [&](int k) {
        const double near = mesh.z(place.i, place.j, k) * (1.0 - place.x) +
                            mesh.z(place.i + 1, place.j, k) * place.x;
        const double far = mesh.z(place.i, place.j + 1, k) * (1.0 - place.x) +
                           mesh.z(place.i + 1, place.j + 1, k) * place.x;
        return near * (1.0 - place.y) + far * place.y;
    };
    if (point.z > height(0) + slack || point.z < height(mesh.levels - 1) - slack) return {};
    std::tie(place.k, place.z) = level_of(mesh.levels, point.z, height);
    return place;
}

NodeWeights sharp_weights(const ColumnMesh& mesh, const MeshPlace& place) {
    NodeWeights weights;
    weights.reserve(8);
    for (int dk = 0; dk < 2; ++dk) {
        for (int dj = 0; dj < 2; ++dj) {
            for (int di = 0; di < 2; ++di) {
                const double w = (di ? place.x : 1.0 - place.x) * (dj ? place.y : 1.0 - place.y) *
                                 (dk ? place.z : 1.0 - place.z);
                weights.emplace_back(mesh.node(place.i + di, place.j + dj, place.k + dk), w);
            }
        }
    }
    return weights;
}

NodeWeights smooth_weights(const ColumnMesh& mesh, const Vec3& point) {
    if (!is_between(mesh.xs, point.x, 0.0) || !is_between(mesh.ys, point.y, 0.0)) return {};
    const auto [i, x] = interval(mesh.xs, point.x);
    const auto [j, y] = interval(mesh.ys, point.y);
    const auto along_x = cubic(x);
    const auto along_y = cubic(y);
    // Columns beyond the sides count for the outermost.
    std::vector<std::pair<LatticePlace, double>> columns;
    for (int b = 0; b < 4; ++b) {
        for (int a = 0; a < 4; ++a) {
            const LatticePlace at = {clamped(i - 1 + a, mesh.across_x()),
                                     clamped(j - 1 + b, mesh.across_y()), 0};
            columns.emplace_back(
                at, along_x[static_cast<std::size_t>(a)] * along_y[static_cast<std::size_t>(b)]);
        }
    }
    const auto height = [&](int k) {
        double z = 0.0;
        for (const auto& [at, weight] : columns) z += weight * mesh.z(at[0], at[1], k);
        return z;
    };
    if (point.z < height(mesh.levels - 1)) return {};
    const auto [k, z] = level_of(mesh.levels, point.z, height);
    NodeWeights weights;
    weights.reserve(32);
    for (const auto& [at, weight] : columns) {
        weights.emplace_back(mesh.node(at[0], at[1], k), weight * (1.0 - z));
        weights.emplace_back(mesh.node(at[0], at[1], k + 1), weight * z);
    }
    return weights;
}

}  // namespace dryrun::softbody
