// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Blocks against closed forms: bars, columns, a disc on a half-space, a punch on a layer, a line
// load in an infinite solid, and contracting fibres.
#include "softbody/block.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/deterministic_math.h"
#include "prescribed.h"
#include "softbody/line_correction.h"

namespace dryrun::softbody {
namespace {

// Uniform traction on one x face of the mesh, N/mm², as nodal forces along x.
std::vector<double> pull_x(const ColumnMesh& mesh, double traction) {
    std::vector<double> forces(3 * static_cast<std::size_t>(mesh.node_count()), 0.0);
    const int last = mesh.across_x() - 1;
    for (int k = 0; k + 1 < mesh.levels; ++k) {
        for (int j = 0; j + 1 < mesh.across_y(); ++j) {
            const double area =
                (mesh.ys[static_cast<std::size_t>(j) + 1] - mesh.ys[static_cast<std::size_t>(j)]) *
                (mesh.z(last, j, k) - mesh.z(last, j, k + 1));
            for (const int node : {mesh.node(last, j, k), mesh.node(last, j + 1, k),
                                   mesh.node(last, j, k + 1), mesh.node(last, j + 1, k + 1)}) {
                forces[3 * static_cast<std::size_t>(node)] += 0.25 * traction * area;
            }
        }
    }
    return forces;
}

// A bar along x on rollers: springs of practically infinite stiffness hold what symmetry holds.
Block bar(const Matrix6& material) {
    auto description = describe_block(
        flat_mesh(even(0, 50, 10), even(0, 10, 2), even(0, 10, 2)),
        [&](const Vec3&) { return material; }, [](const Vec3&) { return false; });
    const ColumnMesh& mesh = description.mesh;
    constexpr double kRigid = 1e6;
    for (int node = 0; node < mesh.node_count(); ++node) {
        const Vec3 p = mesh.point(node);
        const Vec3 k{p.x == 0.0 ? kRigid : 0.0, p.y == 0.0 ? kRigid : 0.0,
                     p.z == 0.0 ? kRigid : 0.0};
        if (length(k) > 0.0) description.springs.push_back({node, k});
    }
    return *Block::make(description);
}

TEST(Block, ABarStretchesAndThinsByYoungAndPoisson) {
    const Block block = bar(stiffness(Isotropic{0.015, 0.45}));
    const auto u = block.factor().solve(pull_x(block.mesh(), 0.05 / 100.0));
    const Vec3 corner = at_node(u, block.mesh().node(10, 2, 2));
    EXPECT_NEAR(corner.x, 1.66667, 2e-5);
    EXPECT_NEAR(corner.y, -0.15, 1e-6);
    EXPECT_NEAR(corner.z, 0.15, 1e-6);
}

TEST(Block, ABarOfMuscleIsStiffAlongItsFibresAndSoftAcross) {
    const auto muscle = nearly_incompressible(0.012, 0.040, 0.006, 0.48);
    const double stress = 1e-4;
    const Block along = bar(stiffness(muscle, {1, 0, 0}));
    const auto u = along.factor().solve(pull_x(along.mesh(), stress));
    EXPECT_NEAR(at_node(u, along.mesh().node(10, 1, 1)).x, 50 * stress / 0.040, 1e-6);
    const Block across = bar(stiffness(muscle, {0, 1, 0}));
    const auto v = across.factor().solve(pull_x(across.mesh(), stress));
    EXPECT_NEAR(at_node(v, across.mesh().node(10, 1, 1)).x, 50 * stress / 0.012, 1e-6);
}

// Simple shear between two plates: the modulus along fibres, and of the isotropic solid.
TEST(Block, ShearsByItsShearModulus) {
    const auto muscle = nearly_incompressible(0.012, 0.040, 0.006, 0.48);
    const std::pair<Matrix6, double> cases[] = {
        {stiffness(muscle, {1, 0, 0}), 0.006},
        {stiffness(Isotropic{0.012, 0.48}), 0.012 / (2.0 * 1.48)}};
    for (const auto& [material, shear] : cases) {
        const auto d = material;
        auto block = Block::make(describe_block(
            flat_mesh(even(0, 10, 2), even(0, 10, 2), even(0, 10, 2)),
            [&](const Vec3&) { return d; },
            [](const Vec3& p) {
                return std::fabs(p.x - 5) > 4.9 || std::fabs(p.y - 5) > 4.9 ||
                       std::fabs(p.z + 5) > 4.9;
            }));
        const auto u = solve_prescribed(*block, [](const Vec3& p) {
            return Vec3{0.01 * p.z, 0.0, 0.0};
        });
        const auto force = block->assembly().multiply(u);
        double on_top = 0.0;
        for (int node = 0; node < block->mesh().node_count(); ++node) {
            // Half of the side faces' traction balances in pairs; the work is what counts.
            on_top += at_node(force, node).x * at_node(u, node).x;
        }
        EXPECT_NEAR(on_top, shear * 1e-4 * 1000.0, 1e-10);
    }
}

// Skin, fat and muscle pressed between walls: the layers' confined moduli in series.
TEST(Block, LayersInSeriesAddTheirCompression) {
    const auto confined = [](double modulus_kPa) {
        const double nu = 0.45;
        return stiffness(Isotropic{modulus_kPa * 1e-3 * (1 + nu) * (1 - 2 * nu) / (1 - nu), nu});
    };
    auto description = describe_block(
        flat_mesh(even(0, 10, 2), even(0, 10, 2), {0, 2.5, 6.5, 10.5, 20.5, 30.5}),
        [&](const Vec3& p) {
            return confined(p.z > -2.5 ? 200 : p.z > -10.5 ? 40 : 46);
        },
        [](const Vec3& p) { return p.z < -30.4; });
    for (int node = 0; node < description.mesh.node_count(); ++node) {
        description.springs.push_back({node, {1e6, 1e6, 0.0}});
    }
    const Block block = *Block::make(description);
    std::vector<double> forces(3 * static_cast<std::size_t>(block.mesh().node_count()), 0.0);
    for (int j = 0; j < 3; ++j) {
        for (int i = 0; i < 3; ++i) {
            const double area = 25.0 * (i == 1 ? 1.0 : 0.5) * (j == 1 ? 1.0 : 0.5);
            forces[3 * static_cast<std::size_t>(block.mesh().node(i, j, 0)) + 2] = -1e-3 * area;
        }
    }
    const auto u = block.factor().solve(forces);
    EXPECT_NEAR(-at_node(u, block.mesh().node(1, 1, 0)).z, 0.64728, 1e-4);
}

// Boussinesq: displacement of a half-space z < 0 by a unit force on its surface at the origin,
// along −z.
Vec3 boussinesq(const Vec3& p, double youngs, double nu) {
    const double r = length(p), depth = -p.z;
    const double c = (1 + nu) / (2 * det::kPi * youngs * r);
    const double radial = c * (depth / (r * r) - (1 - 2 * nu) / (r + depth));
    return {radial * p.x, radial * p.y, -c * (2 * (1 - nu) + depth * depth / (r * r))};
}

// Displacement of the middle under a uniform pressure on a disc of `cells` cells' radius, over
// Love's 2 (1 − ν²) p a / E, the sides and base of the block moved as the half-space moves them.
double disc_over_love(int cells) {
    const double radius = 6.0, youngs = 0.012, nu = 0.45;
    const double h = radius / cells, half = 4 * radius;
    const int n = static_cast<int>(2 * half / h + 0.5);
    const Block block = *Block::make(describe_block(
        flat_mesh(even(-half, half, n), even(-half, half, n), even(0, half, n / 2)),
        [&](const Vec3&) {
            return stiffness(Isotropic{youngs, nu});
        },
        [&](const Vec3& p) {
            return std::max(std::fabs(p.x), std::fabs(p.y)) > half - 1e-9 || p.z < -half + 1e-9;
        }));
    // The disc as small squares: consistent nodal forces, and sources of the far field.
    const int squares = 48;
    const double side = 2 * radius / squares;
    std::vector<double> forces(3 * static_cast<std::size_t>(block.mesh().node_count()), 0.0);
    std::vector<Vec3> sources;
    for (int b = 0; b < squares; ++b) {
        for (int a = 0; a < squares; ++a) {
            const Vec3 at{-radius + side * (a + 0.5), -radius + side * (b + 0.5), 0.0};
            if (length(at) <= radius) sources.push_back(at);
        }
    }
    const double each = 1.0 / static_cast<double>(sources.size());
    for (const Vec3& at : sources) {
        for (const auto& [node, weight] : sharp_weights(block.mesh(), *locate(block.mesh(), at))) {
            forces[3 * static_cast<std::size_t>(node) + 2] -= weight * each;
        }
    }
    const auto u = solve_prescribed(
        block,
        [&](const Vec3& p) {
            Vec3 sum;
            for (const Vec3& at : sources) sum += boussinesq(p - at, youngs, nu) * each;
            return sum;
        },
        forces);
    const double love = 2 * (1 - nu * nu) / (youngs * det::kPi * radius);
    return -at_node(u, block.mesh().node(n / 2, n / 2, 0)).z / love;
}

TEST(Block, ADiscOfPressureSinksAsLoveSays) {
    EXPECT_NEAR(disc_over_love(2), 1.0, 0.02);
    EXPECT_NEAR(disc_over_love(3), 1.0, 0.01);
}

// Flat rigid punch on a layer bonded below: force per sinking over Hayes's (1972)
// 2 a E κ / (1 − ν²) with κ recomputed for a / h = 0.3.
double punch_over_hayes(int cells) {
    const double radius = 6.0, layer = 20.0, youngs = 0.012, nu = 0.45, kappa = 1.4141;
    const double h = radius / cells;
    std::vector<double> half = even(0, 2 * radius, 2 * cells);
    for (const double rim : {1.5, 2.0, 3.0, 4.5}) half.push_back(half.back() + rim * h);
    half.push_back(60.0);
    std::vector<double> at;
    for (auto it = half.rbegin(); it != half.rend(); ++it) at.push_back(-*it);
    at.insert(at.end(), half.begin() + 1, half.end());
    std::vector<double> depths = {0.0};
    for (double step = h; depths.back() < layer - 1e-9; step *= 1.25) {
        depths.push_back(depths.back() + 2.0 * step > layer ? layer : depths.back() + step);
    }
    const Block block = *Block::make(describe_block(
        flat_mesh(at, at, depths),
        [&](const Vec3&) {
            return stiffness(Isotropic{youngs, nu});
        },
        [&](const Vec3& p) {
            return p.z < -layer + 1e-9 || std::fabs(p.x) > 59.9 || std::fabs(p.y) > 59.9;
        }));
    std::vector<NodalLoad> under;
    for (int j = 0; j < block.mesh().across_y(); ++j) {
        for (int i = 0; i < block.mesh().across_x(); ++i) {
            const int node = block.mesh().node(i, j, 0);
            const Vec3 p = block.mesh().point(node);
            if (p.x * p.x + p.y * p.y <= radius * radius + 1e-9)
                under.push_back({{node, {0, 0, -1}}});
        }
    }
    const auto carried = block.factor().carry(under);
    auto c = Factor::compliance(carried, carried);
    // Forces that sink every node by 1 mm: Gauss elimination of a well-conditioned matrix.
    const std::size_t n = under.size();
    std::vector<double> force(n, 1.0);
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t i = k + 1; i < n; ++i) {
            const double f = c[i * n + k] / c[k * n + k];
            for (std::size_t j = k; j < n; ++j) c[i * n + j] -= f * c[k * n + j];
            force[i] -= f * force[k];
        }
    }
    double total = 0.0;
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j) force[k] -= c[k * n + j] * force[j];
        force[k] /= c[k * n + k];
        total += force[k];
    }
    return total / (2 * radius * youngs * kappa / (1 - nu * nu));
}

