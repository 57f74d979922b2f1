// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
#include "softbody/block.h"

#include <algorithm>

#include "softbody/membrane.h"

namespace dryrun::softbody {
namespace {

HexahedronCorners corner_points(const ColumnMesh& mesh, const std::array<int, 8>& nodes) {
    HexahedronCorners corners;
    for (std::size_t c = 0; c < 8; ++c) corners[c] = mesh.point(nodes[c]);
    return corners;
}

// Gauss points 0 to 3 lie in the lower half, 4 to 7 in the upper.
std::array<const Matrix6*, kHexahedronPoints> at_points(const std::vector<Matrix6>& elasticity,
                                                        int element) {
    const Matrix6* upper = &elasticity[2 * static_cast<std::size_t>(element)];
    const Matrix6* lower = upper + 1;
    return {lower, lower, lower, lower, upper, upper, upper, upper};
}

template <std::size_t count>
bool is_free(const std::vector<char>& held, const std::array<int, count>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](int node) { return held[static_cast<std::size_t>(node)] == 0; });
}

// Area of the side of the block that each node of its outermost columns stands for.
double side_length(const std::vector<double>& at, int i) {
    const auto here = static_cast<std::size_t>(i);
    const double before = here > 0 ? at[here] - at[here - 1] : 0.0;
    const double after = here + 1 < at.size() ? at[here + 1] - at[here] : 0.0;
    return 0.5 * (before + after);
}

}  // namespace

BlockDescription describe_block(ColumnMesh mesh, const ElasticityAt& elasticity,
                                const std::function<bool(const Vec3& node)>& is_held) {
    BlockDescription description;
    for (int element = 0; element < mesh.element_count(); ++element) {
        const auto points = gauss_points(corner_points(mesh, mesh.corners(element)));
        for (const std::size_t half : {std::size_t{4}, std::size_t{0}}) {
            Matrix6 mean{};
            for (std::size_t p = half; p < half + 4; ++p) {
                mean = add_scaled(mean, 0.25, elasticity(points[p]));
            }
            description.elasticity.push_back(mean);
        }
    }
    for (int node = 0; node < mesh.node_count(); ++node) {
        description.held.push_back(is_held(mesh.point(node)) ? 1 : 0);
    }
    description.mesh = std::move(mesh);
    return description;
}

void add_side_springs(BlockDescription& description) {
    const ColumnMesh& mesh = description.mesh;
    const int nx = mesh.across_x(), ny = mesh.across_y();
    const double radius =
        0.25 * (mesh.xs.back() - mesh.xs.front() + mesh.ys.back() - mesh.ys.front());
    for (int node = 0; node < mesh.node_count(); ++node) {
        const auto [i, j, k] = mesh.place(node);
        const bool is_x_side = i == 0 || i == nx - 1;
        const bool is_y_side = j == 0 || j == ny - 1;
        if (!is_x_side && !is_y_side) continue;
        // Heights above and below, with the shear of the element each belongs to.
        Vec3 stiffness;
        for (const int level : {k - 1, k}) {
            if (level < 0 || level + 1 >= mesh.levels) continue;
            const double height = 0.5 * (mesh.z(i, j, level) - mesh.z(i, j, level + 1));
            const int element = mesh.element(std::min(i, nx - 2), std::min(j, ny - 2), level);
            const auto half = 2 * static_cast<std::size_t>(element) + (level < k ? 1 : 0);
            const double per_area = mean_shear(description.elasticity[half]) / radius;
            if (is_x_side) {
                stiffness += Vec3{2.0, 1.0, 1.0} * (per_area * height * side_length(mesh.ys, j));
            }
            if (is_y_side) {
                stiffness += Vec3{1.0, 2.0, 1.0} * (per_area * height * side_length(mesh.xs, i));
            }
        }
        description.springs.push_back({node, stiffness});
    }
}

Result<Block> Block::make(BlockDescription description) {
    Block block;
    block.mesh_ = std::move(description.mesh);
    block.elasticity_ = std::move(description.elasticity);
    const ColumnMesh& mesh = block.mesh_;
    DRYRUN_ASSERT(block.elasticity_.size() == 2 * static_cast<std::size_t>(mesh.element_count()));
    std::vector<LatticePlace> places;
    for (int node = 0; node < mesh.node_count(); ++node) places.push_back(mesh.place(node));
    block.assembly_ = std::make_unique<Assembly>(std::move(places), description.held);
    Assembly& assembly = *block.assembly_;
    assembly.reserve(static_cast<std::size_t>(mesh.element_count()), 8);
    for (int element = 0; element < mesh.element_count(); ++element) {
        const auto half = 2 * static_cast<std::size_t>(element);
        block.shear_.push_back(
            0.5 * (mean_shear(block.elasticity_[half]) + mean_shear(block.elasticity_[half + 1])));
        const auto nodes = mesh.corners(element);
        if (!is_free(description.held, nodes)) continue;
        const auto terms =
            hexahedron_terms(corner_points(mesh, nodes), at_points(block.elasticity_, element), {});
        if (!(terms.volume > 0.0)) {
            return Error{ErrorKind::Internal, "an element of the block is inside out", "", ""};
        }
        assembly.add(nodes, terms.stiffness);
    }
    for (const Membrane& membrane : description.membranes) {
        if (!is_free(description.held, membrane.nodes)) continue;
        std::array<Vec3, 4> corners;
        for (std::size_t c = 0; c < 4; ++c) corners[c] = mesh.point(membrane.nodes[c]);
        assembly.add(membrane.nodes,
                     membrane_stiffness(corners, membrane.tension_stiffness, membrane.poisson));
    }
    for (const GroundSpring& spring : description.springs) {
        const Vec3& k = spring.stiffness;
        assembly.add(std::array{spring.node},
                     std::array{k.x, 0.0, 0.0, 0.0, k.y, 0.0, 0.0, 0.0, k.z});
    }
    auto factor = Factor::make(assembly);
    if (!factor) return factor.error();
    block.factor_ = std::make_unique<Factor>(std::move(*factor));
    return block;
}

std::vector<double> Block::fibre_forces(
    const std::function<Vec3(const Vec3& point)>& tension) const {
    std::vector<double> forces(3 * static_cast<std::size_t>(mesh_.node_count()), 0.0);
    for (int element = 0; element < mesh_.element_count(); ++element) {
        const auto nodes = mesh_.corners(element);
        const auto corners = corner_points(mesh_, nodes);
        const auto points = gauss_points(corners);
        std::array<Vec6, kHexahedronPoints> stress{};
        bool is_loaded = false;
        for (std::size_t p = 0; p < points.size(); ++p) {
            const Vec3 pull = tension(points[p]);
            const double size = length(pull);
            if (!(size > 0.0)) continue;
            stress[p] = fibre_stress(size, pull / size);
            is_loaded = true;
        }
        if (!is_loaded) continue;
        const auto terms = hexahedron_terms(corners, at_points(elasticity_, element), stress);
        for (std::size_t r = 0; r < 24; ++r) {
            forces[3 * static_cast<std::size_t>(nodes[r / 3]) + r % 3] += terms.load[r];
        }
    }
    return forces;
}

Vec3 Block::displacement(std::span<const double> u, const MeshPlace& place) const {
    Vec3 sum;
    for (const auto& [node, weight] : sharp_weights(mesh_, place)) {
        const double* at = &u[3 * static_cast<std::size_t>(node)];
        sum += Vec3{at[0], at[1], at[2]} * weight;
    }
    return sum;
}

}  // namespace dryrun::softbody
