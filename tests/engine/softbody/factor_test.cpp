// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The factor and what is condensed out of it.
#include "softbody/factor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "prescribed.h"

namespace dryrun::softbody {
namespace {

BlockDescription layered_description() {
    auto description = describe_block(
        flat_mesh(even(-20, 20, 9), even(-15, 15, 7), {0, 2, 6, 12, 20}),
        [](const Vec3& p) {
            if (p.z > -2.0) return stiffness(Isotropic{0.06, 0.48});
            return stiffness(nearly_incompressible(0.012, 0.04, 0.006, 0.48),
                             normalised({1.0, 0.3, 0.1}));
        },
        [](const Vec3& p) { return p.z < -19.9 || (p.x > 4.0 && p.x < 13.0 && p.z < -11.0); });
    add_side_springs(description);
    return description;
}

const Block& layered() {
    static const Block block = *Block::make(layered_description());
    return block;
}

std::vector<double> random_forces(const Block& block, std::uint64_t tick) {
    const RandomStream random(21, "forces");
    std::vector<double> forces(3 * static_cast<std::size_t>(block.mesh().node_count()));
    for (std::size_t i = 0; i < forces.size(); ++i) {
        const bool is_held = block.is_held(static_cast<int>(i / 3));
        forces[i] = is_held ? 0.0 : random.normal(tick, i);
    }
    return forces;
}

TEST(Dissection, OrdersEveryFreeNodeOnceAndItsPartsSeparate) {
    const Assembly& assembly = layered().assembly();
    const Dissection dissection = dissect(assembly);
    auto sorted = dissection.order;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(std::adjacent_find(sorted.begin(), sorted.end()), sorted.end());
    EXPECT_EQ(static_cast<int>(sorted.size()), assembly.free_count());
    std::vector<int> part_of(static_cast<std::size_t>(assembly.node_count()), -1);
    for (std::size_t p = 0; p < dissection.parts.size(); ++p) {
        const auto& part = dissection.parts[p];
        for (int at = part.first; at < part.first + part.count; ++at) {
            part_of[static_cast<std::size_t>(dissection.order[static_cast<std::size_t>(at)])] =
                static_cast<int>(p);
        }
    }
    // Nodes of one element lie on one branch of the tree.
    const auto is_ancestor = [&](int above, int below) {
        while (below >= 0 && below != above) {
            below = dissection.parts[static_cast<std::size_t>(below)].parent;
        }
        return below == above;
    };
    for (int e = 0; e < assembly.element_count(); ++e) {
        const auto nodes = assembly.element(e).nodes;
        for (const int a : nodes) {
            for (const int b : nodes) {
                const int pa = part_of[static_cast<std::size_t>(a)];
                const int pb = part_of[static_cast<std::size_t>(b)];
                if (pa < 0 || pb < 0) continue;
                EXPECT_TRUE(is_ancestor(pa, pb) || is_ancestor(pb, pa));
            }
        }
    }
}

TEST(Factor, SolvesForAnyLoad) {
    const Block& block = layered();
    for (std::uint64_t tick = 0; tick < 5; ++tick) {
        const auto forces = random_forces(block, tick);
        const auto u = block.factor().solve(forces);
        const auto back = block.assembly().multiply(u);
        double energy = 0.0;
        for (std::size_t i = 0; i < u.size(); ++i) {
            ASSERT_TRUE(std::isfinite(u[i]));
            if (block.is_held(static_cast<int>(i / 3))) {
                EXPECT_EQ(u[i], 0.0);
            } else {
                EXPECT_NEAR(back[i], forces[i], 1e-10);
            }
            energy += u[i] * forces[i];
        }
        EXPECT_GT(energy, 0.0);
    }
}

TEST(Factor, CondensedComplianceIsWhatSolvingGives) {
    const Block& block = layered();
    const RandomStream random(4, "loads");
    std::vector<NodalLoad> a, b;
    for (std::uint64_t i = 0; i < 12; ++i) {
        for (auto* loads : {&a, &b}) {
            const std::uint64_t tick = i + (loads == &a ? 0 : 100);
            NodalLoad load;
            for (std::uint64_t n = 0; n < 3; ++n) {
                const double at = random.uniform(tick, n) * block.mesh().node_count();
                load.emplace_back(static_cast<int>(at),
                                  Vec3{random.normal(tick, 10 + n), random.normal(tick, 20 + n),
                                       random.normal(tick, 30 + n)});
            }
            loads->push_back(load);
        }
    }
    const Factor& factor = block.factor();
    const auto carried_a = factor.carry(a);
    const auto carried_b = factor.carry(b);
    const auto ab = Factor::compliance(carried_a, carried_b);
    const auto ba = Factor::compliance(carried_b, carried_a);
    const auto aa = Factor::compliance(carried_a, carried_a);
    for (std::size_t j = 0; j < b.size(); ++j) {
        std::vector<double> forces(3 * static_cast<std::size_t>(block.mesh().node_count()), 0.0);
        for (const auto& [node, f] : b[j]) {
            double* at = &forces[3 * static_cast<std::size_t>(node)];
            at[0] += f.x, at[1] += f.y, at[2] += f.z;
        }
        const auto u = factor.solve(forces);
        for (std::size_t i = 0; i < a.size(); ++i) {
            double moved = 0.0;
            for (const auto& [node, f] : a[i]) moved += dot(f, at_node(u, node));
            EXPECT_NEAR(ab[i * b.size() + j], moved, 1e-9);
            EXPECT_NEAR(ba[j * a.size() + i], moved, 1e-9) << "reciprocity";
            EXPECT_EQ(aa[i * a.size() + j], aa[j * a.size() + i]);
        }
    }
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_GE(aa[i * a.size() + i], 0.0);
}

TEST(Factor, OfTheSameBlockHasTheSameBits) {
    const auto again = Block::make(layered_description());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->factor().hash(), layered().factor().hash());
    auto softer = layered_description();
    softer.elasticity[40][0] *= 1.0 + 1e-12;
    EXPECT_NE(Block::make(softer)->factor().hash(), layered().factor().hash());
}

TEST(Factor, OfABlockThatNothingHoldsIsAnError) {
    const auto loose = Block::make(describe_block(
        flat_mesh(even(0, 4, 2), even(0, 4, 2), {0, 2, 4}),
        [](const Vec3&) { return stiffness(Isotropic{}); }, [](const Vec3&) { return false; }));
    EXPECT_FALSE(loose.ok());
    const auto fixed = Block::make(describe_block(
        flat_mesh(even(0, 4, 2), even(0, 4, 2), {0, 2, 4}),
        [](const Vec3&) { return stiffness(Isotropic{}); }, [](const Vec3&) { return true; }));
    EXPECT_FALSE(fixed.ok()) << "no node may move";
}

}  // namespace
}  // namespace dryrun::softbody