// Nodes of a punch act like pins between which the surface comes up, and its edge is singular: the
// force tends to Hayes's with the first power of the cell.
TEST(Block, ARigidPunchOnALayerTendsToHayes) {
    const double coarse = punch_over_hayes(2);
    const double fine = punch_over_hayes(4);
    EXPECT_NEAR(coarse, 1.0, 0.20);
    EXPECT_LT(std::fabs(fine - 1.0), 0.7 * std::fabs(coarse - 1.0));
    EXPECT_NEAR(2 * fine - coarse, 1.0, 0.06) << "extrapolated to no cell at all";
}

// Kelvin: displacement by a force in an infinite solid.
Vec3 kelvin(const Vec3& d, const Vec3& force, double shear, double nu) {
    const double r = length(d);
    const Vec3 n = d / r;
    return (force * (3 - 4 * nu) + n * dot(n, force)) / (16 * det::kPi * shear * (1 - nu) * r);
}

constexpr double kShear = 0.004, kPoisson = 0.45, kShaft = 0.15;

constexpr double kHalfCube = 32.0;

Block cube_around_shaft(double h) {
    const int n = 2 * static_cast<int>(kHalfCube / h + 0.5);
    const auto sides = even(-kHalfCube, kHalfCube, n);
    ColumnMesh mesh = flat_mesh(sides, sides, even(0, 2 * kHalfCube, n));
    for (double& z : mesh.zs) z += kHalfCube;
    return *Block::make(describe_block(
        std::move(mesh),
        [](const Vec3&) {
            return stiffness(Isotropic{2 * kShear * (1 + kPoisson), kPoisson});
        },
        [](const Vec3& p) {
            return std::max({std::fabs(p.x), std::fabs(p.y), std::fabs(p.z)}) > kHalfCube - 1e-9;
        }));
}

