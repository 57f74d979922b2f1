// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/stripes.h"

#include <algorithm>
#include <cmath>

namespace dryrun::render {
namespace {

constexpr int kMostIterations = 300;
constexpr double kAccuracy = 1e-4;

// For each edge of a triangle: the wanted rise of the coordinate from one end to the other, and
// the edge's weight.
struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double rise = 0.0;
    double weight = 0.0;
};

// Away from the body's long axis, so that both faces of a sheet of muscle count the same way.
Vec3 outward(const Vec3& point) {
    constexpr double kAxisY = -60.0;  // about the middle of the trunk
    return normalised({point.x, point.y - kAxisY, 0.0}, {0.0, 1.0, 0.0});
}

std::vector<Edge> edges_of(const Mesh& mesh) {
    std::vector<Edge> edges;
    edges.reserve(mesh.triangles.size() * 3);
    for (const auto& triangle : mesh.triangles) {
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t a = triangle[k];
            const std::uint32_t b = triangle[(k + 1) % 3];
            const Vec3 along = mesh.points[b] - mesh.points[a];
            const double size = dot(along, along);
            if (size < 1e-12) continue;
            const Vec3 fibre = normalised(mesh.fibres[a] + mesh.fibres[b]);
            const Vec3 across = normalised(cross(outward(mesh.points[a]), fibre));
            edges.push_back({a, b, dot(across, along), 1.0});
        }
    }
    return edges;
}

// The graph Laplacian of the edges.
void apply(const std::vector<Edge>& edges, const std::vector<double>& x, std::vector<double>& out) {
    std::fill(out.begin(), out.end(), 0.0);
    for (const Edge& edge : edges) {
        const double flow = edge.weight * (x[edge.to] - x[edge.from]);
        out[edge.to] += flow;
        out[edge.from] -= flow;
    }
}

double dot_of(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

}  // namespace

std::vector<float> stripe_coordinate(const Mesh& mesh) {
    const std::size_t n = mesh.points.size();
    std::vector<float> stripe(n, 0.0f);
    if (mesh.fibres.size() != n || n == 0) return stripe;
    const auto edges = edges_of(mesh);

    // A start near the answer: how far each point lies across the mean fibre.
    Vec3 mean_fibre;
    Vec3 mean_point;
    for (std::size_t i = 0; i < n; ++i) {
        mean_fibre += mesh.fibres[i];
        mean_point += mesh.points[i];
    }
    mean_point = mean_point / static_cast<double>(n);
    const Vec3 across = normalised(cross(outward(mean_point), mean_fibre));
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = dot(mesh.points[i] - mean_point, across);

    std::vector<double> diagonal(n, 0.0);
    std::vector<double> residual(n, 0.0);
    for (const Edge& edge : edges) {
        diagonal[edge.from] += edge.weight;
        diagonal[edge.to] += edge.weight;
        const double flow = edge.weight * (edge.rise - (x[edge.to] - x[edge.from]));
        residual[edge.to] += flow;
        residual[edge.from] -= flow;
    }
    std::vector<double> scaled(n);
    std::vector<double> search(n);
    std::vector<double> product(n);
    const auto precondition = [&] {
        for (std::size_t i = 0; i < n; ++i) {
            scaled[i] = diagonal[i] > 0.0 ? residual[i] / diagonal[i] : 0.0;
        }
    };
    precondition();
    search = scaled;
    double energy = dot_of(residual, scaled);
    const double enough = energy * kAccuracy * kAccuracy;
    for (int i = 0; i < kMostIterations && energy > enough && energy > 1e-18; ++i) {
        apply(edges, search, product);
        const double curvature = dot_of(search, product);
        if (curvature <= 0.0) break;
        const double step = energy / curvature;
        for (std::size_t k = 0; k < n; ++k) {
            x[k] += step * search[k];
            residual[k] -= step * product[k];
        }
        precondition();
        const double next = dot_of(residual, scaled);
        const double turn = next / energy;
        for (std::size_t k = 0; k < n; ++k) search[k] = scaled[k] + turn * search[k];
        energy = next;
    }
    for (std::size_t i = 0; i < n; ++i) stripe[i] = static_cast<float>(x[i]);
    return stripe;
}

}  // namespace dryrun::render
