// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Elements and material laws: what they must not resist, what they must resist, and by how much.
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/random.h"
#include "cube.h"
#include "prescribed.h"
#include "softbody/hexahedron.h"
#include "softbody/membrane.h"

namespace dryrun::softbody {
namespace {

Matrix6 muscle(const Vec3& fibre) {
    return stiffness(nearly_incompressible(0.012, 0.040, 0.006, 0.48), fibre);
}

HexahedronTerms element_of(const HexahedronCorners& corners, const Matrix6& material) {
    const Matrix6* d = &material;
    return hexahedron_terms(corners, std::array{d, d, d, d, d, d, d, d}, {});
}

TEST(Hexahedron, ResistsEveryMotionButTheSixRigidOnes) {
    const auto terms = element_of(distorted_cube(3.0, 0.15), muscle(normalised({1.0, 0.4, -0.2})));
    Eigen::MatrixXd k(24, 24);
    for (int r = 0; r < 24; ++r) {
        for (int c = 0; c < 24; ++c)
            k(r, c) = terms.stiffness[static_cast<std::size_t>(24 * r + c)];
    }
    EXPECT_LT((k - k.transpose()).norm(), 1e-15);
    const Eigen::VectorXd values = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(k).eigenvalues();
    for (int i = 0; i < 6; ++i) EXPECT_NEAR(values[i], 0.0, 1e-12 * values[23]);
    EXPECT_GT(values[6], 1e-4 * values[23]);
}

TEST(Hexahedron, KnowsItsVolumeAndRefusesToBeInsideOut) {
    const Matrix6 d = stiffness(Isotropic{});
    EXPECT_NEAR(element_of(distorted_cube(2.0, 0.0), d).volume, 8.0, 1e-12);
    auto corners = distorted_cube(2.0, 0.0);
    std::swap(corners[0], corners[4]);
    EXPECT_FALSE(element_of(corners, d).volume > 0.0);
}

// Bricks of any shape under a linear field on their outside: the inside follows it, and the energy
// is that of the uniform strain. Figures for isotropic tissue are those of Irons' patch.
TEST(Hexahedron, PassesThePatchTest) {
    ColumnMesh mesh = flat_mesh(even(0, 10, 3), even(0, 10, 3), even(0, 10, 3));
    const RandomStream random(9, "patch");
    for (int node = 0; node < mesh.node_count(); ++node) {
        mesh.zs[static_cast<std::size_t>(node)] +=
            1.2 * (random.uniform(0, static_cast<std::uint64_t>(node)) - 0.5);
    }
    for (const Matrix6& d : {stiffness(Isotropic{0.012, 0.45}), muscle(normalised({1, 2, 0.5}))}) {
        auto description = describe_block(
            mesh, [&](const Vec3&) { return d; }, [](const Vec3&) { return false; });
        for (int node = 0; node < mesh.node_count(); ++node) {
            const auto [i, j, k] = mesh.place(node);
            const bool is_outside = i % 3 == 0 || j % 3 == 0 || k % 3 == 0;
            description.held[static_cast<std::size_t>(node)] = is_outside ? 1 : 0;
        }
        const auto block = Block::make(description);
        ASSERT_TRUE(block.ok());
        const auto linear = [](const Vec3& p) {
            return Vec3{2 * p.x + p.y, -0.5 * p.y + p.z, p.x + 0.5 * p.z} * 1e-3;
        };
        const auto u = solve_prescribed(*block, linear);
        double volume = 0.0;
        for (int element = 0; element < mesh.element_count(); ++element) {
            HexahedronCorners corners;
            for (std::size_t c = 0; c < 8; ++c) corners[c] = mesh.point(mesh.corners(element)[c]);
            volume += element_of(corners, d).volume;
        }
        for (int node = 0; node < mesh.node_count(); ++node) {
            EXPECT_LT(distance(at_node(u, node), linear(mesh.point(node))), 1e-12);
        }
        const Vec6 strain = {2e-3, -0.5e-3, 0.5e-3, 1e-3, 1e-3, 1e-3};
        const Vec6 stress = multiply(d, strain);
        const auto force = block->assembly().multiply(u);
        double energy = 0.0, expected = 0.0;
        for (std::size_t i = 0; i < u.size(); ++i) energy += 0.5 * u[i] * force[i];
        for (std::size_t i = 0; i < 6; ++i) expected += 0.5 * strain[i] * stress[i] * volume;
        EXPECT_NEAR(energy, expected, 1e-12 * expected + 1e-15);
    }
}

TEST(Elasticity, IsotropicStressesAreThoseOfThePatch) {
    const Vec6 stress =
        multiply(stiffness(Isotropic{12.0, 0.45}), {2e-3, -0.5e-3, 0.5e-3, 1e-3, 1e-3, 1e-3});
    const double expected[6] = {0.0910345,  0.0703448,  0.0786207,
                                0.00413793, 0.00413793, 0.00413793};
    for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(stress[i], expected[i], 1e-7);
}

// Young's modulus seen along a direction: 1 / compliance of the uniaxial stress there.
double apparent_youngs(const Matrix6& d, const Vec3& along) {
    const Vec6 strain = multiply(inverse(d), fibre_stress(1.0, along));
    return 1.0 / (along.x * along.x * strain[0] + along.y * along.y * strain[1] +
                  along.z * along.z * strain[2] + along.x * along.y * strain[3] +
                  along.y * along.z * strain[4] + along.z * along.x * strain[5]);
}

TEST(Elasticity, AFibreMakesItStifferAlongThanAcross) {
    const Vec3 fibre = normalised({0.3, -0.5, 0.8});
    const Vec3 aside = frame_along({}, fibre, {1, 0, 0}).x_axis;
    const TransverselyIsotropic m{12.0, 40.0, 6.0, 0.5, 0.6};
    ASSERT_TRUE(is_admissible(m));
    const Matrix6 d = stiffness(m, fibre);
    const double expected[][2] = {{0, 40.0}, {30, 21.818}, {45, 16.0}, {60, 13.333}, {90, 12.0}};
    for (const auto& [angle_deg, youngs] : expected) {
        const double angle = det::radians(angle_deg);
        EXPECT_NEAR(apparent_youngs(d, fibre * det::cos(angle) + aside * det::sin(angle)), youngs,
                    2e-3);
    }
}

TEST(Elasticity, NearlyIncompressibleFibresKeepTheirVolumeInEveryPull) {
    const auto m = nearly_incompressible(12.0, 40.0, 5.8, 0.48);
    ASSERT_TRUE(is_admissible(m));
    const Vec3 fibre{0, 0, 1};
    for (const Vec3& along : {fibre, Vec3{1, 0, 0}, normalised({1, 1, 1})}) {
        const Vec6 strain = multiply(inverse(stiffness(m, fibre)), fibre_stress(1.0, along));
        const double pulled = 1.0 / apparent_youngs(stiffness(m, fibre), along);
        EXPECT_NEAR((strain[0] + strain[1] + strain[2]) / pulled, 1.0 - 2.0 * 0.48, 0.03);
    }
    // Without fibres it is the isotropic solid.
    const auto plain = nearly_incompressible(12.0, 12.0, 12.0 / (2.0 * 1.48), 0.48);
    const Matrix6 a = stiffness(plain, normalised({1, 2, 3}));
    const Matrix6 b = stiffness(Isotropic{12.0, 0.48});
    for (std::size_t i = 0; i < 36; ++i) EXPECT_NEAR(a[i], b[i], 1e-9);
    EXPECT_FALSE(is_admissible({12.0, 40.0, 6.0, 0.5, 0.95}));
}

TEST(Membrane, ResistsStretchAndShearInItsPlaneAndNothingElse) {
    const std::array<Vec3, 4> corners = {Vec3{0, 0, 0}, {4, 0, 1}, {4, 3, 1}, {0, 3, 0}};
    const auto k = membrane_stiffness(corners, 3.0, 0.3);
    const auto energy = [&](const auto& field) {
        double sum = 0.0;
        for (std::size_t r = 0; r < 12; ++r) {
            for (std::size_t c = 0; c < 12; ++c) {
                const Vec3 u = field(corners[r / 3]), v = field(corners[c / 3]);
                const double ur[3] = {u.x, u.y, u.z}, vc[3] = {v.x, v.y, v.z};
                sum += 0.5 * ur[r % 3] * k[12 * r + c] * vc[c % 3];
            }
        }
        return sum;
    };
    const Vec3 along = normalised({4, 0, 1});
    const Vec3 normal = normalised({-1, 0, 4});
    const double area = 3.0 * std::sqrt(17.0);
    EXPECT_NEAR(energy([&](const Vec3& p) { return cross({0.1, 0.2, 0.3}, p); }), 0.0, 1e-14);
    EXPECT_NEAR(energy([&](const Vec3& p) { return normal * (p.x * p.y); }), 0.0, 1e-14);
    // Uniform stretch along one axis with the other held: E t / (1 − ν²) · ε² / 2 · area.
    const double stretch = energy([&](const Vec3& p) { return along * (0.01 * dot(p, along)); });
    EXPECT_NEAR(stretch, 0.5 * 3.0 / (1 - 0.09) * 1e-4 * area, 1e-12);
    const double shear = energy([&](const Vec3& p) { return along * (0.01 * p.y); });
    EXPECT_NEAR(shear, 0.5 * 3.0 / 2.6 * 1e-4 * area, 1e-12);
}

}  // namespace
}  // namespace dryrun::softbody