// Middle of a shaft 20 mm long under 0.1 N spread along it, in a cube whose faces move as the
// infinite solid does, with the correction for its cells of h.
double shaft_displacement(const Block& block, double h, double off, bool is_axial) {
    const ColumnMesh& mesh = block.mesh();
    const int stations = 20;
    const double spacing = 1.0, each = 0.1 / stations;
    const Vec3 direction{0, 0, -1};
    const Vec3 pull = is_axial ? direction : Vec3{0, 1, 0};
    std::vector<Vec3> at;
    std::vector<double> forces(3 * static_cast<std::size_t>(mesh.node_count()), 0.0);
    for (int i = 0; i < stations; ++i) {
        at.push_back(Vec3{off * h, off * h, 0.2 * h} +
                     direction * (spacing * (i - 0.5 * (stations - 1))));
        for (const auto& [node, weight] : smooth_weights(mesh, at.back())) {
            double* f = &forces[3 * static_cast<std::size_t>(node)];
            f[1] += weight * each * pull.y;
            f[2] += weight * each * pull.z;
        }
    }
    const auto u = solve_prescribed(
        block,
        [&](const Vec3& p) {
            Vec3 sum;
            for (const Vec3& station : at) {
                sum += kelvin(p - station, pull * each, kShear, kPoisson);
            }
            return sum;
        },
        forces);
    std::vector<double> correction(9 * stations * stations, 0.0);
    const std::vector<ShaftStation> shaft(stations, {kShear, kPoisson, kSplineRadius * h});
    add_line_correction(shaft, direction, spacing, kShaft, correction);
    double moved = 0.0;
    for (const int i : {stations / 2 - 1, stations / 2}) {
        for (const auto& [node, weight] : smooth_weights(mesh, at[static_cast<std::size_t>(i)])) {
            moved += 0.5 * weight * dot(at_node(u, node), pull);
        }
        const int axis = is_axial ? 2 : 1;
        for (int j = 0; j < stations; ++j) {
            moved +=
                0.5 * each *
                correction[static_cast<std::size_t>((3 * i + axis) * 3 * stations + 3 * j + axis)];
        }
    }
    return moved;
}

// Kelvin's line: along it 0.88299 mm, across it 0.57616 mm at the shaft's surface, whatever the
// mesh and wherever in a cell the shaft lies.
TEST(Block, AShaftThinnerThanACellMovesAsALineInAnInfiniteSolid) {
    for (const double h : {3.2, 4.0, 5.3333}) {
        const Block block = cube_around_shaft(h);
        for (const double off : {0.0, 0.5}) {
            const double axial = shaft_displacement(block, h, off, true);
            const double lateral = shaft_displacement(block, h, off, false);
            EXPECT_NEAR(axial / 0.88299, 1.0, 0.04) << h << ' ' << off;
            EXPECT_NEAR(lateral / 0.57616, 1.0, 0.04) << h << ' ' << off;
        }
    }
}

TEST(LineCorrection, OfALongShaftIsTheLogarithmOfTheRadii) {
    const double thin = 0.125, thick = 3.0, nu = 0.48, piece = 1.0;
    LineResponse sum;
    for (int i = -2000; i <= 2000; ++i) {
        const LineResponse a = line_response(i * piece, piece, thin, nu);
        const LineResponse b = line_response(i * piece, piece, thick, nu);
        sum.lateral += (a.lateral - b.lateral) * piece;
        sum.axial += (a.axial - b.axial) * piece;
    }
    const double logarithm = det::log(thick / thin);
    EXPECT_NEAR(sum.axial, logarithm / (2 * det::kPi), 1e-5);
    EXPECT_NEAR(sum.lateral, (3 - 4 * nu) * logarithm / (8 * det::kPi * (1 - nu)), 1e-5);
}

// A bar of contracting fibre, free: it shortens by tension over Young's modulus; held: its ends
// are pulled with tension times area.
TEST(Block, AContractingFibreShortensOrPulls) {
    const auto muscle = nearly_incompressible(0.012, 0.040, 0.006, 0.48);
    const Block free = bar(stiffness(muscle, {1, 0, 0}));
    const double tension = 2e-4;
    const auto forces = free.fibre_forces([&](const Vec3&) { return Vec3{tension, 0, 0}; });
    const auto u = free.factor().solve(forces);
    EXPECT_NEAR(at_node(u, free.mesh().node(10, 1, 1)).x, -50 * tension / 0.040, 1e-5);
    double pull = 0.0;
    for (int k = 0; k < 3; ++k) {
        for (int j = 0; j < 3; ++j) pull += at_node(forces, free.mesh().node(10, j, k)).x;
    }
    EXPECT_NEAR(pull, -tension * 100.0, 1e-12);
}

}  // namespace
}  // namespace dryrun::softbody
